package cause

import (
	"fmt"
	"strings"
	"text/template"

	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
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

// Render puts a finding into words of a language. A text that names an argument
// which the finding does not have is an error: a test finds it before a user does.
func (c *Cause) Render(lang string, x Finding) (Rendered, error) {
	text, ok := c.Text[lang]
	if !ok {
		return Rendered{}, fmt.Errorf("cause %s has no text in language %q", c.ID, lang)
	}
	var r Rendered
	var err error
	if r.Title, err = fill(lang, text.Title, x.Args); err != nil {
		return r, fmt.Errorf("cause %s, title: %w", c.ID, err)
	}
	if r.Detail, err = fill(lang, text.Detail, x.Args); err != nil {
		return r, fmt.Errorf("cause %s, detail: %w", c.ID, err)
	}
	for _, step := range text.Manual {
		s, err := fill(lang, step, x.Args)
		if err != nil {
			return r, fmt.Errorf("cause %s, manual step: %w", c.ID, err)
		}
		if s = strings.TrimSpace(s); s != "" {
			r.Manual = append(r.Manual, s)
		}
	}
	return r, nil
}

func fill(lang, text string, args Args) (string, error) {
	if !strings.Contains(text, "{{") {
		return text, nil
	}
	t, err := template.New("").Option("missingkey=error").Funcs(template.FuncMap{
		"symptom": func(s string) string { return Phrase(lang, symptom.Symptom(s)) },
	}).Parse(text)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	if err := t.Execute(&b, map[string]string(args)); err != nil {
		return "", err
	}
	return settings.Redact(b.String()), nil
}

// shellQuote returns a file name as a word of a POSIX shell.
func shellQuote(name string) string { return "'" + strings.ReplaceAll(name, "'", `'\''`) + "'" }
