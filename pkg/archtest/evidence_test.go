package archtest

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"
	"testing"
)

// A target is a name for people and a detail a sentence for people. What they are
// made of stands beside them, in probe.About, probe.Refusal and the fields of a
// finding: a text that is taken apart breaks what reads it when its wording changes.
func TestNothingTakesDisplayTextApart(t *testing.T) {
	for _, s := range sources(t) {
		if !covers(equipment, s) && !s.test() {
			report(t, checkDisplayText(s))
		}
	}
}

// displayText are the fields that hold text for people. The owners of a field of the
// same name that is something else are in ownFields.
var displayText = []string{"Target", "Detail"}

// ownFields are the files in which such a field is no display text, and why.
var ownFields = map[string]string{
	"pkg/explain/about.go":        "a finding's target is what the log names; which kind of thing it is, is told here for all",
	"pkg/journal/trust.go":        "a file's target is the path that a link leads to",
	"pkg/facts/facttest/about.go": "a machine made up for tests is written by the names of targets, as in a report",
}

// apart are the functions that look into a text.
var apart = []string{
	"Cut", "CutPrefix", "CutSuffix", "Fields", "FieldsFunc", "HasPrefix", "HasSuffix", "Split", "SplitN", "SplitSeq", "TrimPrefix", "TrimSuffix", "Index",
	"Contains", "LastIndex", "HostOnly", "SplitHostPort", "Parse", "MatchString", "FindString", "FindStringSubmatch", "FindAllStringSubmatch",
}

func checkDisplayText(s source) []breach {
	if ownFields[s.path] != "" {
		return nil
	}
	var out []breach
	ast.Inspect(s.ast, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		f, ok := call.Fun.(*ast.SelectorExpr)
		if !ok || !slices.Contains(apart, f.Sel.Name) {
			return true
		}
		for _, a := range call.Args {
			x, ok := a.(*ast.SelectorExpr)
			if ok && slices.Contains(displayText, x.Sel.Name) {
				out = append(out, breach{s.line(n), "takes a " + strings.ToLower(x.Sel.Name) + " apart", "what decides is a field: probe.About, probe.Refusal, or one of the finding's own"})
			}
		}
		return true
	})
	return out
}

// The ids of evidence are made in one place, so that what cites and what is cited
// cannot differ.
func TestIDsAreMadeInOnePlace(t *testing.T) {
	for _, s := range sources(t) {
		if s.test() || covers([]string{"pkg/evidence"}, s) {
			continue
		}
		ast.Inspect(s.ast, func(n ast.Node) bool {
			l, ok := n.(*ast.BasicLit)
			if !ok || l.Kind != token.STRING {
				return true
			}
			for _, p := range []string{"setting/", "module/", "line/"} {
				if strings.HasPrefix(strings.Trim(l.Value, "\"`"), p) {
					t.Error(breach{s.line(n), "writes " + l.Value, "package evidence makes the ids"})
				}
			}
			return true
		})
	}
}
