package cli

import (
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/explain"
	"github.com/gofix-net/gofix-net/pkg/i18n"
)

// TestStepsOfGosWordsDoNotSendToApply: doctor and apply have just examined what apply can
// do. What is left to a person stays.
func TestStepsOfGosWordsDoNotSendToApply(t *testing.T) {
	for _, lang := range i18n.Langs {
		texts, err := i18n.New(lang)
		if err != nil {
			t.Fatal(err)
		}
		said := []explain.Finding{{Cause: cause.GoproxyMisbehaving}, {Cause: cause.GoSumIncomplete}}
		found := (&Program{}).inWords(said, nil, texts)
		if len(found) != 2 || len(found[0].Manual) == 0 || len(found[1].Manual) == 0 {
			t.Fatalf("%s: %+v", lang, found)
		}
		for _, f := range found {
			for _, step := range f.Manual {
				if strings.Contains(step, "gofix-net apply") {
					t.Errorf("%s: %s says %q", lang, f.Cause, step)
				}
			}
		}
	}
}
