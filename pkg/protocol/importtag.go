package protocol

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
	"github.com/gofix-net/gofix-net/pkg/wire"
)

// maxPage bounds a page with go-import tags.
const maxPage = 1 << 20

// GoGetURL is cmd/go/internal/vcs's urlForImportPath, over https.
func GoGetURL(path string) *url.URL {
	host, rest, _ := strings.Cut(path, "/")
	return &url.URL{Scheme: "https", Host: host, Path: "/" + rest, RawQuery: "go-get=1"}
}

// Discover asks for the tag that serves path.
func Discover(ctx context.Context, c *wire.Client, name, path string) (tag ImportTag, a wire.Answer) {
	q := wire.Request{Name: name, URL: GoGetURL(path), Limit: maxPage, Spell: 2 * time.Second, AnyStatus: true}
	a = c.Once(ctx, q, func(a *wire.Answer) error {
		tags, err := parseImportTags(bytes.NewReader(a.Body))
		var matchErr error
		if tag, matchErr = matchTag(tags, path); matchErr == nil {
			return nil
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
		return &wire.ContentError{Symptom: s, Text: detail}
	})
	if a.Symptom != "" && a.Status >= http.StatusBadRequest && a.Refusal.Status == "" {
		a.Refusal = probe.RefusedWith(fmt.Sprint(a.Status, " ", http.StatusText(a.Status)), "")
	}
	return tag, a
}

// ImportTag is <meta name="go-import" content="PREFIX VCS REPOSITORY [SUBDIRECTORY]">.
type ImportTag struct{ Prefix, VCS, Repository, Subdirectory string }

var (
	errNoTag     = errors.New("no go-import meta tag")
	errOtherTags = errors.New("the go-import meta tags are for other paths")
	errManyTags  = errors.New("several go-import meta tags match")
)

// matchTag chooses the tag of path (vcs.matchGoImport, Go 1.26).
func matchTag(tags []ImportTag, path string) (ImportTag, error) {
	if len(tags) == 0 {
		return ImportTag{}, errNoTag
	}
	var found *ImportTag
	for i, t := range tags {
		if path != t.Prefix && !strings.HasPrefix(path, t.Prefix+"/") {
			continue
		}
		if found != nil && found.VCS == "mod" && t.VCS != "mod" {
			break // a module proxy comes first and is enough
		}
		if found != nil {
			return ImportTag{}, errManyTags
		}
		found = &tags[i]
	}
	if found == nil {
		return ImportTag{}, errOtherTags
	}
	return *found, nil
}

// parseImportTags reads the head of a page as cmd/go/internal/vcs/discovery.go
// does: tags of module proxies first, and instead of others of the same prefix.
func parseImportTags(r io.Reader) ([]ImportTag, error) {
	d := xml.NewDecoder(r)
	d.CharsetReader = charsetReader
	d.Strict = false
	var mods, others []ImportTag
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
		case tag.VCS == "mod":
			proxied[tag.Prefix] = true
			mods = append(mods, tag)
		default:
			others = append(others, tag)
		}
	}
	for _, t := range others {
		if !proxied[t.Prefix] {
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

func tagOf(token xml.Token) (ImportTag, bool) {
	e, ok := token.(xml.StartElement)
	if !ok || !strings.EqualFold(e.Name.Local, "meta") || attribute(e, "name") != "go-import" {
		return ImportTag{}, false
	}
	f := strings.Fields(attribute(e, "content"))
	if len(f) != 3 && len(f) != 4 {
		return ImportTag{}, false
	}
	t := ImportTag{Prefix: f[0], VCS: f[1], Repository: f[2]}
	if len(f) == 4 {
		t.Subdirectory = f[3]
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
	return nil, fmt.Errorf("the page's charset %q is not understood by go", Cut(charset))
}
