package cli

import (
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/i18n"
)

// TestOwnWordsOfUsage: a message of ours keeps its own words, and masks what was given.
func TestOwnWordsOfUsage(t *testing.T) {
	t.Parallel()
	for _, lang := range i18n.Langs {
		texts, err := i18n.New(lang)
		if err != nil {
			t.Fatal(err)
		}
		got := texts.T("usage.mirrors.url", map[string]string{"given": "https://me:hunter2@h.example/x y", "error": "parse \"https://me:hunter2@h.example/x y\": invalid"})
		if strings.Contains(got, "hunter2") || !strings.Contains(got, foreign.Mask) {
			t.Errorf("%s: %s", lang, got)
		}
	}
}

// TestOwnWordsOfHelp: no word of the help of any command is masked, in either language;
// it shows where credentials belong. What a person wrongly gave is masked.
func TestOwnWordsOfHelp(t *testing.T) {
	t.Parallel()
	m := closedMachine(t, t.TempDir(), "GOPROXY=https://me:hunter2@proxy.example")
	for _, lang := range []string{"en", "zh"} {
		for _, command := range newRoot(&Program{Machine: m}).Commands() {
			out, errs := within(t.Context(), m, []string{command.Name(), "--help", "--lang", lang})
			if out == "" || strings.Contains(out+errs, foreign.Mask) {
				t.Errorf("%s, %s: masked, or nothing:\n%s%s", command.Name(), lang, out, errs)
			}
		}
		_, errs := within(t.Context(), m, []string{"doctor", "--format", "https://me:hunter3@h.example", "--lang", lang})
		if strings.Contains(errs, "hunter3") || !strings.Contains(errs, foreign.Mask) {
			t.Errorf("%s: %s", lang, errs)
		}
	}
}
