package explain

import (
	"slices"
	"strings"
	"testing"
)

func TestShortened(t *testing.T) {
	t.Parallel()
	url := `"https://mods.example.com/goproxy/` + strings.Repeat("element/", 18) + `@v/v1.0.0.mod":`
	line := "go: example.com/a@v1.0.0: " + strings.Repeat("requires example.com/b@v1.0.0: ", 12) + "Get " + url + " dial tcp 192.0.2.1:443: connect: connection refused"
	for name, text := range map[string]string{"short": "go: a  b", "long": line, "two long URLs": url + " " + url + " EOF", "words": strings.Repeat("词 ", 400)} {
		got := shortened(text)
		if n := len([]rune(got)); n > maxShown+3 || n < min(len([]rune(text)), 100) {
			t.Errorf("%s: %d characters: %s", name, n, got)
		}
		for _, word := range strings.Fields(got) {
			if word != "…" && !slices.Contains(strings.Fields(text), word) {
				t.Errorf("%s: the word %s is cut", name, word)
			}
		}
		if end := text[strings.LastIndex(strings.TrimSpace(text), " ")+1:]; !strings.HasSuffix(got, end) && !strings.HasSuffix(got, strings.TrimSpace(end)) {
			t.Errorf("%s: the end is lost: %s", name, got)
		}
	}
	if got := shortened("x " + strings.Repeat("a", 5000) + "z"); !strings.HasPrefix(got, "x aaa") || !strings.HasSuffix(got, "aaz") || len([]rune(got)) > maxShown {
		t.Errorf("one long word: %s", got)
	}
}
