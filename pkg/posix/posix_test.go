package posix

import (
	"os/exec"
	"strings"
	"testing"

	"mvdan.cc/sh/v3/syntax"

	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

func TestParseIsBounded(t *testing.T) {
	for _, c := range []struct {
		what, text string
		most       int
		ok         bool
	}{
		{"a line", "export A=b\n", 100, true},
		{"too long", "export A=b\n", 5, false},
		{"brackets within brackets", strings.Repeat("(", maxNested+1), 1 << 20, false},
		{"brackets one after the other", strings.Repeat("(a)\n", maxNested+1), 1 << 20, true},
		{"no grammar of a shell", "if then", 100, false},
	} {
		if _, err := Parse(c.text, syntax.LangBash, c.most); (err == nil) != c.ok {
			t.Errorf("%s: %v", c.what, err)
		}
	}
}

// TestUnescapeAgreesWithTheShell asks sh what it makes of a word.
func TestUnescapeAgreesWithTheShell(t *testing.T) {
	sh := need.Program(t, "sh")
	for _, text := range []string{`a\b`, `a\\b`, `\$HOME`, "a\\`b", `\"x\"`, "a\\\nb", `a\nb`, `https\://x`, `\\\\`} {
		for _, quoted := range []bool{false, true} {
			word := text
			if quoted {
				word = `"` + text + `"`
			}
			out, err := exec.Command(sh, "-c", "v="+word+"\nprintf %s \"$v\"").Output()
			if err != nil {
				t.Fatalf("%s: %v", word, err)
			}
			if got := Unescape(text, quoted); got != string(out) {
				t.Errorf("%q, quoted %v: got %q, sh makes %q of it", text, quoted, got, out)
			}
		}
	}
}
