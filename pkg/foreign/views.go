package foreign

import (
	"encoding/base64"
	"encoding/hex"
	"html"
	"strconv"
	"strings"
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
	for _, m := range packed.FindAllStringIndex(text, -1) {
		if s.inside(text[m[0]:m[1]], deep) {
			out = append(out, span{m[0], m[1]})
		}
	}
	return out
}

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

var views = []view{percentView, backslashView, entityView}

func percentView(text string) (string, []int, bool) {
	if !strings.Contains(text, "%") {
		return "", nil, false
	}
	return decode(text, '%', func(rest string) (string, int) {
		if len(rest) >= 3 {
			if n, err := strconv.ParseUint(rest[1:3], 16, 8); err == nil {
				return string([]byte{byte(n)}), 3
			}
		}
		return "", 0
	})
}

func backslashView(text string) (string, []int, bool) {
	if !strings.Contains(text, `\`) {
		return "", nil, false
	}
	return decode(text, '\\', func(rest string) (string, int) {
		if len(rest) < 2 {
			return "", 0
		}
		size := map[byte]int{'u': 4, 'x': 2, 'U': 8}[rest[1]]
		if size == 0 {
			return rest[1:2], 2
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

func entityView(text string) (string, []int, bool) {
	if !strings.Contains(text, "&") {
		return "", nil, false
	}
	return decode(text, '&', func(rest string) (string, int) {
		end := strings.IndexByte(rest[:min(len(rest), 12)], ';')
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
		}
		out, at = append(out, text[i]), append(at, i)
		i++
	}
	return string(out), append(at, len(text)), found
}

// unescaped is a text without its percent escapes, where it has any.
func unescaped(text string) (string, bool) {
	plain, _, ok := percentView(text)
	return plain, ok
}

func printable(data []byte) bool {
	return utf8.Valid(data) && !strings.ContainsFunc(string(data), func(r rune) bool { return r < ' ' })
}
