package archtest

import (
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// textID is the id of a text at the beginning of a line of YAML.
var textID = regexp.MustCompile(`(?m)^([a-z][\w.-]*\.[\w.-]+):`)

// TestEveryTextIsUsed: the program has a string that is the id of each text, or that the
// id begins with ("help." + name).
func TestEveryTextIsUsed(t *testing.T) {
	t.Parallel()
	whole, beginning := map[string]bool{}, map[string]bool{}
	for _, s := range sources(t) {
		if s.test() {
			continue
		}
		ast.Inspect(s.ast, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if text, err := strconv.Unquote(lit.Value); err == nil {
					whole[text] = true
					beginning[text] = strings.HasSuffix(text, ".")
				}
			}
			return true
		})
	}
	files, err := filepath.Glob(filepath.Join(root, "pkg/i18n/en/*.yaml"))
	if err != nil || len(files) < 10 {
		t.Fatalf("%d files of texts: %v", len(files), err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file) //nolint:gosec // a file of this repository
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range textID.FindAllStringSubmatch(string(data), -1) {
			if !whole[m[1]] && !begins(beginning, m[1]) {
				t.Errorf("%s: %s is shown by nothing: remove it in both languages", filepath.Base(file), m[1])
			}
		}
	}
}

// begins reports whether an id begins with one of the parts that end with a point.
func begins(parts map[string]bool, id string) bool {
	for i, c := range id {
		if c == '.' && parts[id[:i+1]] {
			return true
		}
	}
	return false
}
