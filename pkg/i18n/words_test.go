package i18n

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestAvoidedWords refuses the words that docs/glossary.md lists as avoided, in every
// text that people read.
func TestAvoidedWords(t *testing.T) {
	avoided := readAvoided(t)
	for where, text := range everyText(t) {
		for _, a := range avoided {
			if found := a.pattern.FindString(text); found != "" {
				t.Errorf("%s says %q; better: %s", where, found, a.better)
			}
		}
	}
}

// squeezed is a Chinese character beside a Latin letter or a digit. The n after a
// backslash is a line break.
var squeezed = regexp.MustCompile(`\p{Han}[A-Za-z0-9]|(^|[^\\])[A-Za-z0-9]\p{Han}`)

// TestSpacesInChinese wants a space between Chinese and Latin characters, in every
// Chinese text.
func TestSpacesInChinese(t *testing.T) {
	for _, text := range []string{"但TLS 握手", "共3个"} {
		if !squeezed.MatchString(text) {
			t.Errorf("%q passes", text)
		}
	}
	for where, text := range everyText(t) {
		if found := squeezed.FindString(text); found != "" {
			t.Errorf("%s: a space is missing in %q", where, found)
		}
	}
}

// everyText is what people read, by its place: the texts of this package, of the
// causes and their pages, of lint's rules, of emit, and of the documents.
func everyText(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for _, l := range Langs {
		for id, text := range load(t, l) {
			texts[string(l)+" "+id] = text
		}
	}
	for _, pattern := range []string{"../cause/pages/*/*.md", "../../README*.md", "../../docs/[^g]*.md", "../../SECURITY.md"} {
		for _, name := range matching(t, pattern) {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			texts[name] = string(data)
		}
	}
	for _, pattern := range []string{"../cause/*.go", "../lint/rule_*.go", "../emit/*.go"} {
		for _, name := range matching(t, pattern) {
			if !strings.HasSuffix(name, "_test.go") {
				texts[name] = literals(t, name)
			}
		}
	}
	return texts
}

// matching are the files of a pattern, of which there is at least one.
func matching(t *testing.T, pattern string) []string {
	t.Helper()
	names, err := filepath.Glob(pattern)
	if err != nil || len(names) == 0 {
		t.Fatalf("%s: no files (%v)", pattern, err)
	}
	return names
}

// literals are the texts in a Go file, a line each.
func literals(t *testing.T, name string) string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	ast.Inspect(file, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			out = append(out, lit.Value)
		}
		return true
	})
	return strings.Join(out, "\n")
}

type avoidedWord struct {
	pattern *regexp.Regexp
	better  string
}

var glossaryRow = regexp.MustCompile("(?m)^\\| `(.+)` \\| (.+) \\|$")

// readAvoided reads the list of the glossary, where a bar is written "\|".
func readAvoided(t *testing.T) []avoidedWord {
	t.Helper()
	data, err := os.ReadFile("../../docs/glossary.md")
	if err != nil {
		t.Fatal(err)
	}
	_, list, _ := strings.Cut(string(data), "\n## Avoided\n")
	var out []avoidedWord
	for _, row := range glossaryRow.FindAllStringSubmatch(list, -1) {
		out = append(out, avoidedWord{regexp.MustCompile("(?i)" + strings.ReplaceAll(row[1], `\|`, "|")), row[2]})
	}
	if len(out) < 10 || !out[0].pattern.MatchString("it is Mended") {
		t.Fatalf("the glossary's list is not read: %v", out)
	}
	return out
}

// TestNoDoubledWord refuses a word that stands twice in a row, as after a slip of the pen.
func TestNoDoubledWord(t *testing.T) {
	word := regexp.MustCompile(`[A-Za-z']+`)
	for where, text := range everyText(t) {
		for line := range strings.Lines(text) {
			last, end := "", -2
			for _, at := range word.FindAllStringIndex(line, -1) {
				w := line[at[0]:at[1]]
				if w == last && line[end:at[0]] == " " && w != "that" && len(w) > 1 {
					t.Errorf("%s: %q stands twice in %q", where, w, strings.TrimSpace(line))
				}
				last, end = w, at[1]
			}
		}
	}
}
