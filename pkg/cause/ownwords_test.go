package cause

import (
	"testing"

	"github.com/gofix-net/gofix-net/pkg/foreign"
)

// TestOwnWordsStay: what a cause says without anything from outside is shown as it is
// written: it may say where a credential belongs.
func TestOwnWordsStay(t *testing.T) {
	t.Parallel()
	seen := 0
	for _, c := range Catalogue() {
		for lang, w := range c.Words {
			if w.log.Title == nil {
				continue
			}
			for _, text := range append([]string{w.log.Title(Seen{})}, w.log.Steps(Seen{})...) {
				seen++
				if got := show(text); got != foreign.Neutral(text) {
					t.Errorf("%s, %s: %q is shown as %q", c.ID, lang, text, got)
				}
			}
		}
	}
	if seen < 100 {
		t.Errorf("%d texts", seen)
	}
}
