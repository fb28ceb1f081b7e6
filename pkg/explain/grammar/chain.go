// Package grammar takes apart what the go command prints: an error is a [Chain] of
// layers, a URL has a [Role], and the innermost text is a symptom. It knows no
// causes.
package grammar

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/lazyre"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// Operation is what the go command was doing when an error arose.
type Operation string

// What the go command does.
const (
	OpDownload  Operation = "download"  // a file of the GOPROXY protocol, or of a module in general
	OpVerify    Operation = "verify"    // go.sum or the checksum database
	OpDiscover  Operation = "discover"  // ?go-get=1
	OpVCS       Operation = "vcs"       // git, hg … on the origin
	OpToolchain Operation = "toolchain" // the download of a newer go
)

// Chain is one error of the go command, taken apart along its colons: each
// layer that wrapped the error has left a link in front of the innermost text.
type Chain struct {
	Op        Operation
	Module    string
	Version   string
	Package   string // an import path that was being resolved
	Toolchain string // go1.22.0
	URL       string // of the request, as printed
	Posted    bool   // the URL was requested (Get, reading …), and not merely named
	body      bool   // the failure came while the body was read
	Entry     bool   // the URL is an entry of GOPROXY, not a request
	Resolver  string // address of the DNS server asked
	Lookup    string // name looked up
	Dialed    string // address connected to
	Proxied   bool   // the connection was one to an outbound proxy
	socket    bool   // a network operation is among the links
	// established: the connection stood, and a read or write on it failed.
	established bool
	VCS         string // git, hg …: the program that go ran
	VCSDir      string
	Source      string // F.go:L:C in front of the error
	Text        string // all of it
	Tail        string // the innermost part: what is behind the last link

	// Links is how many layers were recognised: of two ways to put a wrapped text
	// together, the one with more is right.
	Links int

	classified bool            // the next has been worked out
	symptom    symptom.Symptom // of the innermost part
	// Guessed: the innermost words are not known, the link in front of them decided.
	// SymptomOf sets it.
	Guessed bool
}

// Anchored reports whether the chain is the go command's: it names a module, an
// import path or a toolchain, or a request that only go makes.
func (c *Chain) Anchored() bool {
	return c.Module != "" || c.Package != "" || c.Toolchain != "" || c.Op != "" || c.URL != "" && Anchors(c.URL)
}

// InBody reports whether the failure came while the body of an answer was read: the
// server had been reached and had answered.
func (c *Chain) InBody() bool { return c.body || strings.Contains(c.Tail, "while reading body") }

// linkRule recognises one link of a chain.
type linkRule struct {
	word string // must be in the segment: the cheap test
	re   *lazyre.Regexp
	read func(c *Chain, m []string)
}

// PathPattern matches a module path, which has a dot in its first element, and
// VersionPattern a version: tags, hashes, branches and the queries of "go help
// module-queries".
const (
	PathPattern    = `[A-Za-z0-9][\w~-]*(?:\.[\w~-]+)+(?::\d+)?(?:/[\w.~!+-]+)*/?`
	VersionPattern = `(?:v\d[\w.+~-]*|latest|upgrade|patch|none|master|main|[0-9a-f]{7,40})`
)

// links are the layers that wrap errors in cmd/go, net/http and net. The texts
// are those of Go 1.11 to 1.27: URLs are quoted since 1.14.
var links = []linkRule{
	{`/`, lazyre.New("(?:^|[\\s(`])" + `(?:Get|Head|Post) \\?"?(https?:/[^\s"\\]+|/[^\s"\\]*)\\?"?$`), func(c *Chain, m []string) { c.URL, c.Posted = m[1], true }},
	{`reading `, lazyre.New(`(?:^|\s)reading (https?:/\S+|file:/\S+)$`), func(c *Chain, m []string) { c.URL, c.Posted = m[1], true }},
	{`unexpected status (`, lazyre.New(`unexpected status \((\S+)\)$`), func(c *Chain, m []string) { c.URL, c.Posted = m[1], true }},
	{`read `, lazyre.New(`(?:^|\s)read \\?"(https?:/[^\s"\\]+)\\?"$`), func(c *Chain, m []string) { c.URL, c.Posted, c.body = m[1], true, true }},
	{`response from proxy`, lazyre.New(`invalid response from proxy \\?"([^\s"\\]+)\\?"$`), func(c *Chain, m []string) { c.URL, c.Posted, c.Entry, c.Op = m[1], true, true, OpDownload }},
	{`/@v/`, lazyre.New(`^(https?:/[^\s"\\]+/@v/[^\s"\\]+)\\?"?$`), func(c *Chain, m []string) { c.URL, c.Posted = m[1], true }}, // a paste without the first word
	{`?go-get=1`, lazyre.New(`^parse (https?://\S+\?go-get=1)$`), func(c *Chain, m []string) { c.URL, c.Posted = m[1], true }},
	{`https fetch`, lazyre.New(`^(?:http/)?https fetch(?: failed)?$`), func(c *Chain, _ []string) { c.Op = OpDiscover }},
	{`import path`, lazyre.New(`unrecognized import path \\?"([^"\\]+)\\?"$`), func(c *Chain, m []string) { c.Package, c.Op = m[1], OpDiscover }},
	{`import "`, lazyre.New(`^import "([^"]+)"$`), func(c *Chain, m []string) { c.Package, c.Op = m[1], OpDiscover }},
	{`package `, lazyre.New(`(?:^|\s)package (` + PathPattern + `)$`), func(c *Chain, m []string) { c.Package = m[1] }},
	{`cannot find module`, lazyre.New(`cannot find module providing package (\S+)$`), func(c *Chain, m []string) { c.Package = m[1] }},
	{`verifying `, lazyre.New(`(?:^|\s)verifying (?:module|go\.mod)$`), func(c *Chain, _ []string) { c.Op = OpVerify }},
	{`verifying `, lazyre.New(`(?:^|\s)verifying (` + PathPattern + `)@([\w.+~-]+)(?:/go\.mod)?$`), func(c *Chain, m []string) { c.Op, c.Module, c.Version = OpVerify, m[1], m[2] }},
	{`go.mod at `, lazyre.New(`reading (?:\S+/)?go\.mod at (?:revision|tag) \S+$`), func(c *Chain, _ []string) { c.Op = OpVCS }},
	{`git `, lazyre.New(`(?:^|\s)(git) (?:-c \S+ )*(?:ls-remote|fetch|clone|init|pull|cat-file|rev-parse|log|remote|config|tag|archive|show|rev-list|submodule)\b(?:.* in (\S.*))?`), readVCS},
	{`hg `, otherVCS, readVCS}, {`svn `, otherVCS, readVCS}, {`bzr `, otherVCS, readVCS}, {`fossil `, otherVCS, readVCS},
	{`exit status`, lazyre.New(`^exit status \d+$`), func(*Chain, []string) {}},
	{`version "`, lazyre.New(`^version "[^"]*" invalid$`), func(*Chain, []string) {}},
	{`go1`, lazyre.New(`(?:^|\s)(?:download|switching to|downloading) (go1[\w.]*)(?: (?:for|\().*)?$`), func(c *Chain, m []string) { c.Toolchain, c.Op = m[1], OpToolchain }},
	{`golang.org/toolchain`, lazyre.New(`golang\.org/toolchain@v[\d.]+-(go1[\w.]*?)\.\w+-\w+(?:/go\.mod)?$`), func(c *Chain, m []string) {
		c.Toolchain = m[1]
		if c.Op == "" {
			c.Op = OpToolchain
		}
	}},
	{`proxyconnect`, lazyre.New(`^proxyconnect tcp$`), func(c *Chain, _ []string) { c.Proxied, c.socket = true, true }},
	{`socks connect`, lazyre.New(`^socks connect tcp (\S+?)(?:->\S+)?$`), func(c *Chain, m []string) { c.Proxied, c.socket, c.Dialed = true, true, m[1] }},
	{`dial `, lazyre.New(`^dial (tcp|udp)[46]?(?: (\S+))?$`), func(c *Chain, m []string) {
		c.socket = true
		if m[1] == "udp" && c.Lookup != "" {
			c.Resolver = m[2]
			return
		}
		c.Dialed = m[2]
	}},
	{`lookup `, lazyre.New(`^lookup (\S+?)(?: on (\S+))?$`), func(c *Chain, m []string) { c.socket, c.Lookup, c.Resolver = true, m[1], m[2] }},
	{`->`, lazyre.New(`^(?:read|write) (?:tcp|udp)[46]? \S+?->(\S+)$`), func(c *Chain, m []string) {
		c.socket = true
		if c.Lookup == "" {
			c.Dialed, c.established = m[1], true
		}
	}},
	{`@`, lazyre.New(`(?:^|[\s("'=])(` + PathPattern + `)@(` + VersionPattern + `)(?:/go\.mod)?(?: \(replaced by (\S+?)(?:@\S+)?\))?$`), func(c *Chain, m []string) {
		c.Module, c.Version = m[1], m[2]
		if strings.Contains(m[3], ".") && !strings.HasPrefix(m[3], ".") {
			c.Module = m[3]
		}
	}},
	{`module `, lazyre.New(`(?:^|\s)module ([\w~-][\w.~!+-]*[./][\w.~!+/-]*)$`), func(c *Chain, m []string) { c.Module, c.Version = m[1], "" }},
	{`require `, lazyre.New(`^(?:.*\s)?require (` + PathPattern + `)$`), func(c *Chain, m []string) { c.Module, c.Version = m[1], "" }},
	{`.go:`, lazyre.New(`^(\S[^:"]*\.go:\d+:\d+)$`), func(c *Chain, m []string) { c.Source = m[1] }},
}

// otherVCS is a command of a version control system that is not git.
var otherVCS = lazyre.New(`(?:^|\s)(hg|svn|bzr|fossil) (?:clone|pull|branch|identify|info|log|checkout|update|init|export)\b(?:.* in (\S.*))?`)

func readVCS(c *Chain, m []string) { c.Op, c.VCS, c.VCSDir = OpVCS, m[1], m[2] }

// parenthesised are the layers that Go up to 1.13 put in parentheses.
var parenthesised = strings.NewReplacer(" (https fetch: ", ": https fetch: ", " (http/https fetch: ", ": http/https fetch: ", " (parse http", ": parse http")

// Parse takes text apart. The tail is what follows the last link, so that
// unknown prefixes and layers do no harm.
func Parse(text string) Chain {
	c := Chain{Text: text}
	if !strings.Contains(text, ": ") && !strings.HasSuffix(text, ":") {
		c.Tail = strings.TrimSpace(text)
		return c
	}
	s := parenthesised.Replace(text)
	closing := s != text
	segments := withoutStatus(strings.Split(s, ": "))
	s = strings.Join(segments, ": ")
	last := -1
	offset, tailAt := 0, 0
	for i, seg := range segments {
		offset += len(seg) + 2
		seg = strings.TrimSuffix(strings.TrimSpace(seg), ":")
		if c.link(strings.TrimLeft(seg, "\"'(`")) {
			last, tailAt = i, offset
			c.Links++
		}
	}
	if last < 0 {
		c.Tail = strings.TrimSpace(s)
		return c
	}
	if tailAt < len(s) {
		c.Tail = strings.TrimSpace(s[tailAt:])
	}
	if closing {
		c.Tail = strings.TrimSuffix(c.Tail, ")")
	}
	c.Tail = strings.TrimRight(c.Tail, "\", `")
	return c
}

// withoutStatus leaves out how the go command ended, which a program that ran it puts
// behind what it said. Behind a command of git it is git's, and more lines follow.
func withoutStatus(segments []string) []string {
	last := len(segments) - 1
	if last < 2 || !exited.MatchString(segments[last]) {
		return segments
	}
	var before Chain
	if before.link(strings.TrimSpace(segments[last-1])) && before.VCS != "" {
		return segments
	}
	return segments[:last]
}

var exited = lazyre.New(`^exit (?:status|code) \d+[.)]?$`)

func (c *Chain) link(seg string) bool {
	switch seg {
	case "connect", "connectex", "getsockopt", "wsarecv", "wsasend", "getaddrinfow", "read", "write", "setsockopt", "bind", "socket",
		"invalid version", "parsing go.mod", "errors parsing go.mod":
		return true
	}
	for i := range links {
		l := &links[i]
		if !strings.Contains(seg, l.word) {
			continue
		}
		m := l.re.FindStringSubmatch(seg)
		if m == nil {
			continue
		}
		l.read(c, m)
		return true
	}
	return false
}
