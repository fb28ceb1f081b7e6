package explain

import (
	"strings"
)

// cutURL is a URL at the very end of a long line: whatever follows belongs to it.
var cutURL = re(`^.{50,} "?https?:[^\s"]*$`)

// breaksOff reports whether c looks like the beginning of a message: it is the
// go command's, and the reason is still to come.
func breaksOff(c *chain, text string) bool {
	if !c.anchored() {
		return false
	}
	if strings.HasSuffix(text, ":") || c.posted || c.tail != "" {
		return true
	}
	i := strings.LastIndex(text, `Get "`)
	return i >= 0 && !strings.Contains(text[i+5:], `"`) || strings.HasSuffix(text, "Get")
}

// join tries t as the continuation of a message that broke off.
func (p *parser) join(t textLine) bool {
	if own := parseChain(t.text); isHead(t.text) || !cutURL.MatchString(p.partial.text) && own.anchored() && own.module != "" && p.tells(&own) {
		p.endPartial()
		return false
	}
	if _, ok := readGit(t.text); ok {
		p.endPartial()
		return false
	}
	next := strings.TrimSpace(t.text)
	if p.unread != nil {
		return p.joinGit(t, next)
	}
	before := strings.TrimSpace(p.partial.text)
	for _, glue := range []string{"", " "} {
		if glue == "" && strings.HasSuffix(before, ":") {
			continue
		}
		text, quote, answered := strings.Cut(before+glue+next, "server response:")
		c := parseChain(text)
		if !p.tells(&c) {
			continue
		}
		lines := append(p.joined, t)
		p.partial, p.joined = nil, nil
		p.close()
		p.open = p.begin(c, lines...)
		if answered {
			p.startQuote(t, quote)
		}
		return true
	}
	if len(p.joined) >= maxJoin {
		p.endPartial()
		return false
	}
	p.joined = append(p.joined, t)
	if strings.HasPrefix(t.shown, " ") && indent(t.shown) == 1 {
		next = " " + next // the cut was in front of a blank
	}
	p.partial.text = before + next
	return true
}

// joinGit tries t as the end of a reason that git gives.
func (p *parser) joinGit(t textLine, next string) bool {
	for _, glue := range []string{"", " "} {
		f, ok := readGit(strings.TrimSpace(p.partial.text) + glue + next)
		if !ok || f.symptom == "" {
			continue
		}
		first := p.joined[0]
		p.partial, p.unread, p.joined = nil, nil, nil
		p.addFact(f, first)
		p.keep(t)
		return true
	}
	p.endPartial()
	return false
}

// endPartial gives up waiting for the rest of a message. A request whose
// failure has unknown words is a message all the same.
func (p *parser) endPartial() {
	if p.partial == nil {
		return
	}
	first, unread := p.joined[0], p.unread
	p.partial, p.joined, p.unread = nil, nil, nil
	if unread != nil {
		if unread.cause != "" {
			p.addFact(*unread, first)
		}
		return
	}
	c := parseChain(first.text)
	symptomOf(&c)
	if (c.posted && roleOf(c.url) != roleUnknown || c.guessed && c.anchored()) && c.tail != "" && !strings.HasSuffix(first.text, ":") {
		p.close()
		p.open = p.begin(c, first)
	}
}
