package trace

import (
	"bytes"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/nettest/browser"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
	"github.com/gofix-net/gofix-net/pkg/report/formats"
)

// TestHTMLInBrowser opens the page of a trace on a phone and in a window.
func TestHTMLInBrowser(t *testing.T) {
	t.Parallel()
	need.Long(t)
	b := browser.Start(t, need.Program(t, "chromium"))
	for _, lang := range i18n.Langs {
		var page bytes.Buffer
		if err := WriteHTML(&page, blocked(t), formats.Options{Texts: texts(t, lang)}); err != nil {
			t.Fatal(err)
		}
		b.Check("trace."+string(lang), page.Bytes())
	}
}
