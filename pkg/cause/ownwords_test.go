package cause

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/foreign"
)

// TestOwnWordsStay: what a cause says without anything from outside is shown as it is
// written: it may say where a credential belongs.
func TestOwnWordsStay(t *testing.T) {
	t.Parallel()
	seen := 0
	for _, c := range Catalogue() {
		for lang, w := range map[string]Words{"en": c.Words.En, "zh": c.Words.Zh} {
			if w.ofLog().Title == nil {
				continue
			}
			show := shower(Seen{})
			for _, text := range append([]string{w.ofLog().Title(Seen{})}, w.ofLog().Steps(Seen{})...) {
				seen++
				if got := show(text); got != foreign.Neutral(text) {
					t.Errorf("%s, %s: %q is shown as %q", c.ID, lang, text, got)
				}
			}
			for _, data := range everyData(w, "") {
				raw, err := w.finding(data)
				if err != nil {
					t.Fatal(err)
				}
				shown, err := c.Render(lang, Finding{Data: data})
				if err != nil {
					t.Fatal(err)
				}
				seen++
				if got, want := textOf(shown), foreign.Neutral(textOf(raw)); strings.Count(got, foreign.Mask) != strings.Count(want, foreign.Mask) {
					t.Errorf("%s, %s:\n%s\nis shown as\n%s", c.ID, lang, want, got)
				}
			}
		}
	}
	if seen < 200 {
		t.Errorf("%d texts", seen)
	}
}

// TestValuesAreMasked: whatever place in a cause's data holds a credential, no text
// shows it.
func TestValuesAreMasked(t *testing.T) {
	t.Parallel()
	for _, secret := range []string{"https://me:Hunter2secret@h.test/x", "--token Hunter2secret", "https://h.test/?token=Hunter2secret", "Authorization: Bearer Hunter2secret"} {
		for _, c := range Catalogue() {
			for lang, w := range map[string]Words{"en": c.Words.En, "zh": c.Words.Zh} {
				texts := ""
				for _, data := range everyData(w, secret) {
					shown, err := c.Render(lang, Finding{Data: data})
					if err != nil {
						t.Fatal(err)
					}
					texts += textOf(shown)
				}
				for _, byGo := range []bool{false, true} {
					title, steps := c.Read(lang, Seen{secret, secret, secret, secret, secret, secret, secret, secret, secret, secret, byGo, false, false, secret})
					texts += title + strings.Join(steps, "\n")
				}
				if strings.Contains(texts, "Hunter2") {
					t.Errorf("%s, %s, %s:\n%s", c.ID, lang, secret, texts)
				}
			}
		}
	}
}

func textOf(r Rendered) string {
	return strings.Join(append([]string{r.Title, r.Detail}, r.Manual...), "\n")
}

// everyData are the data of words with a text in every place, once with all that can be
// said of them false, once true.
func everyData(w Words, text string) []any {
	var out []any
	for _, yes := range []bool{false, true} {
		if w.data() == nil {
			continue
		}
		v := reflect.New(w.data()).Elem()
		fill(v, text, yes)
		out = append(out, v.Interface())
	}
	return out
}

func fill(v reflect.Value, text string, yes bool) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
	case reflect.Bool:
		v.SetBool(yes)
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); !f.IsExported() && !f.Anonymous {
				panic(fmt.Sprintf("%s.%s: a text in it would not be masked", v.Type(), f.Name))
			}
			fill(v.Field(i), text, yes)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0), text, yes)
		fill(v.Index(1), text, yes)
	case reflect.Pointer:
		if yes {
			v.Set(reflect.New(v.Type().Elem()))
			fill(v.Elem(), text, yes)
		}
	case reflect.Int:
		v.SetInt(2)
	}
}
