package foreign

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"math/rand"
	"net/url"
	"strings"
	"testing"
)

// spelling is how a server may write what it was sent.
type spelling struct {
	name  string
	of    func(secret string) string
	whole bool // a part of a secret has another spelling than within the whole
}

func each(format string) func(string) string {
	return func(secret string) string {
		var b strings.Builder
		for i := range len(secret) {
			fmt.Fprintf(&b, format, secret[i])
		}
		return b.String()
	}
}

var (
	quoted = func(s string) string { q, _ := json.Marshal(s); return string(q[1 : len(q)-1]) }
	basic  = func(s string) string { return base64.StdEncoding.EncodeToString([]byte("me:" + s)) }
	digits = func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }
)

var spellings = []spelling{
	{"plain", func(s string) string { return s }, false}, {"upper case", strings.ToUpper, false}, {"lower case", strings.ToLower, false},
	{"query", url.QueryEscape, false}, {"percent", each("%%%02X"), false}, {"HTML", html.EscapeString, false}, {"entities", each("&#%d;"), false}, {"hex entities", each("&#x%X;"), false},
	{"JSON", quoted, false}, {"JSON of each byte", each(`\u%04x`), false}, {"Go", each(`\x%02x`), false}, {"octal", each(`\%03o`), false}, {"quoted-printable", each("=%02X"), false}, {"hex", func(s string) string { return hex.EncodeToString([]byte(s)) }, false},
	{"basic", basic, true}, {"base64url", digits, true}, {"basic in upper case", func(s string) string { return strings.ToUpper(basic(s)) }, true}, {"base64url in lower case", func(s string) string { return strings.ToLower(digits(s)) }, true},
}

// partings are what a server, or the width of a screen, may put in the middle.
var partings = []string{
	"", "\n", "\r\n", "\t", " ", "\x00", "\n    ", "<br>", "<br />\n", "<wbr>", "\u00ad", "\u200b", `\n`, "%0A", "%0D%0A", "&#10;", "\\\n", `" + "`, "=\r\n",
}

// TestMaskWhatServersSayBack: of a secret that a server sends back in whatever spelling, in
// two pieces, behind words by which a pattern knows a part of it, less is left than
// could be of use. What a cut leaves counts as well.
func TestMaskWhatServersSayBack(t *testing.T) {
	t.Parallel()
	alphabets := []string{"0123456789abcdef", base64URL, base64URL + "+/=.~!$*"}
	befores := []string{"you sent ", "invalid token ", "Authorization: Bearer ", `{"token": "`, "https://me:"}
	random := rand.New(rand.NewSource(1)) //nolint:gosec // not for secrets
	for range 20 {
		for _, as := range spellings {
			for _, between := range partings {
				alphabet := alphabets[random.Intn(len(alphabets))]
				secret := ""
				for range 12 + random.Intn(36) {
					secret += string(alphabet[random.Intn(len(alphabet))])
				}
				var s Secrets
				s.Add(secret)
				if len(s.known) == 0 {
					continue
				}
				form := as.of(secret)
				at := 1 + random.Intn(len(secret)-1)
				parted := as.of(secret[:at]) + between + as.of(secret[at:])
				if as.whole {
					at = 1 + random.Intn(len(form)-1)
					parted = form[:at] + between + form[at:]
				}
				before := befores[random.Intn(len(befores))]
				text := before + parted + " for this"
				for way, shown := range map[string]string{"as it is": text, "in a line": Line(text, 4000), "as text": Text(text, 4000), "cut": Line(text, len(before)+len(form)/2)} {
					if way == "cut" && strings.TrimSpace(between) != "" {
						continue // both pieces may be small
					}
					got := s.Guard(Plain, shown)
					if left := leftOf(got, form); left >= len(form)*9/len(secret) {
						t.Errorf("%s parted by %q, %s: %d bytes are left of %q\n\tfrom %q: %q", as.name, between, way, left, secret, text, got)
					}
				}
			}
		}
	}
}

// leftOf is how long the longest run of a text is that stands in a form of a secret too.
func leftOf(text, form string) int {
	longest := 0
	for from := range len(form) {
		for from+longest < len(form) && strings.Contains(text, form[from:from+longest+1]) {
			longest++
		}
	}
	return longest
}
