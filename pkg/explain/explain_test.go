package explain

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/probe"
)

func explained(t *testing.T, log string) Explanation {
	t.Helper()
	e, err := Read(context.Background(), strings.NewReader(log))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestServersWordsAreNotThisMachine(t *testing.T) {
	t.Parallel()
	const head = "go: github.com/acme/a@v1.0.0: reading https://proxy.golang.org/github.com/acme/a/@v/v1.0.0.info: 404 Not Found\n"
	for name, answer := range map[string]string{
		"indented":             "\tserver response:\n\tnot found: github.com/acme/a@v1.0.0: invalid version: git ls-remote: exit status 128:\n\t\tfatal: could not read Username for 'https://github.com': terminal prompts disabled\n",
		"in one line":          "\tserver response: not found: fatal: could not read Username for 'https://github.com'\n",
		"indentation was lost": "server response:\nnot found: github.com/acme/a@v1.0.0: invalid version: git ls-remote: exit status 128:\nfatal: could not read Username for 'https://github.com': terminal prompts disabled\n",
	} {
		if got := told(t, head+answer); got != "module-not-found http-404 github.com/acme/a" {
			t.Errorf("%s: got %s", name, got)
		}
	}
	both := head + "\tserver response: not found: unknown revision v1.0.0\ngo: github.com/acme/b@v1.0.0: git fetch -f origin in /c/vcs/0: exit status 128:\n\tfatal: could not read Username for 'https://github.com': terminal prompts disabled\n"
	if got := told(t, both); got != "version-not-found http-404 github.com/acme/a@v1.0.0\ngit-auth-required vcs-auth github.com" {
		t.Errorf("an error of one's own below: got %s", got)
	}
}

func TestOrderIsThatOfTheLog(t *testing.T) {
	t.Parallel()
	log := "$ GOINSECURE=x go get -insecure example.com/a\n" +
		"go: example.com/a@v1.0.0: Get \"https://p.test/example.com/a/@v/list\": dial tcp 192.0.2.1:443: i/o timeout\n" +
		"go: example.com/b@v1.0.0: Get \"https://p.test/example.com/b/@v/list\": dial tcp 192.0.2.1:443: i/o timeout\n" +
		"go: v.test/c@v1.0.0: unrecognized import path \"v.test/c\": https fetch: Get \"https://v.test/c?go-get=1\": EOF\n"
	e := explained(t, log)
	var got []cause.ID
	for _, f := range e.Findings {
		got = append(got, f.Cause)
	}
	if want := []cause.ID{cause.GoproxyUnreachable, cause.VCSUnreachable, cause.InsecureSetting}; !slices.Equal(got, want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	first := e.Findings[0]
	if first.Count != 2 || len(first.Lines) != 2 || first.Lines[0].Number != 2 || first.Lines[1].Number != 3 {
		t.Errorf("the two messages of one cause: %+v", first)
	}
}

func TestDoubtNamesTheProbes(t *testing.T) {
	t.Parallel()
	e := explained(t, `go: example.com/a@v1.0.0: Get "https://p.test/example.com/a/@v/list": dial tcp: lookup p.test: no such host`)
	f := e.Findings[0]
	if !slices.Contains(f.Or, cause.ResolverBroken) || !slices.Contains(f.Probes, probe.DNS) {
		t.Errorf("got or %v, probes %v", f.Or, f.Probes)
	}
	e = explained(t, `go: example.com/a@v1.0.0: verifying go.mod: example.com/a@v1.0.0/go.mod: TileReader returned bad result slice (tile/8/0/000.p/1 len=8, want 32)`)
	if f := e.Findings[0]; !slices.Contains(f.Or, cause.SumdbStateCorrupt) {
		t.Errorf("a part of the log may be one from the module cache: got or %v", f.Or)
	}
	e = explained(t, `go: example.com/a@v1.0.0: module lookup disabled by GOPROXY=off`)
	if f := e.Findings[0]; f.Or != nil || f.Probes != nil {
		t.Errorf("no doubt, but or %v, probes %v", f.Or, f.Probes)
	}
}

func TestSecretsAreNotShown(t *testing.T) {
	t.Parallel()
	const secret = "hunter2hunter2"
	logs := []string{
		`go: example.com/a@v1.0.0: Get "https://u:` + secret + `@p.test/example.com/a/@v/list": dial tcp 192.0.2.1:443: i/o timeout`,
		`fatal: unable to access 'https://` + secret + `@h.test/a/': Could not resolve host: h.test`,
		`go: example.com/a@v1.0.0: Get "https://storage.googleapis.com/proxy-golang-org-prod/0.zip?Signature=` + secret + `": EOF`,
		`fatal: could not read Password for 'https://` + secret + `@h.test': terminal prompts disabled`,
		`go: example.com/a@v1.0.0: invalid proxy URL scheme (must be https, http, file): ftp://u:` + secret + `@p.test`,
		"export https_proxy=http://u:" + secret + "@px.test:3128\n" + `go: example.com/a@v1.0.0: Get "https://p.test/example.com/a/@v/list": proxyconnect tcp: EOF`,
	}
	for _, log := range logs {
		e := explained(t, log)
		b, err := json.Marshal(e.Findings)
		if err != nil {
			t.Fatal(err)
		}
		if len(e.Findings) == 0 || strings.Contains(string(b), secret) {
			t.Errorf("%d findings in %s", len(e.Findings), b)
		}
	}
}

// TestCausesAreOfTheVocabulary: a log can name nothing that doctor cannot.
func TestCausesAreOfTheVocabulary(t *testing.T) {
	t.Parallel()
	for _, s := range statements {
		for _, id := range append([]cause.ID{s.cause}, s.or...) {
			if !slices.Contains(cause.IDs(), id) {
				t.Errorf("%q: %q is no cause", s.words, id)
			}
		}
	}
}

type failing struct{ after io.Reader }

var errBroken = errors.New("broken pipe of the test")

func (f failing) Read(p []byte) (int, error) {
	n, err := f.after.Read(p)
	if err == io.EOF {
		err = errBroken
	}
	return n, err
}

func TestReadErrorKeepsTheFindings(t *testing.T) {
	t.Parallel()
	e, err := Read(context.Background(), failing{strings.NewReader(refused + "\n")})
	if !errors.Is(err, errBroken) || len(e.Findings) != 1 {
		t.Errorf("got %d findings, %v", len(e.Findings), err)
	}
}

// silent never answers.
type silent struct{}

func (silent) Read([]byte) (int, error) { select {} }

func TestCancelReturnsAtOnce(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Read(ctx, silent{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// TestAdviceHasWhatTheLogTells: the path to get, and the Go that was not enough.
func TestAdviceHasWhatTheLogTells(t *testing.T) {
	t.Parallel()
	for log, want := range map[string]string{
		"go: github.com/acme/atomic@v1.7.0: parsing go.mod:\n\tmodule declares its path as: go.acme.test/atomic\n\t        but was required as: github.com/acme/atomic\n":            "go.acme.test/atomic ",
		"go: github.com/acme/a@v2.0.0: invalid version: module contains a go.mod file, so module path must match major version (\"github.com/acme/a/v2\")\n":                         "github.com/acme/a/v2 ",
		"go: go.mod requires go >= 1.24.0 (running go 1.23.8; GOTOOLCHAIN=local)\n":                                                                                                  " go1.23.8",
		"go: go.mod file indicates go 1.24, but maximum version supported by tidy is 1.22\n":                                                                                         " go1.22",
		"go: example.test/a@v1.0.0: reading https://p.test/example.test/a/@v/v1.0.0.mod: 404 Not Found\n\tserver response: not found: module declares its path as: example.test/b\n": "example.test/b ",
	} {
		e := explained(t, log)
		if len(e.Findings) == 0 || e.Findings[0].Declared+" "+e.Findings[0].Running != want {
			t.Errorf("%s: got %+v, want %q", log, e.Findings, want)
		}
	}
}
