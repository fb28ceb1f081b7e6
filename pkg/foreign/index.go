package foreign

import (
	"encoding/base64"
	"slices"
	"strings"
)

// index finds secrets in a text in time linear in the text.
type index struct {
	// long has every so many bytes a piece of each secret of gram bytes or more, folded:
	// so densely that one lies within each half of it; of the first ones at every byte, so
	// that what a cut or a mask leaves of them is found too.
	long map[[gram]byte][]piece
	// short has the beginning of the shorter ones, heads that of the longer ones.
	short, heads map[[least]byte][]string
	longest      int
	// dense and packed are how many secrets were added with every piece, and in base64.
	dense, packed int
}

// piece is where in a secret a piece of it stands.
type piece struct {
	secret string
	at     int
}

// most bounds the secrets that share a piece: more of them are a pattern, such as
// the beginning of all tokens of a server, and the other pieces tell them apart.
const most = 32

func (x *index) add(secret string) {
	if len(secret) < gram {
		if x.short == nil {
			x.short = map[[least]byte][]string{}
		}
		key := [least]byte([]byte(secret[:least]))
		x.short[key] = append(x.short[key], secret)
		return
	}
	secret = folded(secret)
	if x.long == nil {
		x.long = map[[gram]byte][]piece{}
	}
	if x.heads == nil {
		x.heads = map[[least]byte][]string{}
	}
	if key := [least]byte([]byte(secret[:least])); len(x.heads[key]) < most {
		x.heads[key] = append(x.heads[key], secret)
	}
	x.longest = max(x.longest, len(secret))
	step := max(part(secret)-gram+1, 1)
	if len(secret) <= largest && x.dense < maxDense {
		x.dense++
		step = 1
	}
	last := len(secret) - gram
	for at := 0; ; at += step {
		at = min(at, last)
		key := [gram]byte([]byte(secret[at : at+gram]))
		if len(x.long[key]) < most {
			x.long[key] = append(x.long[key], piece{secret, at})
		}
		if at == last {
			return
		}
	}
}

const (
	// maxDense bounds the secrets of which every piece is kept. A home has a few.
	maxDense = 200
	// maxPackedSecrets bounds those that are known in base64 too, at three times the memory.
	maxPackedSecrets = 1000
)

// addPacked adds what base64 makes of a secret, behind no byte, one and two. In its own
// case base64 is undone where it is found; one in which letters have changed their case
// cannot be.
func (x *index) addPacked(secret string) {
	if len(secret) < gram || x.packed == maxPackedSecrets {
		return
	}
	x.packed++
	for shift := range 3 {
		digits := base64.StdEncoding.EncodeToString([]byte("\x00\x00"[:shift] + secret + "\x00\x00"))
		// The first digits and the last ones depend on what stands around the secret.
		digits = digits[(shift*8+5)/6 : (shift+len(secret))*8/6]
		x.add(digits)
		if strings.ContainsAny(digits, "+/") {
			x.add(strings.NewReplacer("+", "-", "/", "_").Replace(digits))
		}
	}
}

// part is from how many bytes on a piece of a secret is masked: half of the secret, but at
// least gram, because shorter pieces are parts of ordinary words, and at most largest,
// because no other text has that many bytes in common with it by chance.
func part(secret string) int { return min(max(gram, (len(secret)+1)/2), largest) }

const largest = 64

// find returns where secrets and parts of them stand in text. ended says that the
// text was cut at both ends.
func (x *index) find(text string, ended bool) []span {
	var out []span
	for i := 0; len(x.short) > 0 && i+least <= len(text); {
		n := x.shortAt(text, i)
		if n > 0 {
			out = append(out, span{i, i + n})
		}
		i += max(n, 1)
	}
	return append(out, x.findLong(text, ended)...)
}

// findLong is find without the secrets that are shorter than gram.
func (x *index) findLong(text string, ended bool) []span {
	var out []span
	text = folded(text)
	var ahead []span // parts that are known already; another secret may stand between them
	for i := 0; len(x.long) > 0 && i+gram <= len(text); {
		for len(ahead) > 0 && ahead[0].to < i+gram {
			ahead = ahead[1:]
		}
		if len(ahead) > 0 && ahead[0].from <= i {
			i = ahead[0].to - gram + 1
			continue
		}
		next := i + 1
		if s := x.longAt(text, i); len(s) > 0 {
			out = append(out, s...)
			next = max(next, s[0].to-gram+1)
			ahead = slices.DeleteFunc(s[1:], func(p span) bool { return p.from < i })
			ahead = ahead[:max(len(ahead)-1, 0)] // from the last one on it may go further
		}
		i = next
	}
	return append(out, x.halves(text, ended)...)
}

// folded is a text with the letters of ASCII in lower case, and as long as before:
// names of hosts and of headers change their case.
func folded(text string) string {
	if !strings.ContainsFunc(text, func(r rune) bool { return r >= 'A' && r <= 'Z' }) {
		return text
	}
	out := []byte(text)
	for i, c := range out {
		if c >= 'A' && c <= 'Z' {
			out[i] = c + ('a' - 'A')
		}
	}
	return string(out)
}

func (x *index) shortAt(text string, i int) int {
	for _, secret := range x.short[[least]byte([]byte(text[i:i+least]))] {
		end := i + len(secret)
		if !strings.HasPrefix(text[i:], secret) {
			continue
		}
		apart := (i == 0 || !wordByte(text[i-1])) && (end == len(text) || !wordByte(text[end]))
		if apart || len(secret) >= 6 {
			return len(secret)
		}
	}
	return 0
}

func wordByte(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}

// longAt returns the parts of the one secret of which most stands around position i,
// where that is enough: first the one at i, then those that something short parts from it.
func (x *index) longAt(text string, i int) []span {
	var best []span
	most := 0
	left := maxLooks
	for _, p := range x.long[[gram]byte([]byte(text[i:i+gram]))] {
		from, to := i, i+gram
		a, b := p.at, p.at+gram // what of the secret stands there
		for ; a > 0 && from > 0 && text[from-1] == p.secret[a-1]; a-- {
			from--
		}
		for ; b < len(p.secret) && to < len(text) && text[to] == p.secret[b]; b++ {
			to++
		}
		parts := append([]span{{from, to}}, behind(text, to, p.secret[b:], &left)...)
		parts = append(parts, before(text, from, p.secret[:a], &left)...)
		size := 0
		for _, s := range parts {
			size += s.to - s.from
		}
		if size >= part(p.secret) && size > most {
			best, most = parts, size
		}
	}
	return best
}

// gap is how many bytes may stand between the parts of a secret: <br />, a line's end
// with what begins the next line.
const gap = 24

// maxLooks bounds at how many places the other parts of secrets are looked for from one
// place in a text: a secret that repeats itself fits everywhere, and in many ways.
const maxLooks = 32 * gap

// behind finds where the rest of a secret goes on in a text, not far from at. Each place
// where it looks takes one of left.
func behind(text string, at int, rest string, left *int) []span {
	var out []span
	for len(rest) >= least && *left > 0 {
		from, n := at+1, 0
		for ; from <= at+gap && from+least <= len(text); from++ {
			*left--
			if n = sameStart(text[from:], rest); n >= least {
				break
			}
		}
		if n < least {
			break
		}
		out = append(out, span{from, from + n})
		at, rest = from+n, rest[n:]
	}
	return out
}

// before is behind for the beginning of a secret, which ends not far before at.
func before(text string, at int, head string, left *int) []span {
	var out []span
	for len(head) >= least && *left > 0 {
		to, n := at-1, 0
		for ; to >= at-gap && to >= least; to-- {
			*left--
			if n = sameEnd(text[:to], head); n >= least {
				break
			}
		}
		if n < least {
			break
		}
		out = append(out, span{to - n, to})
		at, head = to-n, head[:len(head)-n]
	}
	return out
}

// sameStart is the length of what two texts begin with.
func sameStart(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// sameEnd is the length of what two texts end in.
func sameEnd(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	return n
}

// ellipses are what a cut leaves. A mask is one: [Redact] may know a part of a secret by
// the words before it.
var ellipses = []string{"…", "...", Mask}

// halves finds the beginning of a secret before an ellipsis, and its end behind
// one: that is where it was cut.
func (x *index) halves(text string, ended bool) []span {
	var out []span
	if ended {
		out = append(out, x.headBefore(text, len(text))...)
		out = append(out, x.tailAfter(text, 0, ended)...)
	}
	for _, e := range ellipses {
		for at := 0; ; {
			i := strings.Index(text[at:], e)
			if i < 0 {
				break
			}
			at += i
			out = append(out, x.headBefore(text, at)...)
			at += len(e)
			out = append(out, x.tailAfter(text, at, ended)...)
			if e != Mask {
				continue
			}
			if next := at + parting(text[at:]); next > at {
				out = append(out, x.tailAfter(text, next, ended)...)
			}
			end := at - len(e)
			for end > 0 && at-end < gap && !wordByte(text[end-1]) {
				end--
			}
			out = append(out, slices.DeleteFunc(x.headBefore(text, end), func(s span) bool { return s.to-s.from < gram })...)
		}
	}
	return out
}

// parting is the length of what a text begins with that is no word: blanks, an end of a
// line, a tag of HTML.
func parting(text string) int {
	n := 0
	for n < min(len(text), gap) && !wordByte(text[n]) {
		n++
	}
	if end := strings.IndexByte(text[:min(len(text), gap)], '>'); n > 0 && text[n-1] == '<' && end > n {
		return end + 1 + parting(text[end+1:min(len(text), gap)])
	}
	return n
}

// headBefore finds the beginning of a secret that ends at i. One of largest bytes
// has been found already.
func (x *index) headBefore(text string, i int) []span {
	for from := max(0, i-min(x.longest, largest)); from+least <= i; from++ {
		for _, secret := range x.heads[[least]byte([]byte(text[from:from+least]))] {
			if strings.HasPrefix(secret, text[from:i]) {
				return []span{{from, i}}
			}
		}
	}
	return nil
}

// tailAfter finds the end of a secret that begins at i, or a part that ends where the text
// was cut again.
func (x *index) tailAfter(text string, i int, ended bool) []span {
	for from := i; from+gram <= min(len(text), i+min(largest, x.longest)); from++ {
		for _, p := range x.long[[gram]byte([]byte(text[from:from+gram]))] {
			if p.at < from-i || text[i:from] != p.secret[p.at-(from-i):p.at] {
				continue
			}
			rest := p.secret[p.at+gram:]
			n := sameStart(text[from+gram:], rest)
			end := from + gram + n
			if n == len(rest) || ended && end == len(text) || cutAt(text[end:]) {
				return []span{{i, end}}
			}
		}
	}
	return nil
}

// cutAt reports whether a text begins with what a cut leaves.
func cutAt(text string) bool {
	return slices.ContainsFunc(ellipses, func(e string) bool { return strings.HasPrefix(text, e) })
}
