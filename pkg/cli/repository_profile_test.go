package cli

import (
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/i18n"
)

// TestRepositoryProfileIsConfirmed: the profile of a repository is used after a yes on
// a terminal, and nowhere else unless it is named.
func TestRepositoryProfileIsConfirmed(t *testing.T) {
	t.Parallel()
	texts, err := i18n.New(i18n.En)
	if err != nil {
		t.Fatal(err)
	}
	for name, row := range map[string]struct {
		flags        applyFlags
		answer       string
		terminal     bool
		asked, taken bool
		told         string
	}{
		"yes":             {applyFlags{profile: "auto"}, "y\n", true, true, true, "came with the repository"},
		"no":              {applyFlags{profile: "auto"}, "n\n", true, true, false, ""},
		"no answer":       {applyFlags{profile: "auto"}, "", true, true, false, ""},
		"no terminal":     {applyFlags{profile: "auto"}, "y\n", false, false, false, "not used unless named"},
		"--yes":           {applyFlags{profile: "auto", yes: true}, "y\n", true, false, false, "not used unless named"},
		"another by name": {applyFlags{profile: "china"}, "y\n", true, false, false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			put(t, dir, ".gofix-net.profile", "GOPROXY=https://goproxy.example.com,direct\n")
			var errs strings.Builder
			p := &Program{
				Version: "test", Machine: closedMachine(t, dir, "ACCESSIBLE=1", "TERM=dumb"), In: strings.NewReader(row.answer), Out: &errs, Err: &errs,
				Terminal: func(any) (int, bool) { return 80, row.terminal },
			}
			stored, err := p.askForRepository(t.Context(), row.flags, texts)
			if row.answer != "" && err != nil {
				t.Fatal(err)
			}
			if asked := strings.Contains(errs.String(), "This repository has a profile"); asked != row.asked || (stored != nil) != row.taken {
				t.Errorf("asked %v, taken %v: %q", asked, stored != nil, errs.String())
			}
			errs.Reset()
			p.tellOfRepository(row.flags, stored, texts)
			if said := errs.String(); !strings.Contains(said, row.told) || row.told == "" && said != "" {
				t.Errorf("says %q, want %q", said, row.told)
			}
		})
	}
}

// TestLintReadsEachLineOfAProfile: lint also reports a profile that cannot be loaded.
func TestLintReadsEachLineOfAProfile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	put(t, dir, ".gofix-net.profile", "name: ours\n")
	var out strings.Builder
	p := &Program{Version: "test", Machine: closedMachine(t, dir), In: strings.NewReader(""), Out: &out, Err: &out, Terminal: func(any) (int, bool) { return 0, false }}
	if code := run(t.Context(), p, []string{"lint", dir}); code != exitUsage || !strings.Contains(out.String(), ".gofix-net.profile:1") {
		t.Errorf("exit %d, want %d: %s", code, exitUsage, out.String())
	}
}
