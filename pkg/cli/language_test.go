package cli

import (
	"testing"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/i18n"
)

// TestLanguageOfTheInterface lets the language of the interface decide where no
// variable of the locale does, as on Windows.
func TestLanguageOfTheInterface(t *testing.T) {
	for _, c := range []struct {
		locale, flag string
		languages    []string
		want         i18n.Lang
	}{
		{"", "", []string{"zh-CN", "en-US"}, i18n.Zh},
		{"", "", []string{"zh-Hans-CN"}, i18n.Zh},
		{"", "", []string{"de-DE", "zh-CN"}, i18n.En},
		{"", "", nil, i18n.En},
		{"en_US.UTF-8", "", []string{"zh-CN"}, i18n.En},
		{"", "en", []string{"zh-CN"}, i18n.En},
	} {
		p := &Program{Machine: &host.Machine{OS: "windows", Environ: func() []string { return []string{"LANG=" + c.locale} }, UILanguages: func() []string { return c.languages }}}
		if got := p.texts(c.flag).Lang; got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
}
