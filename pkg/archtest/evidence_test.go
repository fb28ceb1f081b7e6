package archtest

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"
	"testing"
)

// readsResults are the packages that read what probes found.
var readsResults = []string{"pkg/facts", "pkg/cause", "pkg/diagnose", "pkg/doctor", "pkg/privacy", "pkg/propose", "pkg/recommend", "pkg/report", "pkg/report/formats", "pkg/trace", "pkg/cli"}

// A target is a name for people. What it is made of stands beside it, in
// probe.About: a name that is taken apart breaks when its wording changes.
func TestNothingTakesATargetApart(t *testing.T) {
	for _, s := range sources(t) {
		if covers(readsResults, s) && !s.test() {
			report(t, checkTargets(s))
		}
	}
}

// apart are the functions that look into a text.
var apart = []string{"Cut", "CutPrefix", "CutSuffix", "Fields", "HasPrefix", "HasSuffix", "Split", "SplitN", "TrimPrefix", "TrimSuffix", "Index", "Contains", "LastIndex", "HostOnly", "SplitHostPort", "Parse"}

func checkTargets(s source) []breach {
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
			if on, isName := target(x); ok && isName && (on == "r" || on == "p" || on == "t" || on == "d") {
				out = append(out, breach{s.line(n), "takes a target apart", "a result says what it is about in its field About"})
			}
		}
		return true
	})
	return out
}

// target returns the variable of VARIABLE.Target.
func target(x *ast.SelectorExpr) (string, bool) {
	if x == nil || x.Sel.Name != "Target" {
		return "", false
	}
	on, ok := x.X.(*ast.Ident)
	if !ok {
		return "", false
	}
	return on.Name, true
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
