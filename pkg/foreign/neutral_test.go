package foreign

import (
	"strings"
	"testing"
)

func TestNeutral(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ what, text, want string }{
		{"plain text stays", "模块 ok – ✓", "模块 ok – ✓"},
		{"newlines stay", "a\nb", "a\nb"},
		{"a tab becomes a space", "a\tb", "a b"},
		{"escape sequences are shown", "\x1b[31mred", `\x1b[31mred`},
		{"so is the one-byte form of them", "\u009b31m", `\u009b31m`},
		{"a carriage return cannot overwrite a line", "good\rbad", `good\x0dbad`},
		{"text cannot be turned round", "a\u202eb", `a\u202eb`},
		{"DEL and NUL", "\x7f\x00", `\x7f\x00`},
		{"tag characters cannot hide a text", "a\U000e0041b", `a\U000e0041b`},
		{"line separators", "a\u2028b\u2029c", `a\u2028b\u2029c`},
		{"variation selectors and fillers", "a\ufe0fb\u3164c", `a\ufe0fb\u3164c`},
		{"a workflow command of GitHub", "a\n  ::set-output name=x::y", "a\n  : :set-output name=x::y"},
		{"after another blank", "\u00a0::warning::y", "\u00a0: :warning::y"},
		{"a command of Azure Pipelines", "a ##vso[task.setvariable]b", "a ## vso[task.setvariable]b"},
		{"an older one of GitHub", "##[set-env name=x]y", "## [set-env name=x]y"},
		{"one of TeamCity", "##teamcity[message]", "## teamcity[message]"},
		{"colons that begin no line stay", "a::b x ::c", "a::b x ::c"},
		{"zero-width characters cannot hide a name", "goproxy\u200b.cn", `goproxy\u200b.cn`},
	} {
		if got := Neutral(c.text); got != c.want {
			t.Errorf("%s: got %q, want %q", c.what, got, c.want)
		}
	}
}

func TestCut(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		what, text string
		limit      int
		want       string
	}{
		{"a short text stays", "short", 5, "short"},
		{"characters count, not bytes", "模块下载", 4, "模块下载"},
		{"the last one is an ellipsis", "模块下载失败", 4, "模块下…"},
		{"nothing", "", 3, ""},
	} {
		if got := Cut(c.text, c.limit); got != c.want {
			t.Errorf("%s: got %q, want %q", c.what, got, c.want)
		}
	}
}

// TestLineMasksBeforeItCuts: no half of a secret is left by the cut.
func TestLineMasksBeforeItCuts(t *testing.T) {
	t.Parallel()
	for _, secret := range []string{"https://me:hunter2@example.com/", "--token hunter2hunter2hunter2", "password=hunter2hunter2"} {
		for pad := range 40 {
			got := Line(strings.Repeat("y", pad)+" "+secret, 40)
			if strings.Contains(got, "hun") {
				t.Errorf("%d characters before %s: %s", pad, secret, got)
			}
		}
	}
	if got := Line("a\x1b[31m\r\n\tb\xff", 40); got != "a [31m b" {
		t.Errorf("got %q", got)
	}
}
