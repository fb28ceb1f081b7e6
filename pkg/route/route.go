// Package route reads GOPROXY, GOPRIVATE, GOSUMDB, GOVCS, insteadOf and their
// like as the go command and git do. It is pure. Package walk predicts what the go
// command does with them.
//
// Sources are named where a rule comes from: cmd/go/internal/modfetch (proxy.go,
// sumdb.go, repo.go), cmd/go/internal/web, golang.org/x/mod, git's remote.c and
// http.c, golang.org/x/net/http/httpproxy.
package route

import (
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// EntryKind says what an element of GOPROXY is.
type EntryKind string

// The kinds of entries. NoProxy is the pseudo-entry that comes first if
// GONOPROXY is set: it serves the paths that bypass every proxy.
const (
	Proxy   EntryKind = "proxy"
	Direct  EntryKind = "direct"
	Off     EntryKind = "off"
	NoProxy EntryKind = "noproxy"
)

// Entry is one element of the GOPROXY list as the go command reads it.
type Entry struct {
	Kind EntryKind
	// Text is the element as it is written, trimmed.
	Text settings.Value
	// URL is the base URL of a Proxy, with the scheme that the go command puts
	// in front where there is none, and without a trailing slash.
	URL settings.Value
	// Bar says that the go command goes on to the next entry after any error
	// (a bar follows); otherwise only after 404 and 410 (a comma follows).
	Bar bool
	// Last says that no separator follows.
	Last bool
}

// Name returns the entry for people and for evidence: the URL without
// credentials, or "direct", "off", "noproxy".
func (e Entry) Name() string {
	if e.Kind == Proxy {
		return e.URL.String()
	}
	return string(e.Kind)
}

// ProxyList is GOPROXY, parsed.
type ProxyList struct {
	Entries []Entry
	// Ignored are the elements behind direct or off, which the go command
	// never looks at.
	Ignored []settings.Value
	// Err is why the go command rejects the list: its own words. Nil where it
	// accepts it.
	Err error
	// Doubts are what the go command accepts and reads as something else than
	// was meant, e.g. a full-width comma inside an entry.
	Doubts []Doubt
}

// Doubt is an element that is accepted but surely not meant so.
type Doubt struct {
	Text settings.Value // the element
	Why  string         // an i18n key: "quote", "semicolon", "blank", "fullwidth-comma", "keyword-slash", "scheme", "after-keyword"
}

// SumDB is GOSUMDB, parsed.
type SumDB struct {
	Off  bool
	Name string         // sum.golang.org
	Key  string         // the verifier key in the form of golang.org/x/mod/sumdb/note
	URL  settings.Value // where it is asked when no proxy relays it
	// Relay reports whether the proxies' relays are tried first: not where the
	// value has a URL of its own, nor for sum.golang.google.cn.
	Relay bool
	Err   error // why the go command rejects the value
}

// Rewrite is one url.BASE.insteadOf=PREFIX rule of git.
type Rewrite struct {
	Base, Prefix settings.Value
	Setting      settings.Setting
}

// Config is the toolchain's reading of a snapshot.
type Config struct {
	GoVersion string // "go1.26.8"
	GOPROXY   ProxyList
	SumDB     SumDB
	// Patterns as in force: GONOPROXY and GONOSUMDB with GOPRIVATE as default.
	GOPRIVATE, GONOPROXY, GONOSUMDB, GOINSECURE string
	GOVCS                                       string
	Rewrites                                    []Rewrite // insteadOf rules that git applies when go runs it
	ModulesOff                                  bool      // GO111MODULE=off
	Settings                                    *settings.Snapshot

	sums *requirements // of Settings

	private, noProxy, noSumDB, insecure patterns // the lists above, prepared
}
