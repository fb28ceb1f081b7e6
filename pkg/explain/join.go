package explain

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/explain/grammar"
	"github.com/gofix-net/gofix-net/pkg/explain/read"
	"github.com/gofix-net/gofix-net/pkg/explain/words"
	"github.com/gofix-net/gofix-net/pkg/lazyre"
)

// cutURL is a URL at the very end of a long line: whatever follows belongs to it.
var cutURL = lazyre.New(`^.{50,} "?https?:[^\s"]*$`)

// breaksOff reports whether c looks like the beginning of a message: it is the
// go command's, and the reason is still to come.
func breaksOff(c *grammar.Chain, text string) bool {
	if !c.Anchored() {
		return strings.HasSuffix(text, ":") && (c.Source != "" || cacheDir(text) != "") // an operation on a file
	}
	if strings.HasSuffix(text, ":") || c.Posted || c.Tail != "" || c.VCS != "" {
		return true
	}
	i := strings.LastIndex(text, `Get "`)
	return i >= 0 && !strings.Contains(text[i+5:], `"`) || strings.HasSuffix(text, "Get")
}

// join tries t as the continuation of a message that broke off.
func (p *parser) join(t read.Line) bool {
	if own := grammar.Parse(t.Text); isHead(t.Text) || !cutURL.MatchString(p.partial.Text) && own.Anchored() && own.Module != "" && tells(&own) {
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
	if isRagged(p.joined) { // the cuts were at blanks
		words := ""
		for _, l := range p.joined {
			words += strings.TrimSpace(l.Text) + " "
		}
		if w := wayOf(words + next); w.sense >= ways[0].sense {
			ways = []way{w, ways[0]}
		}
	}
	for _, w := range ways {
		if !w.tells || w.chain.Links < ways[0].chain.Links { // with fewer it would be no message of the go command
			continue
		}
		lines := append(p.joined, t)
		p.partial, p.joined = nil, nil
		p.close()
		p.open = p.begin(w.chain, lines...)
		if _, quote, answered := strings.Cut(w.text, "server response:"); answered {
			p.startQuote(t, quote)
		}
		return true
	}
	if len(p.joined) >= maxJoin || len(p.joined) >= maxFree && !wrapsAt(p.joined[len(p.joined)-1].Text, next) {
		p.endPartial()
		return false
	}
	p.joined = append(p.joined, t)
	if strings.HasPrefix(t.Shown, " ") && read.Indent(t.Shown) == 1 {
		ways[0].text = before + " " + next // the cut was in front of a blank
	}
	p.partial.Text = ways[0].text
	return true
}

// isRagged reports whether the lines of a message that was cut have several widths: a
// terminal cuts at its own.
func isRagged(lines []read.Line) bool {
	return slices.ContainsFunc(lines, func(l read.Line) bool { return len(l.Shown) != len(lines[0].Shown) })
}

// wrapsAt reports whether a line may have ended because the next word had no room in it.
func wrapsAt(text, next string) bool {
	word, _, _ := strings.Cut(next, " ")
	return len(strings.TrimSpace(text))+1+len(word) > read.Narrowest
}

// way is a way to put a text together that was cut.
type way struct {
	text  string
	chain grammar.Chain // of what stands in front of a server's words
	tells bool
	sense int // how much of the text is known
}

func wayOf(text string) way {
	own, _, _ := strings.Cut(text, "server response:")
	w := way{text: text, chain: grammar.Parse(own)}
	w.tells, w.sense = tells(&w.chain), 2*w.chain.Links
	if w.tells || fileErrorIn(own) != "" || words.Find(w.chain.Tail, words.TLS, words.Net) != "" {
		w.sense++
	}
	return w
}

// glued puts the two halves of a text together that was cut in the middle of a word
// or URL, or at a blank, which is lost then: the likelier way first. In the right one
// the go command's grammar has more layers.
func glued(before, next string) []way {
	tight, spaced := wayOf(before+next), wayOf(before+" "+next)
	word := tight.sense == spaced.sense && wordEnd.MatchString(before) && strings.ContainsAny(next[:min(len(next), 1)], `/"'(`)
	if strings.HasSuffix(before, ":") || spaced.sense > tight.sense || word {
		return []way{spaced, tight}
	}
	return []way{tight, spaced}
}

// wordEnd is a word at the end of a text that is no part of a path.
var wordEnd = lazyre.New(`(?:^|\s)[a-z]+$`)

// glue puts a line together that was cut at the width of a terminal.
func glue(before, next string) string { return glued(before, next)[0].text }

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
	first, unread, text, joined := p.joined[0], p.unread, p.partial.Text, p.joined
	p.partial, p.joined, p.unread = nil, nil, nil
	if unread != nil {
		if unread.cause != "" {
			p.addFact(*unread, first)
		}
		return
	}
	c, lines := grammar.Parse(first.Text), []read.Line{first}
	if whole := grammar.Parse(text); isGuess(&whole) { // words that are not known may be the last ones
		c, lines = whole, joined
	}
	if (c.Posted && grammar.RoleOf(c.URL) != grammar.RoleUnknown || isGuess(&c)) && c.Tail != "" && !strings.HasSuffix(c.Text, ":") {
		p.close()
		p.open = p.begin(c, lines...)
	}
}

// isGuess reports whether only the link in front of its words tells what failed.
func isGuess(c *grammar.Chain) bool {
	grammar.SymptomOf(c)
	return c.Guessed && c.Anchored()
}
