package foreign

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/gofix-net/gofix-net/pkg/order"
)

// span is a part of a text, from the first byte to that behind the last.
type span struct{ from, to int }

// Redact masks the credentials in text by their patterns: user information and
// queries of URLs (each element of a GOPROXY list by itself), authenticating
// headers, parameters, variables and flags with the name of a secret, lines of
// netrc, and well-known shapes of tokens. Text without any is returned unchanged,
// and so are addresses that only look like it: git@host:path, ssh://git@host,
// PATH@v1.2.3, the query go-get=1. So are placeholders, such as USER:PASSWORD and
// $TOKEN, which say where a secret belongs.
func Redact(text string) string { return mask(text, find(text)) }

// RedactIn masks the credentials in a text of ours into which parts from outside were put.
// What looks like one and stands wholly in our own words, such as --key KEY in a usage
// text, is told as it is. A value is masked too where only our words before it say that
// it is a secret, and where only a piece of a part was put in.
func RedactIn(text string, outside ...string) string {
	spans := find(text)
	if len(spans) == 0 {
		return text
	}
	return mask(text, slices.DeleteFunc(spans, func(s span) bool {
		return !slices.ContainsFunc(outside, func(part string) bool { return touches(text, s, part) }) && !pieceOf(text[s.from:s.to], outside)
	}))
}

// pieceOf reports whether a word of a text was cut from one of the parts. Words in
// capitals stand for what belongs in their place.
func pieceOf(text string, outside []string) bool {
	notWord := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	for word := range strings.FieldsFuncSeq(text, notWord) {
		if len(word) < least || strings.ToUpper(word) == word && strings.IndexFunc(word, unicode.IsDigit) < 0 {
			continue
		}
		if slices.ContainsFunc(outside, func(part string) bool { return strings.Contains(folded(part), folded(word)) }) {
			return true
		}
	}
	return false
}

// touches reports whether a part occurs in a text so that it overlaps with a span.
func touches(text string, s span, part string) bool {
	if part == "" {
		return false
	}
	for from := max(0, s.from-len(part)+1); from < s.to; {
		i := strings.Index(text[from:min(len(text), s.to+len(part)-1)], part)
		if i < 0 {
			return false
		}
		if from += i; from < s.to && from+len(part) > s.from {
			return true
		}
		from++
	}
	return false
}

// mask replaces the spans, which are in order and apart.
func mask(text string, spans []span) string {
	if len(spans) == 0 {
		return text
	}
	var b strings.Builder
	at := 0
	for _, s := range spans {
		b.WriteString(text[at:s.from])
		b.WriteString(Mask)
		at = s.to
	}
	b.WriteString(text[at:])
	return b.String()
}

// find returns where the secrets of a text are, in order and apart.
func find(text string) []span {
	if !strings.ContainsAny(text, "@?#:=_-% .") {
		return nil
	}
	var f finder
	f.text = text
	// Logs of megabytes pass through here: a byte is sooner found than a pattern.
	if strings.ContainsAny(text, "@%") {
		f.userinfos()
	}
	if strings.ContainsAny(text, "?#") {
		f.queries()
	}
	f.named()
	f.commands()
	f.shapes()
	return merge(f.spans)
}

// finder collects the spans of one text.
type finder struct {
	text  string
	spans []span
}

// add notes a secret, unless it stands for one or is masked already.
func (f *finder) add(from, to int) {
	if from < to && !placeholder(f.text[from:to]) {
		f.spans = append(f.spans, span{from, to})
	}
}

// merge brings spans into order and joins those that overlap.
func merge(spans []span) []span {
	order.Stable(spans, func(a, b span) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	var out []span
	for _, s := range spans {
		if n := len(out); n > 0 && s.from < out[n-1].to {
			out[n-1].to = max(out[n-1].to, s.to)
			continue
		}
		out = append(out, s)
	}
	return out
}
