package archtest

import (
	"go/ast"
	"path"
	"slices"
	"strings"
	"testing"
)

// TestKindsAreListedAndFuzzed: each kind of file of pkg/place is in kinds.All, and each
// kind there has a fuzz target.
func TestKindsAreListedAndFuzzed(t *testing.T) {
	all := slices.DeleteFunc(sources(t), func(s source) bool { return !below("pkg/place/...", s.dir()) })
	if len(kindsDefined(all)) < 33 {
		t.Errorf("only %d kinds of files are found in pkg/place: this rule looks past them", len(kindsDefined(all)))
	}
	report(t, checkKinds(all))
}

const (
	kindList = "pkg/place/kinds/kinds.go"
	kindFuzz = "pkg/place/kinds/fuzz_kind_test.go"
)

func checkKinds(files []source) []breach {
	listed, fuzzed := selectorsIn(files, kindList), selectorsIn(files, kindFuzz)
	var out []breach
	for name, file := range kindsDefined(files) {
		if !listed[name] {
			out = append(out, breach{file, name + " is not in kinds.All", "lint and emit read only what is in the list: add &" + name + " to All in " + kindList})
		}
		if !fuzzed[name] {
			out = append(out, breach{file, name + " has no fuzz target", "each parser of foreign text is fuzzed: add a line for it to " + kindFuzz})
		}
	}
	return out
}

// kindsDefined are the variables of type place.Kind, as another package names them,
// with their files: those with a literal, and those that a function of the file makes,
// as in pkg/place/ci.
func kindsDefined(files []source) map[string]string {
	out := map[string]string{}
	for _, s := range files {
		if s.test() {
			continue
		}
		for name := range literals([]source{s}, "place.Kind") {
			out[path.Base(s.dir())+"."+name] = s.path
		}
		for _, name := range madeOf(s, "place.Kind") {
			out[path.Base(s.dir())+"."+name] = s.path
		}
	}
	return out
}

// madeOf are the package variables of a file whose value is made by one of its functions
// that return that type.
func madeOf(s source, typeName string) []string {
	makes := map[string]bool{}
	for _, d := range s.ast.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Type.Results.NumFields() == 1 && typeString(f.Type.Results.List[0].Type) == typeName {
			makes[f.Name.Name] = true
		}
	}
	var out []string
	for name, value := range s.variables() {
		if call, ok := value.(*ast.CallExpr); ok && makes[typeString(call.Fun)] {
			out = append(out, name)
		}
	}
	return out
}

// selectorsIn are the names of other packages that a file uses: "make.Kind".
func selectorsIn(files []source, file string) map[string]bool {
	out := map[string]bool{}
	for _, s := range files {
		if s.path != file {
			continue
		}
		ast.Inspect(s.ast, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok {
				out[typeString(sel)] = true
			}
			return true
		})
	}
	return out
}

func TestTheRuleAboutKindsCanFail(t *testing.T) {
	kind := parse(t, "pkg/place/ini/ini.go", "package ini\nvar Kind = place.Kind{ID: \"ini\"}\n")
	list := parse(t, kindList, "package kinds\nvar All = []*place.Kind{&ini.Kind}\n")
	fuzz := parse(t, kindFuzz, "package kinds\nfunc FuzzIni(f *testing.F) { fuzzKind(f, &ini.Kind) }\n")
	made := parse(t, "pkg/place/ci/new.go", "package ci\nvar New = pipeline(\"new\")\nfunc pipeline(id string) place.Kind { return kind(id) }\n")
	for _, row := range []struct {
		story string
		files []source
		want  string // "" where nothing is wrong
	}{
		{"listed and fuzzed", []source{kind, list, fuzz}, ""},
		{"in no list", []source{kind, fuzz}, "ini.Kind is not in kinds.All"},
		{"made by a function", []source{made, parse(t, kindFuzz, "package kinds\nvar _ = ci.New\n")}, "ci.New is not in kinds.All"},
		{"not fuzzed", []source{kind, list}, "ini.Kind has no fuzz target"},
	} {
		got := checkKinds(row.files)
		if row.want == "" && len(got) != 0 || row.want != "" && (len(got) != 1 || !strings.Contains(got[0].what, row.want)) {
			t.Errorf("%s: got %v, want %q", row.story, got, row.want)
		}
	}
}
