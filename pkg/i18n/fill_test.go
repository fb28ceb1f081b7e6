package i18n

import (
	"strings"
	"testing"
	"text/template"
)

// TestFillIsTextTemplate: every text of the program, and some more, is filled in as
// text/template fills it in, with all arguments and with each one empty.
func TestFillIsTextTemplate(t *testing.T) {
	t.Parallel()
	texts := []string{
		"plain", "{{.a}} and {{.b}}", "{{if .a}}A{{end}}", "{{if .a}}A{{else}}B{{end}}", "{{if .a}}A{{else if .b}}B{{else}}C{{end}}!",
		`{{if eq .a "x y"}}A{{else if eq .a "" "z"}}Z{{else if ne .b ` + "`0`" + `}}N{{end}}`, `{{if .a}}{{if .b}}both{{else}}a{{end}}{{else}}{{if .b}}b{{end}}{{end}}`, `{{"{"}}{{ .a }}`,
	}
	for _, l := range Langs {
		for _, text := range load(t, l) {
			texts = append(texts, text)
		}
	}
	for _, text := range texts {
		for _, args := range argumentsOf(text) {
			tmpl, err := template.New("").Parse(text)
			if err != nil {
				t.Errorf("%q: %v", text, err)
				continue
			}
			var want strings.Builder
			if err := tmpl.Execute(&want, args); err != nil {
				t.Errorf("%q: %v", text, err)
				continue
			}
			if got, err := Fill(text, args, Missing); err != nil || got != want.String() {
				t.Errorf("%q with %v: %q (%v), want %q", text, args, got, err, want.String())
			}
		}
	}
}

// argumentsOf are arguments for every name in a text: all set, and each one empty
// or of a value that the text compares with.
func argumentsOf(text string) []map[string]string {
	names := map[string]bool{}
	values := []string{"", "0", "1", "x y", "z"}
	for _, p := range placeholder.FindAllString(text, -1) {
		for _, word := range strings.Fields(strings.Trim(p, "{} ")) {
			if name, ok := strings.CutPrefix(word, "."); ok {
				names[name] = true
			} else if strings.ContainsAny(word, "\"`") {
				values = append(values, strings.Trim(word, "\"`"))
			}
		}
	}
	full := map[string]string{}
	for n := range names {
		full[n] = "value of " + n
	}
	out := []map[string]string{full}
	for n := range names {
		for _, v := range values {
			one := map[string]string{}
			for k, x := range full {
				one[k] = x
			}
			one[n] = v
			out = append(out, one)
		}
	}
	return out
}

func TestFillRefuses(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"{{", "{{.a", "{{if .a}}", "{{end}}", "{{else}}", "{{range .a}}{{end}}", "{{.a | html}}x{{", `{{if eq .a "x}}y{{end}}`, "{{if}}{{end}}", "{{printf .a}}"} {
		if got, err := Fill(text, map[string]string{"a": "b"}, ""); err == nil {
			t.Errorf("%q gives %q", text, got)
		}
	}
	if got, err := Fill("{{.none}}", nil, Missing); err != nil || got != Missing {
		t.Errorf("%q %v", got, err)
	}
}

func FuzzFill(f *testing.F) {
	for _, s := range []string{"{{.a}}", "{{if eq .a \"x\"}}y{{else if .b}}z{{end}}", "{{\"{\"}}", "{{if ne .a `0`}}x{{end}}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		args := map[string]string{"a": "x", "b": ""}
		got, err := Fill(text, args, Missing)
		if err == nil && len(got) > len(text)+len(text)*len(Missing) {
			t.Errorf("%q grows to %d bytes", text, len(got))
		}
	})
}
