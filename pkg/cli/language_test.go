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
		p := &Program{Machine: &host.Machine{OS: "windows", Environ: func() []string { return []string{"LANG=" + c.locale} }, UILanguages: func() []string { return c.languages }}, Terminal: func(any) (int, bool) { return 0, false }}
		if got := p.texts(c.flag).Lang; got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
}

// TestRedirectedOutputOfWindows: PowerShell 5.1 reads it in the code page of the
// console, so that it has ASCII marks and is in English, unless Chinese was asked for.
func TestRedirectedOutputOfWindows(t *testing.T) {
	for _, c := range []struct {
		page     uint32
		terminal bool
		flag     string
		want     i18n.Lang
		unicode  bool
	}{
		{936, true, "", i18n.Zh, true},
		{936, false, "", i18n.En, false},
		{936, false, "zh", i18n.Zh, false},
		{65001, false, "", i18n.Zh, true},
		{0, false, "", i18n.Zh, true}, // no console: a service, a CI job
	} {
		p := &Program{
			Machine: &host.Machine{
				OS: "windows", Environ: func() []string { return nil },
				UILanguages: func() []string { return []string{"zh-CN"} }, ConsolePage: func() uint32 { return c.page },
			},
			Terminal: func(any) (int, bool) { return 80, c.terminal },
		}
		texts := p.texts(c.flag)
		if got := p.display(nil, texts).Unicode; texts.Lang != c.want || got != c.unicode {
			t.Errorf("%+v: %s, Unicode %v", c, texts.Lang, got)
		}
	}
}
