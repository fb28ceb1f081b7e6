package read

import "strings"

// escapes are how the escape character is written out where a log was copied or quoted.
// The last one is not written at all.
var escapes = []string{"^[", "\u241b", `\x1b`, `\x1B`, `\u001b`, `\u001B`, `\033`, `\e`, ""}

// withoutColours removes colours whose escape character a web page, a copy or a quotation
// has changed or lost.
func withoutColours(s string) string {
	if !strings.Contains(s, "[0m") && !strings.Contains(s, "[m") && !strings.Contains(s, "[1m") && !strings.Contains(s, "[3") && !strings.Contains(s, "[9") {
		return s
	}
	var b strings.Builder
	from := 0
	for at := range len(s) {
		if s[at] != '[' || at < from {
			continue
		}
		if start, end := colourAt(s, at); end > start && start >= from {
			b.WriteString(s[from:start])
			from = end
		}
	}
	b.WriteString(s[from:])
	return b.String()
}

// colourAt returns where the colour begins and ends whose bracket is at bracket; nothing
// where there is none: [12m3s] is a time.
func colourAt(s string, bracket int) (start, end int) {
	i := bracket + 1
	for i < len(s) && i < bracket+20 && (s[i] >= '0' && s[i] <= '9' || s[i] == ';') {
		i++
	}
	if i >= len(s) || s[i] != 'm' && s[i] != 'K' {
		return bracket, bracket
	}
	for _, escape := range escapes {
		if !strings.HasSuffix(s[:bracket], escape) {
			continue
		}
		start = bracket - len(escape)
		for escape != "" && start > 0 && s[start-1] == '\\' {
			start-- // quoted once more
		}
		if escape == "" && (i == bracket+1 || s[i] == 'K' || i+1 < len(s) && (s[i+1] == ']' || s[i+1] >= '0' && s[i+1] <= '9')) {
			break
		}
		return start, i + 1
	}
	return bracket, bracket
}
