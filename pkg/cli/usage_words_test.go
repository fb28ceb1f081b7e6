package cli

import (
	"bytes"
	"context"
	"regexp"
	"strings"
	"testing"
)

// sentence is three English words in a row: no list of values and no name has them.
var sentence = regexp.MustCompile(`[a-z]+ [a-z]+ [a-z]{2,}`)

// TestWrongUsageInOneLanguage wants no half English message in a Chinese session, and
// none that shows the English list's commas among Chinese words.
func TestWrongUsageInOneLanguage(t *testing.T) {
	for _, args := range [][]string{
		{"aply"},
		{"doctor", "--formt", "json"},
		{"doctor", "--format", "jsno"},
		{"doctor", "--only", "foo"},
		{"doctor", "--as", "nothere"},
		{"doctor", "--timeout", "5"},
		{"doctor", "--module", "a b@v1"},
		{"doctor", "--module", "rsc.io/quote@"},
		{"doctor", "--module", "rsc.io/quote@a..b"},
		{"trace", "../x@v1.0.0"},
		{"mirrors", "nourl"},
		{"mirrors", "--check", "ftp://x"},
		{"mirrors", "--check", "https://[::1"},
		{"mirrors", "--use", "nourl"},
		{"apply", "--proxy", "https://", "--profile", "corporate"},
		{"lint", "--baseline", "/no/such/file"},
		{"emit", "nosuch"},
		{"profile", "show", "nosuch"},
		{"undo", "a", "b"},
		{"help", "nosuch"},
	} {
		var out, said bytes.Buffer
		code := run(context.Background(), nowhere(&out, &said), append([]string{"--lang", "zh"}, args...))
		first, _, _ := strings.Cut(said.String(), "\n")
		if code != exitUsage {
			t.Errorf("%q: exit %d, says %q", args, code, said.String())
		}
		if sentence.MatchString(first) || strings.Contains(first, ", ") {
			t.Errorf("%q says %q", args, first)
		}
	}
}
