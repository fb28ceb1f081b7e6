package kinds

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/gofix-net/gofix-net/pkg/place"
)

// labelledFile is a file of testdata/files.
type labelledFile struct{ path, data string }

func labelledFiles(t testing.TB) []labelledFile {
	t.Helper()
	archives, err := filepath.Glob(filepath.FromSlash("../../../testdata/files/*.txtar"))
	if err != nil || len(archives) == 0 {
		t.Fatalf("no labelled files: %v", err)
	}
	var out []labelledFile
	for _, a := range archives {
		data, err := os.ReadFile(a)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range txtar.Parse(data).Files {
			if _, path, _ := strings.Cut(x.Name, "/"); path != "want" {
				out = append(out, labelledFile{path, string(x.Data)})
			}
		}
	}
	return out
}

func checkSpans(t *testing.T, f *place.File) {
	t.Helper()
	ok := func(s place.Span) {
		if s.Start < 0 || s.End < s.Start || s.End > len(f.Data) {
			t.Errorf("%s: span %v of a file of %d bytes", f.Kind, s, len(f.Data))
		}
	}
	for _, a := range f.Assignments {
		ok(a.Whole)
		ok(a.Text)
		ok(a.Remove)
		ok(a.Meant)
		if a.Scope < 0 || a.Scope >= len(f.Scopes) {
			t.Errorf("%s: scope %d of %d", f.Kind, a.Scope, len(f.Scopes))
		}
	}
	for _, c := range f.Commands {
		ok(c.Span)
		if c.Scope < 0 || c.Scope >= len(f.Scopes) {
			t.Errorf("%s: scope %d of %d", f.Kind, c.Scope, len(f.Scopes))
		}
	}
	for _, c := range f.Comments {
		ok(c.Span)
	}
	for i, s := range f.Scopes {
		if s.Parent >= i {
			t.Errorf("%s: scope %d is in %d", f.Kind, i, s.Parent)
		}
	}
}

// TestEveryKindHasALabelledFile: what lint finds in a kind of file is tried on such files
// in testdata/files.
func TestEveryKindHasALabelledFile(t *testing.T) {
	t.Parallel()
	has := map[place.ID]bool{}
	for _, x := range labelledFiles(t) {
		if k := Detect(x.path, x.data); k != nil {
			has[k.ID] = true
		}
	}
	for _, k := range All {
		if !has[k.ID] {
			t.Errorf("no file in testdata/files is of the kind %s: add one, and beside it a file named want with the lines and rules", k.ID)
		}
	}
}
