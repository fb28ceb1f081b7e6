package formats

import (
	"bytes"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/nettest/browser"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

// TestHTMLInBrowser opens the page of every recorded report and an explanation, on a
// phone and in a window: nothing is asked for, nothing is cut or hard to read.
func TestHTMLInBrowser(t *testing.T) {
	t.Parallel()
	need.Long(t)
	pages := map[string][]byte{}
	for name, data := range recorded(t) {
		r, o := parsed(t, name, data)
		pages[name] = rendered(t, "html", r, o)
	}
	for _, lang := range i18n.Langs {
		texts, err := i18n.New(lang)
		if err != nil {
			t.Fatal(err)
		}
		var page bytes.Buffer
		if err := WriteExplanation(&page, "html", explained(), Options{Texts: texts}); err != nil {
			t.Fatal(err)
		}
		pages["explanation."+string(lang)] = page.Bytes()
	}
	b := browser.Start(t, need.Program(t, "chromium"))
	for name, page := range pages {
		b.Check(name, page)
	}
}
