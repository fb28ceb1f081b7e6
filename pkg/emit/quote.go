package emit

import (
	"encoding/json"
	"strings"
)

// quoted returns a text as a string of JSON, which is one of YAML and of JSON with
// comments too.
func quoted(text string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(text) // a string has no value that JSON lacks
	return strings.ReplaceAll(strings.TrimSuffix(b.String(), "\n"), "\x7f", `\u007f`)
}

// escaped puts a character before each of some characters.
func escaped(text, special, with string) string {
	var b strings.Builder
	for _, r := range text {
		if strings.ContainsRune(special, r) {
			b.WriteString(with)
		}
		b.WriteRune(r)
	}
	return b.String()
}

// shellDefault is a command of a POSIX shell that exports a variable: with the value
// that it has, or the text where it is not set or empty. Shells do not agree on quotes
// and braces inside of ${}, so that a text with those stands outside of it.
func shellDefault(v Value) string {
	if strings.ContainsAny(v.Text, "'\"\\$`{}!") {
		return `[ -n "${` + v.Name + `:-}" ] || export ` + v.Name + "='" + strings.ReplaceAll(v.Text, "'", `'\''`) + "'"
	}
	return "export " + v.Name + `="${` + v.Name + ":-" + v.Text + `}"`
}

// lower is the name of a parameter for a variable.
func lower(name string) string { return strings.ToLower(name) }
