package route

import "strings"

// Element is one element of a GOPROXY list as it is written.
type Element struct {
	Text string // without white space around it, never empty
	Sep  string // what follows: ",", "|", or "" at the end of the list
}

// Elements splits a GOPROXY list where modfetch.proxyList does: at each comma and bar,
// trimmed of Unicode white space, empty elements left out. Unlike ParseGOPROXY it judges
// none of them, and goes on behind "direct" and "off".
func Elements(list string) []Element {
	var out []Element
	for list != "" {
		text, rest, bar, last := cutElement(list)
		list = rest
		e := Element{Text: strings.TrimSpace(text), Sep: ","}
		switch {
		case e.Text == "":
			continue
		case last:
			e.Sep = ""
		case bar:
			e.Sep = "|"
		}
		out = append(out, e)
	}
	return out
}
