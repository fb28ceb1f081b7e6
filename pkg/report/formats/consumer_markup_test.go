package formats

import (
	"bytes"
	"fmt"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"

	"github.com/gofix-net/gofix-net/pkg/nettest/need"
	"github.com/gofix-net/gofix-net/pkg/report"
)

// explained is an explanation with everything in it that a format has to escape.
func explained() *report.Explanation {
	return &report.Explanation{File: "logs/build, 1.log", LinesRead: 9, Findings: []report.Explained{{
		Cause: "goproxy-unreachable", Severity: "error", Title: "the proxy <b>x</b> | y & z", Help: "https://gofix-net.github.io/en/goproxy-unreachable.html",
		Steps: []report.Step{{Text: "run `this` [now](javascript:x)", Commands: []string{"go env -w 'GOPROXY=https://a.example|direct'"}}},
		Lines: []report.TextLine{{Number: 7, Text: "dial tcp: ]]> <script>alert(1)</script> i/o timeout"}}, Count: 1,
	}, {Cause: "offline", Severity: "warning", Title: "another", Help: "https://gofix-net.github.io/en/offline.html", Count: 1, Lines: []report.TextLine{{Number: 9, Text: "x"}}}}}
}

// everyOutput gives every recorded report, and an explanation, in a format.
func everyOutput(t *testing.T, format string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	for name, data := range recorded(t) {
		r, o := parsed(t, name, data)
		out[name] = rendered(t, format, r, o)
	}
	var b bytes.Buffer
	if err := WriteExplanation(&b, format, explained(), Options{}); err != nil {
		t.Fatal(err)
	}
	out["explanation"] = b.Bytes()
	return out
}

// TestJUnitIsValid validates every JUnit file by the rules that CI systems have.
func TestJUnitIsValid(t *testing.T) {
	xmllint := need.Program(t, "xmllint")
	for name, data := range everyOutput(t, "junit") {
		c := exec.Command(xmllint, "--noout", "--nonet", "--schema", "../../../testdata/files/junit.xsd", "-")
		c.Stdin = bytes.NewReader(data)
		if said, err := c.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", name, err, said)
		}
	}
	c := exec.Command(xmllint, "--noout", "--nonet", "--schema", "../../../testdata/files/junit.xsd", "-")
	c.Stdin = strings.NewReader("<testsuites><testsuite name='a'/></testsuites>")
	if said, err := c.CombinedOutput(); err == nil {
		t.Errorf("a suite without its count is taken:\n%s", said)
	}
}

// TestMarkdownIsReadAsMeant parses every Markdown file as CommonMark with the
// extensions of GitHub: text from outside makes no element and no link.
func TestMarkdownIsReadAsMeant(t *testing.T) {
	reader := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser()
	for name, data := range everyOutput(t, "markdown") {
		root := reader.Parse(text.NewReader(data))
		err := ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			if !entering {
				return ast.WalkContinue, nil
			}
			if fault := foreignNode(n, data); fault != "" {
				t.Errorf("%s: %s", name, fault)
			}
			return ast.WalkContinue, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if root.FirstChild() == nil || root.FirstChild().Kind() != ast.KindHeading {
			t.Errorf("%s: does not begin with a heading", name)
		}
	}
}

var foldingTag = regexp.MustCompile(`^</?(details|summary)>`)

// foreignNode says what is wrong with a node: markup that is not ours, a link that
// leads elsewhere than to our pages, or a picture.
func foreignNode(n ast.Node, source []byte) string {
	switch n := n.(type) {
	case *ast.RawHTML:
		if raw := n.Segments.Value(source); !foldingTag.Match(raw) {
			return fmt.Sprintf("element %s", raw)
		}
	case *ast.HTMLBlock:
		if raw := n.Lines().Value(source); !foldingTag.Match(raw) {
			return fmt.Sprintf("element %s", raw)
		}
	case *ast.AutoLink:
		if n.AutoLinkType == ast.AutoLinkEmail {
			return fmt.Sprintf("a mailto link: %s", n.URL(source))
		}
	case *ast.Link:
		if !strings.HasPrefix(string(n.Destination), "https://") {
			return fmt.Sprintf("a link to %s", n.Destination)
		}
	case *ast.Image:
		return "a picture"
	}
	return ""
}

var workflowCommand = regexp.MustCompile(`^::(error|warning|notice) (?:file=([^,]+),line=(\d+),)?title=[^:,\n]*::.+$`)

// TestAnnotationsNameFileAndLine reads each line as GitHub's runner does: a command
// with escaped properties, at a file and a line wherever something was found.
func TestAnnotationsNameFileAndLine(t *testing.T) {
	for name, data := range everyOutput(t, "github") {
		for line := range strings.Lines(string(data)) {
			m := workflowCommand.FindStringSubmatch(strings.TrimSuffix(line, "\n"))
			if m == nil || m[1] != "notice" && m[2] == "" {
				t.Errorf("%s: %s", name, line)
			}
		}
	}
	if data := everyOutput(t, "github")["explanation"]; !bytes.Contains(data, []byte("file=logs/build%2C 1.log,line=7,")) {
		t.Errorf("no file and line of the log:\n%s", data)
	}
}
