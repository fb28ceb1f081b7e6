package i18n

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

var placeholder = regexp.MustCompile(`{{[^}]*}}`)

func load(t *testing.T, l Lang) map[string]string {
	t.Helper()
	out := map[string]string{}
	names, err := fs.Glob(files, string(l)+"/*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatalf("no files for %s: %v", l, err)
	}
	for _, name := range names {
		data, err := files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		m := map[string]string{}
		if err := yaml.Unmarshal(data, &m); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for k, v := range m {
			if _, dup := out[k]; dup {
				t.Errorf("%s: %s is in two files", name, k)
			}
			out[k] = v
		}
	}
	return out
}

func TestEveryTextInEveryLanguageWithTheSameArguments(t *testing.T) {
	en := load(t, En)
	for _, l := range Langs[1:] {
		other := load(t, l)
		for id, text := range en {
			got, ok := other[id]
			if !ok {
				t.Errorf("%s is missing in %s", id, l)
				continue
			}
			a, b := placeholder.FindAllString(text, -1), placeholder.FindAllString(got, -1)
			slices.Sort(a)
			slices.Sort(b)
			if !slices.Equal(slices.Compact(a), slices.Compact(b)) {
				t.Errorf("%s: arguments %v in en, %v in %s", id, a, b, l)
			}
		}
		for id := range other {
			if _, ok := en[id]; !ok {
				t.Errorf("%s is in %s only", id, l)
			}
		}
	}
}

func TestT(t *testing.T) {
	for l, want := range map[Lang]string{En: "Go cannot", Zh: "Go 无法"} {
		texts, err := New(l)
		if err != nil {
			t.Fatal(err)
		}
		if got := texts.T("verdict.broken", nil); !strings.HasPrefix(got, want) {
			t.Errorf("%s: %q", l, got)
		}
		if got := texts.T("no.such.text", nil); got != "[no.such.text]" {
			t.Errorf("%s: %q", l, got)
		}
	}
}

func TestFromLocale(t *testing.T) {
	for _, c := range []struct {
		locales []string
		want    Lang
	}{
		{[]string{"", "", "zh_CN.UTF-8"}, Zh},
		{[]string{"C", "", "zh_CN.UTF-8"}, En},
		{[]string{"zh_TW"}, Zh},
		{nil, En},
	} {
		if got := FromLocale(c.locales...); got != c.want {
			t.Errorf("%v: %s, want %s", c.locales, got, c.want)
		}
	}
}
