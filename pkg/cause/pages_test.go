package cause_test

import (
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/page"
)

// sections are the headings of every page, in both languages.
var sections = map[string][]string{
	"en": {"How it looks", "Fix", "Risk", "Myth"},
	"zh": {"现象", "修复", "风险", "误区"},
}

func TestEveryPageHasItsSections(t *testing.T) {
	t.Parallel()
	for _, name := range cause.PageNames() {
		for lang, want := range sections {
			text := cause.Page(lang, name)
			blocks := page.Parse(text)
			if len(blocks) == 0 || blocks[0].Kind != page.Paragraph {
				t.Errorf("pages/%s/%s.md is missing or does not begin with its summary", lang, name)
				continue
			}
			if summary := blocks[0].Text(); strings.Contains(strings.TrimRight(summary, ".。"), ". ") || strings.Count(summary, "。") > 1 {
				t.Errorf("%s %s: the summary is not one sentence: %s", lang, name, summary)
			}
			if diff := cmp.Diff(want, headings(blocks)); diff != "" {
				t.Errorf("%s %s has other sections: %s", lang, name, diff)
			}
			if name != cause.FolkAdvice && strings.Count(text, "\n") > 45 {
				t.Errorf("%s %s has %d lines: too long to read in a terminal", lang, name, strings.Count(text, "\n"))
			}
		}
		if diff := cmp.Diff(commands(page.Parse(cause.Page("en", name))), commands(page.Parse(cause.Page("zh", name)))); diff != "" {
			t.Errorf("%s: the commands differ between the languages: %s", name, diff)
		}
	}
}

// TestNoPageIsLeftOver: a file whose name is no page's is never shown.
func TestNoPageIsLeftOver(t *testing.T) {
	t.Parallel()
	for lang := range sections {
		files, err := fs.Glob(os.DirFS("pages"), lang+"/*")
		if err != nil || len(files) == 0 {
			t.Fatalf("no pages in %s: %v", lang, err)
		}
		for _, f := range files {
			if name := strings.TrimSuffix(strings.TrimPrefix(f, lang+"/"), ".md"); !slices.Contains(cause.PageNames(), name) {
				t.Errorf("pages/%s belongs to no cause", f)
			}
		}
	}
}

func TestPageOfNothing(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"", "nothing", "../../cause", "offline.md"} {
		if got := cause.Page("en", name); got != "" {
			t.Errorf("%q has a page: %s", name, got)
		}
	}
}

func headings(blocks []page.Block) []string {
	var out []string
	for _, b := range blocks {
		if b.Kind == page.Heading {
			out = append(out, b.Text())
		}
	}
	return out
}

// commands are the lines to copy into a shell.
func commands(blocks []page.Block) []string {
	var out []string
	for _, b := range blocks {
		if b.Kind == page.Code && b.Lang == "sh" {
			out = append(out, b.Lines...)
		}
	}
	return out
}
