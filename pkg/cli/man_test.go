package cli

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

// TestManPagesAreRead: groff formats each page without a warning, and what is to be
// typed stands there as it is typed.
func TestManPagesAreRead(t *testing.T) {
	groff := need.Program(t, "groff")
	t.Setenv("SOURCE_DATE_EPOCH", "1700000000")
	for _, lang := range []string{"en", "zh"} {
		dir := t.TempDir()
		if code, _, errs := ran(t, host.System(), "man", "--lang", lang, "--output", dir); code != 0 {
			t.Fatalf("exit code %d: %s", code, errs)
		}
		pages, err := filepath.Glob(filepath.Join(dir, "*.1"))
		if err != nil || len(pages) < 20 {
			t.Fatalf("%d pages: %v", len(pages), err)
		}
		args := append([]string{"-K", "utf8", "-man", "-ww", "-W", "break", "-T", "utf8", "-P", "-cbou"}, pages...)
		cmd := exec.Command(groff, args...) //nolint:gosec // the test's own reader
		var warnings strings.Builder
		cmd.Stderr = &warnings
		out, err := cmd.Output()
		if err != nil || warnings.Len() > 0 {
			t.Errorf("%s: %v\n%s", lang, err, warnings.String())
		}
		for _, want := range []string{"gofix-net apply --profile china --yes", "go build ./... 2>&1 | gofix-net explain", "2023-11-14", "source <(gofix-net completion bash)"} {
			if !strings.Contains(string(out), want) {
				t.Errorf("%s: %q is in no page", lang, want)
			}
		}
	}
}

func TestManPageEscapes(t *testing.T) {
	for text, want := range map[string]string{
		".TH at the start":   "\\&.TH at the start\n",
		"'x' is no request":  "\\(aqx\\(aq is no request\n",
		`C:\go and --flag`:   "C:\\ego and \\-\\-flag\n",
		"~/.config `go` a^b": "\\(ti/.config \\(gago\\(ga a\\(hab\n",
		"two\n\nlines":       "two\nlines\n",
		"":                   "",
	} {
		r := &roff{}
		r.text(text)
		if r.String() != want {
			t.Errorf("%q: %q, want %q", text, r.String(), want)
		}
	}
}

func TestManSaysWhatItRefuses(t *testing.T) {
	t.Setenv("SOURCE_DATE_EPOCH", "yesterday")
	if code, _, errs := ran(t, host.System(), "man"); code == 0 || !strings.Contains(errs, "SOURCE_DATE_EPOCH") {
		t.Errorf("exit code %d: %s", code, errs)
	}
	t.Setenv("SOURCE_DATE_EPOCH", "1")
	if code, _, errs := ran(t, host.System(), "man", "--output", filepath.Join(t.TempDir(), "none")); code != exitUsage || errs == "" {
		t.Errorf("exit code %d: %s", code, errs)
	}
}
