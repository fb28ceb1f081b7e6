package page

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParse(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		in   string
		want []Block
	}{
		"a paragraph of two lines": {"go asks\nthis proxy\n", []Block{{Spans: []Span{{Text: "go asks this proxy"}}}}},
		"Chinese lines":            {"首先\n访问", []Block{{Spans: []Span{{Text: "首先访问"}}}}},
		"heading, list": {"## Fix\n- a\n  b\n- `c`", []Block{
			{Kind: Heading, Level: 2, Spans: []Span{{Text: "Fix"}}},
			{Kind: Item, Spans: []Span{{Text: "a b"}}},
			{Kind: Item, Spans: []Span{{Text: "c", Code: true}}},
		}},
		"fenced":            {"x\n```sh\n# not a heading\n\n- y\n```\nz", []Block{{Spans: []Span{{Text: "x"}}}, {Kind: Code, Lang: "sh", Lines: []string{"# not a heading", "", "- y"}}, {Spans: []Span{{Text: "z"}}}}},
		"a fence left open": {"```\na", []Block{{Kind: Code, Lines: []string{"a"}}}},
		"indented":          {"    a\n    b\nc", []Block{{Kind: Code, Lines: []string{"a", "b"}}, {Spans: []Span{{Text: "c"}}}}},
		"a link":            {"see [the site](https://go.dev/ref/mod) for `go`", []Block{{Spans: []Span{{Text: "see "}, {Text: "the site", Link: "https://go.dev/ref/mod"}, {Text: " for "}, {Text: "go", Code: true}}}}},
		"no markup":         {"#x [y] `z", []Block{{Spans: []Span{{Text: "#x [y] `z"}}}}},
		"nothing":           {"\n\n", nil},
	} {
		if diff := cmp.Diff(c.want, Parse(c.in)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestText(t *testing.T) {
	t.Parallel()
	if got, want := Summary("# T\n\nsee [a](https://a.test/) and [b](b.md)\n\nmore"), "see a (https://a.test/) and b"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("`\n`")
	f.Add("# a\n- b\n```\nc\n```\n    d\n`e` [f](g)")
	f.Fuzz(func(t *testing.T, in string) {
		for _, b := range Parse(in) {
			if b.Kind == Code && len(b.Spans) > 0 || b.Kind != Code && len(b.Lines) > 0 {
				t.Fatalf("%+v is text and code at once", b)
			}
			if b.Kind != Code && !strings.Contains(strings.ReplaceAll(in, "\n", " "), b.Spans[0].Text[:1]) { // the end of a line is a space
				t.Fatalf("%+v is not in the page", b)
			}
		}
	})
}
