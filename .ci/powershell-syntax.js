#!/usr/bin/env node
// Reads PowerShell scripts as a compiler would and prints what is no PowerShell, by
// the grammar of tree-sitter-powershell: PowerShell itself cannot be had from the
// registries that the gate uses. Modules come from NODE_PATH.
const fs = require('fs');
const path = require('path');
const {Parser, Language} = require('web-tree-sitter');

// The parser marks what it skips as ERROR and what it adds as missing.
function* wrong(node) {
  if (node.isError || node.isMissing) yield node;
  for (const child of node.children) yield* wrong(child);
}

async function main() {
  await Parser.init();
  const grammar = path.join(path.dirname(require.resolve('tree-sitter-powershell/package.json')), 'tree-sitter-powershell.wasm');
  const parser = new Parser();
  parser.setLanguage(await Language.load(grammar));
  let failed = 0;
  for (const file of process.argv.slice(2)) {
    for (const node of wrong(parser.parse(fs.readFileSync(file, 'utf8')).rootNode)) {
      console.log(`${file}:${node.startPosition.row + 1}: no PowerShell: ${JSON.stringify(node.text.slice(0, 80))}`);
      failed = 1;
    }
  }
  process.exitCode = failed;
}

main();
