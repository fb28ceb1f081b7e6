package lint

import (
	"testing"

	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/known"
)

// TestNotesOfHostsInChinese wants the Chinese words of each note that lint or mirrors
// shows: those of GitHub fronts and of proxies that are dead or invented.
func TestNotesOfHostsInChinese(t *testing.T) {
	texts, err := i18n.New(i18n.Zh)
	if err != nil {
		t.Fatal(err)
	}
	var notes []string
	for _, h := range known.Fronts() {
		notes = append(notes, h.Note)
	}
	for _, m := range known.Mirrors() {
		if m.State == known.Dead || m.State == known.Invented {
			notes = append(notes, m.Note)
		}
	}
	for _, note := range notes {
		if note != "" && texts.Words(note) == note {
			t.Errorf("errors.zh.yaml does not have %q", note)
		}
	}
}
