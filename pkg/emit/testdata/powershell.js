// Reads a PowerShell script by the grammar that editors use (tree-sitter) and prints
// one line of JSON: whether it has errors, and the variables of the environment that
// it assigns, with the string literal as it is written.
//
// node powershell.js NODE_MODULES SCRIPT
const path = require('path');
const fs = require('fs');
const [modules, script] = process.argv.slice(2);
const { Parser, Language } = require('module').createRequire(path.join(modules, 'x.js'))('web-tree-sitter');

(async () => {
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(await Language.load(path.join(modules, 'tree-sitter-powershell', 'tree-sitter-powershell.wasm')));
  const tree = parser.parse(fs.readFileSync(script, 'utf8'));
  const assigned = [];
  const visit = (n) => {
    if (n.type === 'assignment_expression') {
      const literals = n.descendantsOfType('string_literal').map((l) => l.text);
      assigned.push({ name: n.child(0).text, literals });
    }
    for (const c of n.namedChildren) visit(c);
  };
  visit(tree.rootNode);
  console.log(JSON.stringify({ errors: tree.rootNode.hasError, assigned }));
})();
