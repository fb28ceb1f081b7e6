package foreign

import (
	"encoding/base64"
	"encoding/hex"
	"html"
	"sort"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gofix-net/gofix-net/pkg/lazyre"
)

// depth is how many encodings upon each other are undone.
const depth = 3

// search finds the secrets in a text and in what the text encodes.
func (s *Secrets) search(text string, deep int, ended bool) []span {
	out := s.index.find(text, ended)
	if deep == 0 {
		return out
	}
	for _, v := range views {
		if decoded, at, ok := v(text); ok {
			for _, x := range s.search(decoded, deep-1, ended) {
				out = append(out, span{at[x.from], at[x.to]})
			}
		}
	}
	out = append(out, s.joined(text, ended)...)
	for _, m := range dump.FindAllStringIndex(text, -1) {
		digits := strings.NewReplacer(" ", "", ":", "", "\n", "").Replace(text[m[0]:m[1]])
		if s.inside(digits, deep) {
			out = append(out, span{m[0], m[1]})
		}
	}
	for _, m := range packed.FindAllStringIndex(text, -1) {
		if s.inside(text[m[0]:m[1]], deep) {
			out = append(out, span{m[0], m[1]})
		}
	}
	return out
}

// joined finds the secrets in a text that something without width, a blank or the end of a
// line parts, and those in base64 that is parted so.
func (s *Secrets) joined(text string, ended bool) []span {
	joined, at, ok := joinedView(text)
	if !ok {
		return nil
	}
	var out []span
	add := func(from, to int) { out = append(out, span{at[from], at[to-1] + 1}) }
	for _, x := range s.index.findLong(joined, ended) {
		add(x.from, x.to)
	}
	for _, v := range views { // an escape can be parted as well
		if decoded, in, ok := v(joined); ok {
			for _, x := range s.index.findLong(decoded, ended) {
				add(in[x.from], in[x.to])
			}
		}
	}
	for _, m := range packed.FindAllStringIndex(joined, -1) {
		run := joined[m[0]:m[1]]
		if len(run) > maxPacked || at[m[1]-1]-at[m[0]] == len(run)-1 || !s.inside(run, 1) {
			continue
		}
		// The words around it look like base64 too: the part that is needed, and what
		// may be the rest of the secret on both sides.
		from := sort.Search(len(run), func(i int) bool { return !s.inside(run[i:], 1) }) - 1
		to := sort.Search(len(run), func(i int) bool { return s.inside(run[:i], 1) })
		room := 2 * s.index.longest
		add(m[0]+max(from-room, 0), m[0]+min(to+room, len(run)))
	}
	return out
}

// dump is a row of bytes in hexadecimal digits.
var dump = lazyre.New(`\b(?:[0-9A-Fa-f]{2}[ :\n]){5,}[0-9A-Fa-f]{2}\b`)

// joinedView leaves out what has no width or only parts words: blanks, ends of lines,
// control and invisible characters, colours, and HTML's ends of lines.
// A server, or the width of a screen, can put these into a secret.
func joinedView(text string) (string, []int, bool) {
	out := make([]byte, 0, len(text))
	at := make([]int, 0, len(text)+1)
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if r == '[' { // the escape before it is gone or becomes a blank
			if m := choice.FindString(text[i:min(len(text), i+maxColour)]); m != "" {
				i += len(m)
				continue
			}
		}
		if r == '<' {
			if m := breakTag.FindString(text[i:min(len(text), i+maxColour)]); m != "" {
				i += len(m)
				continue
			}
		}
		if r > ' ' && (r != utf8.RuneError || size == 1) && (r < 0x7f || !acts(r) && !unicode.IsSpace(r)) {
			for j := range size {
				out, at = append(out, text[i+j]), append(at, i+j)
			}
		}
		i += size
	}
	return string(out), append(at, len(text)), len(out) < len(text)
}

// choice is what chooses a colour, behind its escape.
var choice = lazyre.New(`^\[[0-9;:]*m`)

// breakTag is a tag of HTML that ends a line, or allows it to end.
var breakTag = lazyre.New(`^<(?:wbr|br) ?/?>`)

const (
	// maxColour bounds the choice of a colour, in bytes.
	maxColour = 32
	// maxPacked bounds a run of digits that ends of lines part, in bytes: whole pages of
	// words are one without their blanks.
	maxPacked = 4 << 10
)

// packed is a run of base64 or hexadecimal digits.
var packed = lazyre.New(`[A-Za-z0-9+/_-]{8,}={0,2}`)

// inside reports whether a run of base64 or hexadecimal digits encodes a secret. It
// may begin in the middle of something else, so that all alignments are tried.
func (s *Secrets) inside(run string, deep int) bool {
	run = strings.NewReplacer("-", "+", "_", "/", "=", "").Replace(run)
	for shift := range min(4, len(run)) {
		part := run[shift:]
		part = part[:len(part)-len(part)%4+tail(len(part)%4)]
		if decoded, err := base64.RawStdEncoding.DecodeString(part); err == nil && len(s.search(string(decoded), deep-1, true)) > 0 {
			return true
		}
	}
	if strings.Trim(run, "0123456789abcdefABCDEF") == "" {
		for shift := range 2 {
			part := run[shift:]
			if decoded, err := hex.DecodeString(part[:len(part)&^1]); err == nil && len(s.search(string(decoded), deep-1, true)) > 0 {
				return true
			}
		}
	}
	return false
}

// tail is how many digits of an unfinished group of base64 still say something.
func tail(n int) int {
	if n == 1 {
		return 0
	}
	return n
}

// A view undoes one kind of escapes. at tells for each byte of the result where
// in the text it comes from, and for its end the end. It reports false where the
// text has no such escape.
type view func(text string) (decoded string, at []int, ok bool)

var views = []view{percentView, backslashView, entityView, printableView}

func percentView(text string) (string, []int, bool) {
	if !strings.Contains(text, "%") {
		return "", nil, false
	}
	return decode(text, '%', func(rest string) (string, int) {
		if len(rest) >= 6 && rest[1] == 'u' { // escape() of JavaScript
			if n, err := strconv.ParseUint(rest[2:6], 16, 32); err == nil {
				return string(rune(n)), 6
			}
		}
		return hexByte(rest)
	})
}

// hexByte is the byte that the two digits behind a mark name.
func hexByte(rest string) (string, int) {
	if len(rest) >= 3 {
		if n, err := strconv.ParseUint(rest[1:3], 16, 8); err == nil {
			return string([]byte{byte(n)}), 3
		}
	}
	return "", 0
}

// printableView undoes quoted-printable, as in mail: =2B.
func printableView(text string) (string, []int, bool) {
	if !strings.Contains(text, "=") {
		return "", nil, false
	}
	return decode(text, '=', hexByte)
}

func backslashView(text string) (string, []int, bool) {
	if !strings.Contains(text, `\`) {
		return "", nil, false
	}
	return decode(text, '\\', func(rest string) (string, int) {
		if len(rest) < 2 {
			return "", 0
		}
		if len(rest) >= 4 { // git writes bytes in octal digits
			if n, err := strconv.ParseUint(rest[1:4], 8, 8); err == nil {
				return string([]byte{byte(n)}), 4
			}
		}
		size := map[byte]int{'u': 4, 'x': 2, 'X': 2, 'U': 8}[rest[1]]
		if size == 0 && rest[1] >= '0' && rest[1] <= '9' {
			return "", 0 // octal digits, cut
		}
		if size == 0 {
			return ends.Replace(rest[1:2]), 2
		}
		if len(rest) < 2+size {
			return "", 0
		}
		n, err := strconv.ParseUint(rest[2:2+size], 16, 32)
		switch {
		case err != nil:
			return "", 0
		case size == 2:
			return string([]byte{byte(n)}), 4
		}
		return string(rune(n)), 2 + size
	})
}

// ends are the letters of the escapes that part lines and columns.
var ends = strings.NewReplacer("n", "\n", "r", "\r", "t", "\t")

func entityView(text string) (string, []int, bool) {
	if !strings.Contains(text, "&") {
		return "", nil, false
	}
	return decode(text, '&', func(rest string) (string, int) {
		end := strings.IndexByte(rest[:min(len(rest), maxEscape)], ';')
		if end < 0 && strings.HasPrefix(rest, "&#") { // browsers read it without the semicolon too
			digits := "0123456789"
			if len(rest) > 2 && rest[2]|0x20 == 'x' {
				digits = "xX0123456789abcdefABCDEF"
			}
			for end = 1; end+1 < min(len(rest), maxEscape) && strings.IndexByte(digits, rest[end+1]) >= 0; {
				end++
			}
		}
		if end < 0 {
			return "", 0
		}
		if plain := html.UnescapeString(rest[:end+1]); plain != rest[:end+1] {
			return plain, end + 1
		}
		return "", 0
	})
}

// decode replaces each escape that begins with mark: next returns what it stands
// for and its length, 0 where it is none.
func decode(text string, mark byte, next func(rest string) (string, int)) (string, []int, bool) {
	out := make([]byte, 0, len(text))
	at := make([]int, 0, len(text)+1)
	found := false
	for i := 0; i < len(text); {
		if text[i] == mark {
			if plain, n := next(text[i:]); n > 0 {
				for j := range len(plain) {
					out, at = append(out, plain[j]), append(at, i)
				}
				i += n
				found = true
				continue
			}
			if n := unfinished(text[i:]); n > 0 {
				i += n
				continue
			}
		}
		out, at = append(out, text[i]), append(at, i)
		i++
	}
	return string(out), append(at, len(text)), found
}

// unfinished is the length of an escape that a text begins with and that an ellipsis cuts.
func unfinished(text string) int {
	n := 1
	for n < min(len(text), maxEscape) && (text[n] < 0x80 && wordByte(text[n]) || text[n] == '#') {
		n++
	}
	if cutAt(text[n:]) {
		return n
	}
	return 0
}

// maxEscape bounds an escape, in bytes.
const maxEscape = 12

// unescaped is a text without its percent escapes, where it has any.
func unescaped(text string) (string, bool) {
	plain, _, ok := percentView(text)
	return plain, ok
}

func printable(data []byte) bool {
	return utf8.Valid(data) && !strings.ContainsFunc(string(data), func(r rune) bool { return r < ' ' })
}
