package cause

import (
	"fmt"
	"strings"
	"text/template"

	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// Args are what the templates of a cause name: hosts, values, files. Never words.
type Args map[string]string

// Template is a cause's words in one language in the older form: text/template
// over the finding's Args (an unknown argument is an error).
type Template struct {
	Title  string
	Detail string
	Manual []string
	Page   string
}

func (t Template) render(c *Cause, lang string, x Finding) (Rendered, error) {
	var r Rendered
	var err error
	if r.Title, err = fill(lang, t.Title, x.Args); err != nil {
		return r, fmt.Errorf("cause %s, title: %w", c.ID, err)
	}
	if r.Detail, err = fill(lang, t.Detail, x.Args); err != nil {
		return r, fmt.Errorf("cause %s, detail: %w", c.ID, err)
	}
	for _, step := range t.Manual {
		s, err := fill(lang, step, x.Args)
		if err != nil {
			return r, fmt.Errorf("cause %s, manual step: %w", c.ID, err)
		}
		r.Manual = append(r.Manual, s)
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
	return b.String(), nil
}
