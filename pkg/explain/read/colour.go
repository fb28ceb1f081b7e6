package read

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/lazyre"
)

// colours are those whose escape character is written out, as a web page or a quotation
// does it, and those that have lost it. Behind the latter stands no digit and no bracket:
// [12m3s] and [5m] are times.
var colours = lazyre.New(`(?:\\+(?:x1[bB]|u001[bB]|033|e)|\^\[|␛)\[[\d;]{0,18}[mK]|\[\d{1,3}(?:;\d{1,3}){0,5}m([^\d\]]|$)`)

// withoutColours removes colours that a copy or a quotation has left as text.
func withoutColours(s string) string {
	for _, mark := range []string{"[0m", "[m", "[1m", "[3", "[9"} {
		if strings.Contains(s, mark) {
			return colours.ReplaceAllString(s, "$1")
		}
	}
	return s
}
