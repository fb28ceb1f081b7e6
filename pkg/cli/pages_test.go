package cli

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
	"github.com/gofix-net/gofix-net/pkg/page"
)

// TestPagesInTheTerminal shows every page: its commands stand there whole, to be
// copied, and no Markdown is left.
func TestPagesInTheTerminal(t *testing.T) {
	need.Long(t)
	for _, lang := range []string{"en", "zh"} {
		for _, name := range cause.PageNames() {
			var out, errs bytes.Buffer
			p := nowhere(&out, &errs)
			if code := run(context.Background(), p, []string{"help", name, "--lang", lang}); code != 0 {
				t.Fatalf("help %s: exit %d: %s", name, code, errs.String())
			}
			for _, b := range page.Parse(cause.Page(lang, name)) {
				for _, line := range b.Lines {
					if !strings.Contains(out.String(), "    "+line+"\n") {
						t.Errorf("%s in %s: this line is not shown whole: %s", name, lang, line)
					}
				}
			}
			if strings.Contains(out.String(), "```") || strings.Contains(out.String(), "\n#") {
				t.Errorf("%s in %s has Markdown in it:\n%s", name, lang, out.String())
			}
		}
	}
}

func TestListOfPages(t *testing.T) {
	var out, errs bytes.Buffer
	p := nowhere(&out, &errs)
	if code := run(context.Background(), p, []string{"help", "--list"}); code != 0 {
		t.Fatalf("exit %d: %s", code, errs.String())
	}
	for _, name := range cause.PageNames() {
		if !strings.Contains(out.String(), "\n  "+name+"  ") {
			t.Errorf("%s is not in the list:\n%s", name, out.String())
		}
	}
}
