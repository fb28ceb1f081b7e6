package explain

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// operation is what the go command was doing when an error arose.
type operation string

const (
	opDownload  operation = "download"  // a file of the GOPROXY protocol, or of a module in general
	opVerify    operation = "verify"    // go.sum or the checksum database
	opDiscover  operation = "discover"  // ?go-get=1
	opVCS       operation = "vcs"       // git, hg … on the origin
	opToolchain operation = "toolchain" // the download of a newer go
)

// chain is one error of the go command, taken apart along its colons: each
// layer that wrapped the error has left a link in front of the innermost text.
type chain struct {
	op        operation
	module    string
	version   string
	pkg       string // an import path that was being resolved
	toolchain string // go1.22.0
	url       string // of the request, as printed
	posted    bool   // the URL was requested (Get, reading …), and not merely named
	body      bool   // the failure came while the body was read
	entry     bool   // the URL is an entry of GOPROXY, not a request
	resolver  string // address of the DNS server asked
	lookup    string // name looked up
	dialed    string // address connected to
	proxied   bool   // the connection was one to an outbound proxy
	socket    bool   // a network operation is among the links
	// established: the connection stood, and a read or write on it failed.
	established bool
	vcs         string // git, hg …: the program that go ran
	vcsDir      string
	source      string // F.go:L:C in front of the error
	text        string // all of it
	tail        string // the innermost part: what is behind the last link

	classified bool            // the next has been worked out
	symptom    symptom.Symptom // of the innermost part
	guessed    bool            // its words are not known: the link in front of them decided
}

// anchored reports whether the chain is the go command's: it names a module, an
// import path or a toolchain, or a request that only go makes.
func (c *chain) anchored() bool {
	return c.module != "" || c.pkg != "" || c.toolchain != "" || c.op != "" || c.url != "" && anchors(c.url)
}

// linkRule recognises one link of a chain.
type linkRule struct {
	word string // must be in the segment: the cheap test
	re   *pattern
	read func(c *chain, m []string)
}

// Module paths have a dot in their first element; versions are tags, hashes,
// branches and the queries of "go help module-queries".
const (
	rePath    = `[A-Za-z0-9][\w~-]*(?:\.[\w~-]+)+(?::\d+)?(?:/[\w.~!+-]+)*/?`
	reVersion = `(?:v\d[\w.+~-]*|latest|upgrade|patch|none|master|main|[0-9a-f]{7,40})`
)

// links are the layers that wrap errors in cmd/go, net/http and net. The texts
// are those of Go 1.11 to 1.27: URLs are quoted since 1.14.
var links = []linkRule{
	{`/`, re(`(?:^|\s|\()(?:Get|Head|Post) \\?"?(https?:/[^\s"\\]+|/[^\s"\\]*)\\?"?$`), func(c *chain, m []string) { c.url, c.posted = m[1], true }},
	{`reading `, re(`(?:^|\s)reading (https?:/\S+|file:/\S+)$`), func(c *chain, m []string) { c.url, c.posted = m[1], true }},
	{`unexpected status (`, re(`unexpected status \((\S+)\)$`), func(c *chain, m []string) { c.url, c.posted = m[1], true }},
	{`read `, re(`(?:^|\s)read \\?"(https?:/[^\s"\\]+)\\?"$`), func(c *chain, m []string) { c.url, c.posted, c.body = m[1], true, true }},
	{`response from proxy`, re(`invalid response from proxy \\?"([^\s"\\]+)\\?"$`), func(c *chain, m []string) { c.url, c.posted, c.entry, c.op = m[1], true, true, opDownload }},
	{`/@v/`, re(`^(https?:/[^\s"\\]+/@v/[^\s"\\]+)\\?"?$`), func(c *chain, m []string) { c.url, c.posted = m[1], true }}, // a paste without the first word
	{`?go-get=1`, re(`^parse (https?://\S+\?go-get=1)$`), func(c *chain, m []string) { c.url, c.posted = m[1], true }},
	{`https fetch`, re(`^(?:http/)?https fetch(?: failed)?$`), func(c *chain, _ []string) { c.op = opDiscover }},
	{`import path`, re(`unrecognized import path \\?"([^"\\]+)\\?"$`), func(c *chain, m []string) { c.pkg, c.op = m[1], opDiscover }},
	{`import "`, re(`^import "([^"]+)"$`), func(c *chain, m []string) { c.pkg, c.op = m[1], opDiscover }},
	{`package `, re(`(?:^|\s)package (` + rePath + `)$`), func(c *chain, m []string) { c.pkg = m[1] }},
	{`cannot find module`, re(`cannot find module providing package (\S+)$`), func(c *chain, m []string) { c.pkg = m[1] }},
	{`verifying `, re(`(?:^|\s)verifying (?:module|go\.mod)$`), func(c *chain, _ []string) { c.op = opVerify }},
	{`verifying `, re(`(?:^|\s)verifying (` + rePath + `)@([\w.+~-]+)(?:/go\.mod)?$`), func(c *chain, m []string) { c.op, c.module, c.version = opVerify, m[1], m[2] }},
	{`go.mod at `, re(`reading (?:\S+/)?go\.mod at (?:revision|tag) \S+$`), func(c *chain, _ []string) { c.op = opVCS }},
	{`git `, re(`(?:^|\s)(git) (?:-c \S+ )*(?:ls-remote|fetch|clone|init|pull|cat-file|rev-parse|log|remote|config|tag|archive|show|rev-list|submodule)\b(?:.* in (\S.*))?`), readVCS},
	{` `, re(`(?:^|\s)(hg|svn|bzr|fossil) (?:clone|pull|branch|identify|info|log|checkout|update|init|export)\b(?:.* in (\S.*))?`), readVCS},
	{`exit status`, re(`^exit status \d+$`), func(*chain, []string) {}},
	{`version "`, re(`^version "[^"]*" invalid$`), func(*chain, []string) {}},
	{`go1`, re(`(?:^|\s)(?:download|switching to|downloading) (go1[\w.]*)(?: (?:for|\().*)?$`), func(c *chain, m []string) { c.toolchain, c.op = m[1], opToolchain }},
	{`golang.org/toolchain`, re(`golang\.org/toolchain@v[\d.]+-(go1[\w.]*?)\.\w+-\w+(?:/go\.mod)?$`), func(c *chain, m []string) {
		c.toolchain = m[1]
		if c.op == "" {
			c.op = opToolchain
		}
	}},
	{`proxyconnect`, re(`^proxyconnect tcp$`), func(c *chain, _ []string) { c.proxied, c.socket = true, true }},
	{`socks connect`, re(`^socks connect tcp (\S+?)(?:->\S+)?$`), func(c *chain, m []string) { c.proxied, c.socket, c.dialed = true, true, m[1] }},
	{`dial `, re(`^dial (tcp|udp)[46]?(?: (\S+))?$`), func(c *chain, m []string) {
		c.socket = true
		if m[1] == "udp" && c.lookup != "" {
			c.resolver = m[2]
			return
		}
		c.dialed = m[2]
	}},
	{`lookup `, re(`^lookup (\S+?)(?: on (\S+))?$`), func(c *chain, m []string) { c.socket, c.lookup, c.resolver = true, m[1], m[2] }},
	{`->`, re(`^(?:read|write) (?:tcp|udp)[46]? \S+?->(\S+)$`), func(c *chain, m []string) {
		c.socket = true
		if c.lookup == "" {
			c.dialed, c.established = m[1], true
		}
	}},
	{`@`, re(`(?:^|[\s("'=])(` + rePath + `)@(` + reVersion + `)(?:/go\.mod)?(?: \(replaced by (\S+?)(?:@\S+)?\))?$`), func(c *chain, m []string) {
		c.module, c.version = m[1], m[2]
		if strings.Contains(m[3], ".") && !strings.HasPrefix(m[3], ".") {
			c.module = m[3]
		}
	}},
	{`module `, re(`(?:^|\s)module ([\w~-][\w.~!+-]*[./][\w.~!+/-]*)$`), func(c *chain, m []string) { c.module, c.version = m[1], "" }},
	{`require `, re(`^(?:.*\s)?require (` + rePath + `)$`), func(c *chain, m []string) { c.module, c.version = m[1], "" }},
	{`.go:`, re(`^(\S[^:"]*\.go:\d+:\d+)$`), func(c *chain, m []string) { c.source = m[1] }},
}

func readVCS(c *chain, m []string) { c.op, c.vcs, c.vcsDir = opVCS, m[1], m[2] }

// parenthesised are the layers that Go up to 1.13 put in parentheses.
var parenthesised = strings.NewReplacer(" (https fetch: ", ": https fetch: ", " (http/https fetch: ", ": http/https fetch: ", " (parse http", ": parse http")

// parseChain takes text apart. The tail is what follows the last link, so that
// unknown prefixes and layers do no harm.
func parseChain(text string) chain {
	c := chain{text: text}
	if !strings.Contains(text, ": ") && !strings.HasSuffix(text, ":") {
		c.tail = strings.TrimSpace(text)
		return c
	}
	s := parenthesised.Replace(text)
	closing := s != text
	segments := strings.Split(s, ": ")
	last := -1
	offset, tailAt := 0, 0
	for i, seg := range segments {
		offset += len(seg) + 2
		seg = strings.TrimSuffix(strings.TrimSpace(seg), ":")
		if c.link(strings.TrimLeft(seg, `"'(`)) {
			last, tailAt = i, offset
		}
	}
	if last < 0 {
		c.tail = strings.TrimSpace(s)
		return c
	}
	if tailAt < len(s) {
		c.tail = strings.TrimSpace(s[tailAt:])
	}
	if closing {
		c.tail = strings.TrimSuffix(c.tail, ")")
	}
	c.tail = strings.TrimRight(c.tail, `", `)
	return c
}

func (c *chain) link(seg string) bool {
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
