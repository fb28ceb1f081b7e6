package i18n

import "testing"

func TestPair(t *testing.T) {
	p := Pair[string]{"yes", "是"}
	for lang, want := range map[Lang]string{En: "yes", Zh: "是", "fr": ""} {
		if got := p.In(lang); got != want {
			t.Errorf("%q: got %q, want %q", lang, got, want)
		}
	}
	for _, lang := range Langs {
		if p.In(lang) == "" {
			t.Errorf("nothing is said in %q", lang)
		}
	}
}
