package foreign

import "strings"

// index finds secrets in a text in time linear in the text.
type index struct {
	// long has every so many bytes a piece of each secret of gram bytes or more, folded:
	// so densely that one lies within each half of it.
	long map[[gram]byte][]piece
	// short has the beginning of the shorter ones, heads that of the longer ones.
	short, heads map[[least]byte][]string
	longest      int
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
	for i := 0; len(x.long) > 0 && i+gram <= len(text); {
		next := i + 1
		if s := x.longAt(text, i); s.to > 0 {
			out = append(out, s)
			next = max(next, s.to-gram+1)
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

// longAt returns the longest part of a secret around position i, where it is
// large enough.
func (x *index) longAt(text string, i int) span {
	var best span
	for _, p := range x.long[[gram]byte([]byte(text[i:i+gram]))] {
		from, to := i, i+gram
		for a := p.at; a > 0 && from > 0 && text[from-1] == p.secret[a-1]; a-- {
			from--
		}
		for a := p.at + gram; a < len(p.secret) && to < len(text) && text[to] == p.secret[a]; a++ {
			to++
		}
		if to-from >= part(p.secret) && to-from > best.to-best.from {
			best = span{from, to}
		}
	}
	return best
}

// ellipses are what a cut leaves.
var ellipses = []string{"…", "..."}

// halves finds the beginning of a secret before an ellipsis, and its end behind
// one: that is where it was cut.
func (x *index) halves(text string, ended bool) []span {
	var out []span
	if ended {
		out = append(out, x.headBefore(text, len(text))...)
		out = append(out, x.tailAfter(text, 0)...)
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
			out = append(out, x.tailAfter(text, at)...)
		}
	}
	return out
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

// tailAfter finds the end of a secret that begins at i.
func (x *index) tailAfter(text string, i int) []span {
	if i+gram > len(text) {
		return nil
	}
	for at := 0; at+gram <= min(len(text)-i, largest, x.longest); at++ {
		for _, p := range x.long[[gram]byte([]byte(text[i+at:i+at+gram]))] {
			if rest := p.secret[p.at+gram:]; p.at >= at && strings.HasPrefix(text[i+at+gram:], rest) && text[i:i+at] == p.secret[p.at-at:p.at] {
				return []span{{i, i + at + gram + len(rest)}}
			}
		}
	}
	return nil
}
