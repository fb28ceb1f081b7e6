package explain

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/explain/grammar"
	"github.com/gofix-net/gofix-net/pkg/explain/read"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

const (
	maxFree     = 3  // lines that a message may go on for, whatever their widths
	maxJoin     = 8  // and if each is full
	maxQuote    = 12 // lines of a server's answer; go prints eight
	maxDistance = 25 // unrelated lines after which what git says is no longer part of a message
	maxLines    = 8  // lines kept per message
	maxSaid     = 6  // lines of git in unknown words
)

// parser groups lines into messages and hands the judged ones to sink.
type parser struct {
	sink func(*message, judgement)
	saw  func(t read.Line, s setup)

	open       *message   // may still be followed by git's or the server's words
	distance   int        // unrelated lines since its last
	inQuote    bool       // within the words of a server
	quoteAt    int        // their indentation
	partial    *read.Line // a message that breaks off at the end of the line
	unread     *lineFact  // git's words on it, if it is git's
	joined     []read.Line
	setup      setup
	owned      bool   // another program than go runs the git of these lines
	goNear     bool   // the go command speaks around these lines
	above      voice  // who said the last line that neither git nor ssh did
	ownGit     bool   // these lines follow a push or a pull of a person's own repository
	remote     string // host that git was last told to talk to
	asked      string // a git setting whose value is on the next line
	curled     string // URL that curl was last told to get
	curledBy   bool   // its command named an outbound proxy
	wgot       string // URL that wget was last told to get, and what it said of TLS
	wgetSaid   string
	wgetVia    string // the outbound proxy that wget has connected to
	wgetAgain  int    // how often that URL was the one before too
	page       string // page whose go-import tags were looked for, and its status
	pageStatus int
	testing    bool // the lines are what a test says
	testAt     int  // the indentation of its first
}

// line takes the next line of the log.
func (p *parser) line(t read.Line) {
	if !t.Follow {
		p.flush()
		p.above = voiceNone
	}
	v := voiceOf(t)
	p.heard(v)
	p.take(t)
	if v != voiceNone && v != voiceGit {
		p.above = v
	}
}

// take reads a line.
func (p *parser) take(t read.Line) {
	if strings.Contains(t.Shown, "npm ERR!") || strings.Contains(t.Shown, "npm error") {
		p.owned = true
		return // another program's downloads
	}
	if p.ofTest(t.Text) {
		p.distance++
		return
	}
	p.noteOwner(t)
	if strings.HasPrefix(strings.TrimLeft(t.Text, " \t"), "go: downloading ") {
		p.close() // what has failed has failed before
		p.saw(t, p.setup)
	}
	if release := runsGo(t.Text); release != "" {
		p.setup.running = release
	}
	if insecure := p.readSettings(t.Text); insecure != "" {
		p.sink(&message{lines: []read.Line{t}}, judgement{cause: cause.InsecureSetting, target: insecure})
	}
	if p.inQuote && p.quoted(t) {
		return
	}
	if strings.TrimSpace(t.Text) == "" {
		p.endPartial()
		p.distance++
		return
	}
	if p.partial != nil && p.join(t) {
		return
	}
	if p.matters(t) && p.message(t) {
		return
	}
	if p.distance++; p.distance > maxDistance {
		p.close()
	}
}

// matters reports whether t can be more than context: it holds a trigger, may
// be the beginning of a message that is wrapped, or follows words of git.
func (p *parser) matters(t read.Line) bool {
	return t.Hot || p.wgot != "" || strings.Contains(t.Text, "@") || strings.Contains(t.Text, ": git ") || p.open != nil && (p.open.chain.VCS != "" || !p.open.goes)
}

// flush ends everything that is open: lines were left out, or there are no more.
func (p *parser) flush() {
	p.endPartial()
	p.close()
	p.inQuote, p.asked, p.wgot = false, "", ""
}

// quoted takes a line of the server's words, false where they have ended.
func (p *parser) quoted(t read.Line) bool {
	trimmed := strings.TrimSpace(t.Text)
	if trimmed == "" || read.Indent(t.Text) < p.quoteAt || len(p.open.quote) >= maxQuote || isHead(t.Text) {
		p.inQuote = false
		return false
	}
	p.open.quote = append(p.open.quote, trimmed)
	p.keep(t)
	return true
}

// isHead reports whether a line starts something new, whatever its indentation.
func isHead(text string) bool {
	text = strings.TrimSpace(text)
	for _, s := range []string{"go: ", "go get", "go mod", "go build", "go install", "go list", "make: ", "make[", "$ ", "# ", "ERROR", "Error", "error: process", "The command", "------", "verifying "} {
		if strings.HasPrefix(text, s) {
			return true
		}
	}
	return false
}

// startsMessage reports whether a line is the beginning of a message, and not the
// rest of one that a terminal has wrapped.
func startsMessage(text string) bool {
	if isHead(text) {
		return true
	}
	own := grammar.Parse(text)
	return own.Source != "" || own.Module != "" && own.Tail != ""
}

// message parses one line by itself, or joined from several.
func (p *parser) message(t read.Line) bool {
	head, quote, answered := strings.Cut(t.Text, "server response:")
	if answered && strings.TrimSpace(head) == "" {
		return p.startQuote(t, quote)
	}
	if rest, ok := strings.CutPrefix(t.Text, "not found: "); ok {
		return p.bareAnswer(t, rest)
	}
	if strings.Contains(head, "obtaining VCS status") {
		return true
	}
	c := grammar.Parse(head)
	f, isGit := p.read(t.Text)
	below := !isGit && p.belowGit(&c, t.Text)
	gitsFile := isGit && p.open != nil && p.open.chain.VCS != "" && !c.Anchored() // a file of git's own, in the module cache
	switch {
	case !below && !gitsFile && tells(&c):
		p.close()
		p.open = p.begin(c, t)
		if isGit && c.VCS != "" {
			p.open.facts = append(p.open.facts, f)
		}
		if answered {
			return p.startQuote(t, quote)
		}
		return true
	case isGit && f.url != "" && f.symptom == "", !isGit && strings.Contains(t.Text, "unable to access '"):
		p.endPartial() // a reason that is cut off, or unknown
		p.partial, p.unread, p.joined = &read.Line{Number: t.Number, Text: t.Text, Shown: t.Shown}, &f, []read.Line{t}
		return true
	case isGit:
		p.addFact(f, t)
		return true
	case below:
		p.open.said = append(p.open.said, strings.TrimSpace(t.Text))
		p.open.saidBy = append(p.open.saidBy, t)
		p.keep(t)
		return true
	case breaksOff(&c, t.Text):
		p.partial, p.joined = &read.Line{Number: t.Number, Text: t.Text, Shown: t.Shown}, []read.Line{t}
		return true
	}
	return false
}

// belowGit reports whether a line is part of what git said below the error of
// the go command that ran it: it is kept, whatever its language.
func (p *parser) belowGit(c *grammar.Chain, text string) bool {
	return p.open != nil && p.open.chain.VCS != "" && len(p.open.said) < maxSaid && p.distance < 3 && !c.Anchored() && !isHead(text)
}

// read returns what a line of git, ssh or curl says. The host that curl asked
// is in its command, or not given at all.
func (p *parser) read(text string) (lineFact, bool) {
	if m := find(curlLine, text, "curl: ("); m != nil {
		f := curlFact(m[0][1], m[0][2], p.curled)
		if f.cause != "" && p.atOutbound(f.symptom, p.curled) {
			f.cause, f.symptom, f.target, f.or = cause.OutboundProxyBroken, symptom.OutboundProxyFailed, p.setup.outbound, append([]cause.ID{f.cause}, f.or...)
		}
		return f, f.cause != ""
	}
	if f, ok := p.readWget(text); ok {
		return f, true
	}
	return readGit(text)
}

// atOutbound reports whether what curl met on its way to url was the outbound proxy that
// it was told to use: that proxy has to be spoken to by TLS and does not understand it,
// or it answers itself for a server that it cannot reach.
func (p *parser) atOutbound(s symptom.Symptom, url string) bool {
	return p.setup.byTLS && s == symptom.TLSProtocol || p.curledBy && s == symptom.HTTP5xx && strings.HasPrefix(url, "http:")
}

// tells reports whether c is a whole message: it says why something failed.
func tells(c *grammar.Chain) bool {
	if s, _ := stateOutright(c); s != nil {
		return true
	}
	if id, _, _ := diskCause(c); id != "" {
		return true
	}
	if !c.Anchored() {
		return false
	}
	if c.VCS != "" && strings.Contains(c.Text, "exit status") {
		return c.VCSDir != "" || moduleOf(c) != "" || c.Toolchain != "" || ours.MatchString(c.Text)
	}
	return c.Tail != "" && grammar.SymptomOf(c) != "" && !c.Guessed && (c.Module != "" || c.Package != "" || c.Toolchain != "" || c.URL != "")
}

func (p *parser) begin(c grammar.Chain, lines ...read.Line) *message {
	p.distance = 0
	m := &message{chain: c, goes: true, lines: lines, setup: p.setup, remote: p.remote, owned: p.owned, near: p.goNear, above: p.above}
	if p.page != "" && p.page == c.URL {
		m.status = p.pageStatus
	}
	return m
}

// addFact adds what git said to the open message, or starts one only of git.
func (p *parser) addFact(f lineFact, t read.Line) {
	p.endPartial()
	if p.open != nil && (p.open.chain.VCS != "" || !p.open.goes) && p.distance < maxDistance {
		// A second reason with another address is a second message.
		if !(f.weight == weightReason && !p.open.goes && p.open.hasReason() && f.cause != p.open.facts[0].cause) {
			p.open.facts = append(p.open.facts, f)
			p.keep(t)
			p.distance = 0
			return
		}
	}
	p.close()
	p.open = &message{facts: []lineFact{f}, lines: []read.Line{t}, setup: p.setup, remote: p.remote, owned: p.owned || embedded(t.Text) && !(p.goNear && importPath.MatchString(t.Text)), ownGit: p.ownGit, above: p.above}
	p.distance = 0
}

func (m *message) hasReason() bool {
	for _, f := range m.facts {
		if f.weight == weightReason {
			return true
		}
	}
	return false
}

// without returns the lines that are not among the others, which stand in the same order.
func without(lines, others []read.Line) []read.Line {
	kept := lines[:0]
	for _, l := range lines {
		if len(others) > 0 && l == others[0] {
			others = others[1:]
			continue
		}
		kept = append(kept, l)
	}
	return kept
}

// startQuote opens the words of a server below the open message.
func (p *parser) startQuote(t read.Line, first string) bool {
	if p.open == nil {
		return false
	}
	p.inQuote, p.quoteAt = true, read.Indent(t.Text)
	if first = strings.TrimSpace(first); first != "" {
		p.open.quote = append(p.open.quote, first)
	}
	p.keep(t)
	return true
}

// bareAnswer is a module proxy's "not found: …" without the go command around
// it: what curl shows.
func (p *parser) bareAnswer(t read.Line, text string) bool {
	c := grammar.Parse(text)
	if c.Module == "" {
		return false
	}
	inner := c
	c = grammar.Chain{Module: inner.Module, Version: inner.Version, URL: p.curled, Posted: true, Text: "404 Not Found", Tail: "404 Not Found"}
	if c.URL == "" || grammar.RoleOf(c.URL) == grammar.RoleUnknown {
		c.URL = ""
	}
	p.close()
	p.open = p.begin(c, t)
	p.open.quote = []string{text}
	p.inQuote, p.quoteAt = true, read.Indent(t.Text)
	return true
}

func (p *parser) keep(t read.Line) {
	if len(p.open.lines)-len(p.open.saidBy) < maxLines {
		p.open.lines = append(p.open.lines, t)
	}
}

// close judges the open message.
func (p *parser) close() {
	if p.open == nil {
		return
	}
	m := p.open
	p.open, p.inQuote = nil, false
	if m.hasReason() { // what no rule knows says nothing more
		m.lines = without(m.lines, m.saidBy)
	}
	if j := m.judge(); j.cause != "" {
		p.sink(m, j)
	}
}
