package cause

import (
	"fmt"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/i18n"
)

// Rendered is a finding in words.
type Rendered struct {
	Title, Detail string
	Manual        []string
}

// Lookup returns the cause of that id, or nil.
func Lookup(id ID) *Cause {
	for _, c := range Catalogue() {
		if c.ID == id {
			return c
		}
	}
	return nil
}

// Render puts a finding into words of a language. It fails where the cause has
// no words for the finding's data.
func (c *Cause) Render(lang string, x Finding) (Rendered, error) {
	w := c.Words.In(i18n.Lang(lang))
	if w == nil || w.data() == nil {
		return Rendered{}, fmt.Errorf("cause %s has no text in language %q", c.ID, lang)
	}
	data := foreign.Masked(x.Data)
	r, err := w.finding(data)
	if err != nil {
		return Rendered{}, fmt.Errorf("cause %s: %w", c.ID, err)
	}
	show := shower(data)
	shown := Rendered{Title: show(r.Title), Detail: show(r.Detail)}
	for _, step := range r.Manual {
		if step = strings.TrimSpace(step); step != "" {
			shown.Manual = append(shown.Manual, show(step))
		}
	}
	return shown, nil
}

// Read puts a cause that a log shows into words of a language: a title, and the
// steps, of which those that begin with "$ " are commands of the step before.
func (c *Cause) Read(lang string, seen Seen) (title string, steps []string) {
	words := c.Words.In(i18n.Lang(lang))
	if words == nil {
		return "", nil
	}
	w := words.ofLog()
	if w.Title == nil {
		return "", nil
	}
	seen = foreign.Masked(seen)
	show := shower(seen)
	for _, s := range w.Steps(seen) {
		if s != "" {
			steps = append(steps, show(s))
		}
	}
	return show(w.Title(seen)), steps
}

// shower returns what prepares the texts of a cause for a person. There are two kinds
// of text in them: the cause's own words, which stay as they are and may say where a
// credential belongs, and values of data, which are masked before words cut them and
// again where only the words before them say that they are secret. Control characters are neutralized wherever they come from.
func shower(data any) func(string) string {
	var values []string
	return func(text string) string {
		if values == nil {
			values = append(foreign.Held(data), "")
		}
		return foreign.Neutral(foreign.RedactIn(text, values...))
	}
}

// shellQuote returns a file name as a word of a POSIX shell.
func shellQuote(name string) string { return "'" + strings.ReplaceAll(name, "'", `'\''`) + "'" }
