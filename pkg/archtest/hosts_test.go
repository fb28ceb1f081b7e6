package archtest

import (
	"go/ast"
	"go/token"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/publicsuffix"

	"github.com/gofix-net/gofix-net/pkg/known"
)

const whyHosts = "facts about hosts are in pkg/known alone: two tables of them differ after a while, and then two commands do"

// hostExceptions are the files outside pkg/known that may have the name of a host
// in a string, and why. Texts, which have blanks in them, may name any host, except
// those of causes: what they advise has to change with the table.
var hostExceptions = map[string]string{
	"pkg/known":                    "it is the table",
	"pkg/nettest/...":              "servers of tests have names",
	"pkg/netlab/...":               "servers of the lab have names",
	"pkg/facts/facttest":           "machines made up for tests have names",
	"cmd/sbom":                     "the namespace of a format",
	"pkg/route/origin.go":          "the table of cmd/go/internal/vcs, which decides by the path alone, word for word",
	"pkg/report/report.go":         "the address of our own pages",
	"pkg/report/formats/sarif.go":  "the address of a schema and of our own repository",
	"pkg/plan/forbidden.go":        "a name reserved for examples fills a placeholder",
	"pkg/explain/triggers.go":      "words that logs are searched for",
	"pkg/explain/grammar/chain.go": "words that logs are searched for",
	"pkg/cause/vulnerabilities.go": "where each vulnerability is described",
}

// hostName is a string that is a host name, alone, in a URL or before a path.
var hostName = regexp.MustCompile(`^(?:[a-z][a-z0-9+.-]*://)?((?:[a-z0-9_-]+\.)+[a-z]{2,})(?::[0-9]+)?(?:[/?#,| ][^\s]*)?$`)

// hostIn returns the host that a string literal names, "" for none: one that
// stands in the table, or one in a URL whose top-level domain exists. What merely
// looks like a name, such as go.work, is none.
func hostIn(text string) string {
	if strings.ContainsAny(text, " \t\n{") {
		return "" // a text for people
	}
	m := hostName.FindStringSubmatch(strings.ToLower(text))
	if m == nil {
		return ""
	}
	if known.Public(m[1]) {
		return m[1]
	}
	u, err := url.Parse(text)
	if err != nil || u.Host == "" {
		return ""
	}
	if _, official := publicsuffix.PublicSuffix(m[1]); official {
		return m[1]
	}
	return ""
}

// anyHost is a host name anywhere in a text.
var anyHost = regexp.MustCompile(`(?:[a-z0-9-]+\.)+[a-z]{2,}`)

// adviceIn returns a host of the table that a text for people names, "" for none.
func adviceIn(text string) string {
	for _, host := range anyHost.FindAllString(text, -1) {
		if known.Public(host) {
			return host
		}
	}
	return ""
}

func checkHosts(s source) []breach {
	var exempt []string
	for file := range hostExceptions {
		exempt = append(exempt, file)
	}
	if s.test() || covers(exempt, s) {
		return nil
	}
	var out []breach
	ast.Inspect(s.ast, func(n ast.Node) bool {
		if _, imported := n.(*ast.ImportSpec); imported {
			return false
		}
		lit, ok := n.(*ast.BasicLit)
		if !ok || lit.Kind != token.STRING {
			return true
		}
		text, err := strconv.Unquote(lit.Value)
		host := hostIn(text)
		if host == "" && s.dir() == "pkg/cause" {
			host = adviceIn(text)
		}
		if err == nil && host != "" {
			out = append(out, breach{s.line(n), "names the host " + host, whyHosts})
		}
		return true
	})
	return out
}

func TestHostsAreInOneTable(t *testing.T) {
	needed := map[string]bool{}
	for _, s := range sources(t) {
		report(t, checkHosts(s))
		ast.Inspect(s.ast, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING && !s.test() {
				text, _ := strconv.Unquote(lit.Value)
				for file := range hostExceptions {
					needed[file] = needed[file] || covers([]string{file}, s) && hostIn(text) != ""
				}
			}
			return true
		})
	}
	for file, why := range hostExceptions {
		if why == "" || !needed[file] {
			t.Errorf("%s names no host (any more): take it off the list of exceptions", file)
		}
	}
}

func TestHostsAreFound(t *testing.T) {
	for text, want := range map[string]string{
		"goproxy.cn": "goproxy.cn", "https://goproxy.cn/": "goproxy.cn", "https://proxy.golang.org,direct": "proxy.golang.org",
		"github.com/google/uuid": "github.com", "github.com/": "github.com", "https://mirror.acme.com": "mirror.acme.com",
		"GOPROXY=https://goproxy.cn for people": "", "go.work": "", "http.sslverify": "", "go.mod": "", "README.md": "", "%s://%s": "", "https://": "",
		"url.https://github.com/.insteadof": "github.com",
	} {
		if got := hostIn(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	made := parse(t, "pkg/madeup/x.go", "package x\nimport _ \"github.com/x/y\"\nvar a = \"https://goproxy.cn\"\n")
	if got := checkHosts(made); len(got) != 1 || got[0].where != "pkg/madeup/x.go:3" {
		t.Errorf("a host in a made-up file: %v", got)
	}
	made = parse(t, "pkg/cause/x.go", "package x\nvar a = \"Set GOPROXY=https://goproxy.cn,direct there.\"\n")
	if got := checkHosts(made); len(got) != 1 {
		t.Errorf("a host in the text of a cause: %v", got)
	}
	if got := checkHosts(parse(t, "pkg/known/x.go", "package x\nvar a = \"https://goproxy.cn\"\n")); len(got) != 0 {
		t.Errorf("the exception is not heeded: %v", got)
	}
}
