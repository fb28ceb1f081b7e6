package lint

import (
	"bytes"
	"fmt"
	"strings"
	"text/template"

	"github.com/gofix-net/gofix-net/pkg/i18n"
)

// Words are the texts of a finding in one language.
type Words struct{ Title, Detail, Fix string }

// Words fills the texts of the finding's rule in.
func (f Finding) Words(t *i18n.Texts) (Words, error) {
	text := f.rule.Text[string(t.Lang)]
	args := Args{}
	for k, v := range f.Args {
		// A value that is the id of a text: why the toolchain reads it so.
		if strings.HasPrefix(v, "route.") || strings.HasPrefix(v, "lint.pattern.") {
			v = t.T(v, nil)
		}
		args[k] = v
	}
	var out Words
	for _, part := range []struct {
		from string
		to   *string
	}{{text.Title, &out.Title}, {text.Detail, &out.Detail}, {text.Fix, &out.Fix}} {
		s, err := fill(part.from, args)
		if err != nil {
			return Words{}, fmt.Errorf("text of %s: %w", f.Rule, err)
		}
		*part.to = s
	}
	return out, nil
}

func fill(text string, args Args) (string, error) {
	t, err := template.New("").Option("missingkey=zero").Parse(text)
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	if err := t.Execute(&b, map[string]string(args)); err != nil {
		return "", err
	}
	return b.String(), nil
}
