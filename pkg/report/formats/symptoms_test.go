package formats

import (
	"testing"

	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// TestEverySymptomHasAShortName: without one, a Chinese screen shows an English name.
func TestEverySymptomHasAShortName(t *testing.T) {
	for _, lang := range i18n.Langs {
		texts, err := i18n.New(lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range symptom.All {
			if _, ok := texts.Lookup("screen.symptom."+string(s), nil); !ok {
				t.Errorf("%s has no short name in %s: add screen.symptom.%s to pkg/i18n/%s/screen.yaml", s, lang, s, lang)
			}
		}
	}
}
