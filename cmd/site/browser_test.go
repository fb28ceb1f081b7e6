package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/nettest/browser"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

// TestInBrowser reads the site as a person does: each page fits a phone and can be
// read in the dark too, the search finds a cause by a word of its error text, and a
// click on what was found opens its page.
func TestInBrowser(t *testing.T) {
	t.Parallel()
	need.Long(t)
	dir := t.TempDir()
	if err := write(dir); err != nil {
		t.Fatal(err)
	}
	b := browser.Start(t, need.Program(t, "chromium"))
	for n, lang := range i18n.Langs {
		address := func(file string) string { return "file://" + filepath.Join(dir, string(lang), file) }
		for i, name := range append([]string{"index"}, need.Today(cause.PageNames(), 3)...) {
			// Pages by turns in a language and by night: the layout is the same.
			if i > 0 && i%len(i18n.Langs) != n {
				continue
			}
			dark := i/2%2 == 0
			b.Open(address(name+".html"), 390, dark)
			for _, fault := range b.Faults() {
				t.Errorf("%s/%s, dark: %v: %s", lang, name, dark, fault)
			}
		}
		b.Open(address("index.html"), 1280, false)
		search(t, b, "malformed verifier", "sumdb-malformed")
		search(t, b, "no such thing in any page", "")
		b.Open(address("index.html"), 1280, false)
		b.Click(`a[href="sumdb-malformed.html"]`)
		var heading string
		if b.Eval(`document.querySelector("h1").textContent`, &heading); heading != "sumdb-malformed" {
			t.Errorf("%s: the click led to %q", lang, heading)
		}
		b.Click("nav a:last-child")
		var other string
		if b.Eval(`document.documentElement.lang`, &other); other == string(lang) {
			t.Errorf("%s: the other language is %q", lang, other)
		}
	}
}

// search types words into the search box, and wants a page among what is left; "" wants
// that the page says that there is none.
func search(t *testing.T, b *browser.Browser, words, want string) {
	t.Helper()
	b.Eval(fmt.Sprintf(`(e => { e.value = %q; e.dispatchEvent(new Event("input")); })(document.getElementById("search"))`, words), nil)
	var found []string
	b.Eval(`[...document.querySelectorAll("li a")].filter(e => e.getClientRects().length).map(e => e.textContent)`, &found)
	var none bool
	b.Eval(`document.getElementById("none").getClientRects().length > 0`, &none)
	switch {
	case want == "" && (len(found) > 0 || !none):
		t.Errorf("%q found %q, says that there is none: %v", words, found, none)
	case want != "" && (len(found) == 0 || len(found) > 8 || !slices.Contains(found, want)):
		t.Errorf("%q found %q, want %s", words, found, want)
	}
}
