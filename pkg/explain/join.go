package explain

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/explain/grammar"
	"github.com/gofix-net/gofix-net/pkg/explain/read"
	"github.com/gofix-net/gofix-net/pkg/lazyre"
)

// cutURL is a URL at the very end of a long line: whatever follows belongs to it.
var cutURL = lazyre.New(`^.{50,} "?https?:[^\s"]*$`)

// breaksOff reports whether c looks like the beginning of a message: it is the
// go command's, and the reason is still to come.
func breaksOff(c *grammar.Chain, text string) bool {
	if !c.Anchored() {
		return false
	}
	if strings.HasSuffix(text, ":") || c.Posted || c.Tail != "" || c.VCS != "" {
		return true
	}
	i := strings.LastIndex(text, `Get "`)
	return i >= 0 && !strings.Contains(text[i+5:], `"`) || strings.HasSuffix(text, "Get")
}

// join tries t as the continuation of a message that broke off.
func (p *parser) join(t read.Line) bool {
	if own := grammar.Parse(t.Text); isHead(t.Text) || !cutURL.MatchString(p.partial.Text) && own.Anchored() && own.Module != "" && p.tells(&own) {
		p.endPartial()
		return false
	}
	if _, ok := readGit(t.Text); ok {
		p.endPartial()
		return false
	}
	next := strings.TrimSpace(t.Text)
	if p.unread != nil {
		return p.joinGit(t, next)
	}
	before := strings.TrimSpace(p.partial.Text)
	ways := glued(before, next)
	for _, way := range ways {
		text, quote, answered := strings.Cut(way, "server response:")
		c := grammar.Parse(text)
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
	if strings.HasPrefix(t.Shown, " ") && read.Indent(t.Shown) == 1 {
		ways[0] = before + " " + next // the cut was in front of a blank
	}
	p.partial.Text = ways[0]
	return true
}

// glued puts the two halves of a text together that was cut in the middle of a word
// or URL, or at a blank, which is lost then: the likelier way first. In the right one
// the go command's grammar has more layers.
func glued(before, next string) []string {
	tight, spaced := before+next, before+" "+next
	if strings.HasSuffix(before, ":") || links(spaced) > links(tight) {
		return []string{spaced, tight}
	}
	return []string{tight, spaced}
}

func links(text string) int { return grammar.Parse(text).Links }

// joinGit tries t as the end of a reason that git gives.
func (p *parser) joinGit(t read.Line, next string) bool {
	for _, glue := range []string{"", " "} {
		f, ok := readGit(strings.TrimSpace(p.partial.Text) + glue + next)
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
	c := grammar.Parse(first.Text)
	grammar.SymptomOf(&c)
	if (c.Posted && grammar.RoleOf(c.URL) != grammar.RoleUnknown || c.Guessed && c.Anchored()) && c.Tail != "" && !strings.HasSuffix(first.Text, ":") {
		p.close()
		p.open = p.begin(c, first)
	}
}
