package i18n

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestAvoidedWords refuses the words that docs/glossary.md lists as avoided, in the
// texts of this package and in the pages of the causes.
func TestAvoidedWords(t *testing.T) {
	avoided := readAvoided(t)
	texts := map[string]string{}
	for _, l := range Langs {
		for id, text := range load(t, l) {
			texts[string(l)+" "+id] = text
		}
	}
	dir := os.DirFS("../cause/pages")
	pages, err := fs.Glob(dir, "*/*.md")
	if err != nil || len(pages) == 0 {
		t.Fatalf("no pages of causes: %v", err)
	}
	for _, name := range pages {
		data, err := fs.ReadFile(dir, name)
		if err != nil {
			t.Fatal(err)
		}
		texts[name] = string(data)
	}
	for where, text := range texts {
		for _, a := range avoided {
			if found := a.pattern.FindString(text); found != "" {
				t.Errorf("%s says %q; better: %s", where, found, a.better)
			}
		}
	}
}

type avoidedWord struct {
	pattern *regexp.Regexp
	better  string
}

var glossaryRow = regexp.MustCompile("(?m)^\\| `(.+)` \\| (.+) \\|$")

// readAvoided reads the list of the glossary, where a bar is written "\|".
func readAvoided(t *testing.T) []avoidedWord {
	t.Helper()
	data, err := os.ReadFile("../../docs/glossary.md")
	if err != nil {
		t.Fatal(err)
	}
	_, list, _ := strings.Cut(string(data), "\n## Avoided\n")
	var out []avoidedWord
	for _, row := range glossaryRow.FindAllStringSubmatch(list, -1) {
		out = append(out, avoidedWord{regexp.MustCompile("(?i)" + strings.ReplaceAll(row[1], `\|`, "|")), row[2]})
	}
	if len(out) < 10 || !out[0].pattern.MatchString("it is Mended") {
		t.Fatalf("the glossary's list is not read: %v", out)
	}
	return out
}
