package probes

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	"golang.org/x/mod/module"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// GoGet asks https://PATH?go-get=1, as the go command does for a path that it
// may fetch directly and whose repository the path alone does not tell. A
// shorter prefix in the tag is asked to confirm. It never uses plain http, nor
// does it leave out the check of certificates where GOINSECURE would.
//
// Symptoms: all of http-*; http-not-proxy where the page names no repository
// for the path. Evidence: the requests, and where the tag leads. Budget: 5 s.
var GoGet = probe.Probe{
	Kind: probe.GoGet, Doc: "?go-get=1 discovery of a module's origin", Stage: probe.Protocol,
	Budget: 5 * time.Second, Targets: goGetTargets, Run: runGoGet,
}

func goGetTargets(s *settings.Snapshot, queries []probe.Query) []probe.Target {
	c := route.Read(s)
	if c.ModulesOff || c.GOPROXY.Err != nil {
		return nil
	}
	var out []probe.Target
	for _, q := range queries {
		if _, static := route.RepoURL(q.Path); static || module.CheckPath(q.Path) != nil || !goesDirect(c, q.Path) {
			continue
		}
		page := settings.Value(goGetURL(q.Path).String())
		out = append(out, baseTarget(s, page, q.Path, q)...)
	}
	return out
}

// goGetURL is cmd/go/internal/vcs's urlForImportPath, over https.
func goGetURL(path string) *url.URL {
	host, rest, _ := strings.Cut(path, "/")
	return &url.URL{Scheme: "https", Host: host, Path: "/" + rest, RawQuery: "go-get=1"}
}

func runGoGet(ctx context.Context, env *probe.Env, t probe.Target) probe.Outcome {
	c := newHTTPClient(env, t)
	host, _, _ := strings.Cut(t.Query.Path, "/")
	e := &probe.HTTPEvidence{Entry: "https://" + host, Module: t.Query.String()}
	tag, a := discover(ctx, c, probe.ReqGoGet, t.Query.Path)
	e.Requests = append(e.Requests, a.HTTPRequest)
	if a.Symptom == "" {
		e.VCS, e.Repository = cut(tag.vcs), settings.Redact(cut(tag.repository))
		if tag.subdirectory == "" {
			e.Prefix = cut(tag.prefix)
		}
		if tag.prefix != t.Query.Path {
			confirmed, b := discover(ctx, c, probe.ReqCheck, tag.prefix)
			if b.Symptom == "" && confirmed != tag {
				b.Symptom, b.Detail = symptom.HTTPNotProxy, "its tag contradicts that of "+t.Query.Path
			}
			a = b
			e.Requests = append(e.Requests, a.HTTPRequest)
		}
	}
	if a.Symptom == "" {
		return httpOutcome(e, nil)
	}
	return httpOutcome(e, &a.HTTPRequest)
}

// maxPage bounds a page with go-import tags.
const maxPage = 1 << 20

// discover asks for the tag that serves path.
func discover(ctx context.Context, c *httpClient, name, path string) (importTag, answer) {
	q := request{name: name, url: goGetURL(path), limit: maxPage, spell: 2 * time.Second, anyStatus: true}
	a := c.get(ctx, q)
	if a.Symptom != "" {
		return importTag{}, a
	}
	tags, err := parseImportTags(bytes.NewReader(a.body))
	tag, matchErr := matchTag(tags, path)
	if matchErr == nil {
		return tag, a
	}
	// Any status will do as long as there is a tag; without one the status tells more.
	s := symptom.FromStatus(a.Status)
	if s == "" {
		s = symptom.HTTPNotProxy
	}
	detail := fmt.Sprintf("status %d, %v", a.Status, matchErr)
	if err != nil {
		detail += ": " + err.Error()
	}
	c.blame(&a, q.url, s, settings.Redact(detail))
	return importTag{}, a
}

// importTag is <meta name="go-import" content="PREFIX VCS REPOSITORY [SUBDIRECTORY]">.
type importTag struct{ prefix, vcs, repository, subdirectory string }

var (
	errNoTag     = errors.New("no go-import meta tag")
	errOtherTags = errors.New("the go-import meta tags are for other paths")
	errManyTags  = errors.New("several go-import meta tags match")
)

// matchTag chooses the tag of path (vcs.matchGoImport, Go 1.26).
func matchTag(tags []importTag, path string) (importTag, error) {
	if len(tags) == 0 {
		return importTag{}, errNoTag
	}
	var found *importTag
	for i, t := range tags {
		if path != t.prefix && !strings.HasPrefix(path, t.prefix+"/") {
			continue
		}
		if found != nil && found.vcs == "mod" && t.vcs != "mod" {
			break // a module proxy comes first and is enough
		}
		if found != nil {
			return importTag{}, errManyTags
		}
		found = &tags[i]
	}
	if found == nil {
		return importTag{}, errOtherTags
	}
	return *found, nil
}

// parseImportTags reads the head of a page as cmd/go/internal/vcs/discovery.go
// does: tags of module proxies first, and instead of others of the same prefix.
func parseImportTags(r io.Reader) ([]importTag, error) {
	d := xml.NewDecoder(r)
	d.CharsetReader = charsetReader
	d.Strict = false
	var mods, others []importTag
	proxied := map[string]bool{}
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			if len(mods)+len(others) == 0 {
				return nil, err
			}
			break
		}
		if endsHead(token) {
			break
		}
		tag, ok := tagOf(token)
		switch {
		case !ok:
		case tag.vcs == "mod":
			proxied[tag.prefix] = true
			mods = append(mods, tag)
		default:
			others = append(others, tag)
		}
	}
	for _, t := range others {
		if !proxied[t.prefix] {
			mods = append(mods, t)
		}
	}
	return mods, nil
}

func endsHead(token xml.Token) bool {
	switch t := token.(type) {
	case xml.StartElement:
		return strings.EqualFold(t.Name.Local, "body")
	case xml.EndElement:
		return strings.EqualFold(t.Name.Local, "head")
	}
	return false
}

func tagOf(token xml.Token) (importTag, bool) {
	e, ok := token.(xml.StartElement)
	if !ok || !strings.EqualFold(e.Name.Local, "meta") || attribute(e, "name") != "go-import" {
		return importTag{}, false
	}
	f := strings.Fields(attribute(e, "content"))
	if len(f) != 3 && len(f) != 4 {
		return importTag{}, false
	}
	t := importTag{prefix: f[0], vcs: f[1], repository: f[2]}
	if len(f) == 4 {
		t.subdirectory = f[3]
	}
	return t, true
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if strings.EqualFold(a.Name.Local, name) {
			return a.Value
		}
	}
	return ""
}

func charsetReader(charset string, input io.Reader) (io.Reader, error) {
	switch strings.ToLower(charset) {
	case "utf-8", "ascii":
		return input, nil
	}
	return nil, fmt.Errorf("the page's charset %q is not understood by go", cut(charset))
}
