package cli

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestLintTellsOfWhatItDoesNotRead: a file that is too large and whose name says its kind
// is never passed over in silence; data of that size is.
func TestLintTellsOfWhatItDoesNotRead(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]int{"Dockerfile": exitUsage, "records.yml": exitOK} {
		dir := t.TempDir()
		put(t, dir, name, strings.Repeat("# "+strings.Repeat("x", 61)+"\n", maxLintFile/64+1))
		var out, said strings.Builder
		p := &Program{Version: "test", Machine: closedMachine(t, dir), In: strings.NewReader(""), Out: &out, Err: &said, Terminal: func(any) (int, bool) { return 0, false }}
		if code := run(t.Context(), p, []string{"lint", dir}); code != want || (want != exitOK) != strings.Contains(out.String()+said.String(), name) {
			t.Errorf("%s: exit %d, want %d: %s%s", name, code, want, out.String(), said.String())
		}
	}
}

// TestUnreadIsSaidBesideAReport: where the report goes into a file, standard error says
// why the exit code is that of wrong usage.
func TestUnreadIsSaidBesideAReport(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	code, out, errs := ran(t, closedMachine(t, dir), "lint", "--output", filepath.Join(dir, "report"), filepath.Join(dir, "none"))
	if code != exitUsage || out != "" || !strings.Contains(errs, "none: not read: ") {
		t.Errorf("exit code %d, %q, %q", code, out, errs)
	}
}
