package lint

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/i18n"
)

// Words are the texts of a finding in one language.
type Words struct{ Title, Detail, Fix string }

// Words fills the texts of the finding's rule in. A test fills every text in: they
// are parts of the program.
func (f Finding) Words(t *i18n.Texts) Words {
	args := Args{}
	for k, v := range f.Args {
		// A value that is the id of a text: why the toolchain reads it so.
		if strings.HasPrefix(v, "route.") || strings.HasPrefix(v, "lint.pattern.") {
			v = t.T(v, nil)
		}
		if k == "note" { // what package known has about a host, in English
			v = t.Words(v)
		}
		args[k] = v
	}
	text := f.rule.Text.In(t.Lang).in(f.Cases)
	return Words{fill(text.Title, args), fill(text.Detail, args), fill(text.Fix, args)}
}

func fill(text string, args Args) string {
	out, err := i18n.Fill(text, args, "")
	if err != nil {
		return text
	}
	return out
}
