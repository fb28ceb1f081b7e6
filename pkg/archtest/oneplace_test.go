package archtest

import (
	"fmt"
	"go/ast"
	"go/token"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// placeRule keeps a question in the one place that answers it: the methods and
// functions by which it would be answered again, and the literals that such an answer
// needs, are in no other file.
type placeRule struct {
	names    []string          // of methods, or of functions of any package
	literals []string          // strings, whole
	either   []string          // characters of which one condition names all: c == 'a' || c == 'b'
	list     []string          // strings of which a list, of values, arguments or cases, has at least three and nothing else
	but      map[string]string // who may nevertheless, and why
	why      string
}

var placeRules = []placeRule{
	{
		names: []string{"IsLoopback", "IsPrivate"}, literals: []string{"localhost", ".localhost"},
		but: map[string]string{
			"pkg/known":                   "it answers: Loopback, PrivateNetwork",
			"pkg/outbound/outbound.go":    "go's own rule of what is asked without a proxy, word for word",
			"pkg/route/govcs.go":          "Config.IsPrivate is about GOPRIVATE",
			"pkg/settings/resolvparse.go": "names that a hosts file has on every machine, which are more",
			"pkg/wire/body.go":            "the host of a file URL",
			"pkg/wire/inward.go":          "addresses that no public host has a reason to name, which are more",
			"pkg/facts/reach.go":          "addresses that a resolver gave",
			"pkg/facts/wrongaddress.go":   "addresses that a resolver gave",
		},
		why: "known.Loopback, known.PrivateNetwork and route.PlainHTTP answer where a host is: eight answers have differed before",
	},
	{
		literals: []string{"set-item", "setx", "environment]::setenvironmentvariable"},
		but: map[string]string{
			"pkg/pwsh":                       "it reads the statements",
			"pkg/place/cmdfile":              "cmd has setx too, and other quotes",
			"pkg/report/formats/commands.go": "it keeps commands on one line, and reads no statement",
		},
		why: "pkg/pwsh is the grammar of PowerShell: two readers have missed different statements before",
	},
	{
		literals: []string{",|"}, either: []string{",", "|"},
		but: map[string]string{
			"pkg/route/goproxy.go":         "it splits the list",
			"pkg/settings/readresolver.go": "it collects words of lists of any kind, in which a host may be named; route imports settings",
			"pkg/lint/rule_goproxy.go":     "it writes a list, without a separator at the end",
		},
		why: "route.ParseGOPROXY and route.Elements split a GOPROXY list: six readers have treated white space and empty elements differently before",
	},
	{
		list: []string{"GOPRIVATE", "GONOPROXY", "GONOSUMDB", "GOINSECURE"},
		but:  map[string]string{"pkg/known/variables.go": "it answers: PrivateLists, PatternLists"},
		why:  "known.PrivateLists and known.PatternLists name the variables that hold patterns of module paths: ten copies of the list had to be changed together before",
	},
}

func checkPlace(r placeRule, s source) []breach {
	if s.test() || covers(slices.Collect(maps.Keys(r.but)), s) {
		return nil
	}
	var out []breach
	list := func(n ast.Node, elements []ast.Expr) {
		if len(elements) >= 3 && !slices.ContainsFunc(elements, func(e ast.Expr) bool { return !slices.Contains(r.list, text(e)) }) {
			out = append(out, breach{s.line(n), "lists some of " + strings.Join(r.list, ", "), r.why})
		}
	}
	ast.Inspect(s.ast, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.SelectorExpr:
			if slices.Contains(r.names, x.Sel.Name) {
				out = append(out, breach{s.line(n), "uses " + x.Sel.Name, r.why})
			}
		case *ast.CompositeLit:
			list(n, x.Elts)
		case *ast.CallExpr:
			list(n, x.Args)
		case *ast.CaseClause:
			list(n, x.List)
		case *ast.BinaryExpr:
			if x.Op == token.LOR && len(r.either) > 0 && holds(x, r.either) {
				out = append(out, breach{s.line(n), "compares with " + strings.Join(r.either, " and "), r.why})
			}
		case *ast.BasicLit:
			if x.Kind == token.STRING && slices.Contains(r.literals, text(x)) {
				out = append(out, breach{s.line(n), "writes " + x.Value, r.why})
			}
		}
		return true
	})
	return out
}

// text is the text of a literal, "" where an expression is none.
func text(e ast.Expr) string {
	if x, ok := e.(*ast.BasicLit); ok {
		if text, err := strconv.Unquote(x.Value); err == nil {
			return text
		}
	}
	return ""
}

// holds reports whether each of the characters is a literal in an expression.
func holds(e ast.Expr, characters []string) bool {
	found := map[string]bool{}
	ast.Inspect(e, func(n ast.Node) bool {
		if x, ok := n.(*ast.BasicLit); ok && x.Kind == token.CHAR {
			found[text(x)] = true
		}
		return true
	})
	return !slices.ContainsFunc(characters, func(c string) bool { return !found[c] })
}

func TestQuestionsAreAnsweredInOnePlace(t *testing.T) {
	for _, r := range placeRules {
		needed := map[string]bool{}
		for _, s := range sources(t) {
			report(t, checkPlace(r, s))
			for file := range r.but {
				if covers([]string{file}, s) && len(checkPlace(placeRule{names: r.names, literals: r.literals, either: r.either, list: r.list}, s)) > 0 {
					needed[file] = true
				}
			}
		}
		for file, why := range r.but {
			if why == "" || !needed[file] {
				t.Errorf("%s does not use %v (any more): take it off the exceptions", file, append(r.names, r.literals...))
			}
		}
	}
}

func TestEveryPlaceRuleCanFail(t *testing.T) {
	for _, r := range placeRules {
		for _, name := range r.names {
			if len(checkPlace(r, parse(t, "pkg/x/x.go", "package x\nvar f = a."+name+"\n"))) != 1 {
				t.Errorf("%s may be used anywhere", name)
			}
		}
		for _, text := range r.literals {
			if len(checkPlace(r, parse(t, "pkg/x/x.go", "package x\nvar f = "+strconv.Quote(text)+"\n"))) != 1 {
				t.Errorf("%q may be written anywhere", text)
			}
		}
		if len(r.list) > 0 {
			values := strings.Split(fmt.Sprintf("%q", r.list[:3]), " ")
			if len(checkPlace(r, parse(t, "pkg/x/x.go", "package x\nvar f = []string{"+strings.Trim(strings.Join(values, ","), "[]")+"}\n"))) != 1 {
				t.Errorf("%q may be listed anywhere", r.list)
			}
		}
		if len(r.either) > 0 {
			var conditions []string
			for _, c := range r.either {
				conditions = append(conditions, "c == "+strconv.QuoteRune([]rune(c)[0]))
			}
			if len(checkPlace(r, parse(t, "pkg/x/x.go", "package x\nvar f = "+strings.Join(conditions, " || ")+"\n"))) != 1 {
				t.Errorf("%q may be compared with anywhere", r.either)
			}
		}
	}
}
