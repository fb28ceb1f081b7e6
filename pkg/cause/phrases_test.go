package cause_test

import (
	"testing"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// TestEverySymptomHasAPhrase: a sentence about a symptom without one has its bare name.
func TestEverySymptomHasAPhrase(t *testing.T) {
	t.Parallel()
	for _, s := range symptom.All {
		for _, lang := range []string{"en", "zh"} {
			if text := cause.Phrase(lang, s); text == "" || text == string(s) {
				t.Errorf("%s has no phrase in %s: add it to phrases in phrases.go", s, lang)
			}
		}
	}
}
