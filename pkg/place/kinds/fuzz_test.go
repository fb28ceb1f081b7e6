package kinds

import (
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/gofix-net/gofix-net/pkg/place"
)

// FuzzRead gives every reader any text: none panics, and every span it returns is
// within the file.
func FuzzRead(f *testing.F) {
	archives, err := filepath.Glob(filepath.FromSlash("../../../testdata/files/*.txtar"))
	if err != nil || len(archives) == 0 {
		f.Fatalf("no corpus: %v", err)
	}
	for _, a := range archives {
		data, err := os.ReadFile(a)
		if err != nil {
			f.Fatal(err)
		}
		for i, x := range txtar.Parse(data).Files {
			f.Add(i, string(x.Data))
		}
	}
	f.Fuzz(func(t *testing.T, n int, text string) {
		if len(text) > 1<<16 {
			return
		}
		k := All[uint(n)%uint(len(All))] //nolint:gosec // any kind will do
		k.Match("x", text)
		checkSpans(t, Read(k, "x", text))
	})
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
