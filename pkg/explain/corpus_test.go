package explain

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// TestLogs reads testdata/logs: each file holds a log and, a line each and in
// order, the findings wanted: cause, symptom, target; "-" for none of them.
func TestLogs(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/logs/*.txtar")
	if err != nil || len(files) < 100 {
		t.Fatalf("testdata/logs: %d files, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			want := strings.TrimSpace(string(section(t, a, "want")))
			if got := told(t, string(section(t, a, "log"))); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

func section(t *testing.T, a *txtar.Archive, name string) []byte {
	t.Helper()
	for _, f := range a.Files {
		if f.Name == name {
			return f.Data
		}
	}
	t.Fatalf("no section %q", name)
	return nil
}

// told explains log and returns the findings in the notation of testdata/logs.
func told(t *testing.T, log string) string {
	t.Helper()
	e, err := Read(context.Background(), strings.NewReader(log))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range e.Findings {
		if len(f.Lines) == 0 {
			t.Errorf("%s rests on no line", f.Cause)
		}
		out = append(out, strings.Join([]string{string(f.Cause), orDash(string(f.Symptom)), orDash(f.Target)}, " "))
	}
	return strings.Join(out, "\n")
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
