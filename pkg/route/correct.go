package route

import (
	"strings"
	"unicode"
)

// CorrectGOPROXY returns what a GOPROXY value that is malformed, or accepted
// and not meant so, was most probably meant to be: separators of other scripts
// and languages become commas, quotes and an export prefix go, keywords lose
// their capitals and slashes and move to the end. It reports false where nothing
// usable is left, or where there was nothing to correct.
func CorrectGOPROXY(value string) (string, bool) {
	text := strings.TrimSpace(value)
	for _, prefix := range []string{"export ", "set ", "GOPROXY="} {
		text = strings.TrimSpace(strings.TrimPrefix(text, prefix))
	}
	text = strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(quotes, r):
			return -1
		case strings.ContainsRune(";；，、", r), unicode.IsSpace(r):
			return ','
		case r == '｜':
			return '|'
		}
		return r
	}, text)
	var proxies []string
	end := ""
	for text != "" {
		element, rest, bar, last := cutElement(text)
		text = rest
		element = correctElement(element)
		switch {
		case element == "":
			continue
		case element == string(Direct) || element == string(Off):
			if end == "" {
				end = element
			}
			continue
		case checkEntry(assumeHTTPS(element)) != nil:
			continue
		}
		if bar && !last {
			element += "|"
		}
		proxies = append(proxies, element)
	}
	if end == string(Off) && len(proxies) > 0 {
		end = ""
	}
	fixed := join(proxies, end)
	if fixed == "" || fixed == strings.TrimSpace(value) {
		return "", false
	}
	list := ParseGOPROXY(fixed)
	return fixed, list.Err == nil && len(list.Doubts) == 0
}

// quotes are the marks that people paste around values.
const quotes = "\"'`“”‘’"

// correctElement mends one element: keywords in any case and with slashes, and
// a scheme with a slash or a colon too few, or twice.
func correctElement(e string) string {
	e = strings.TrimSpace(e)
	switch word := strings.ToLower(strings.Trim(e, "/")); word {
	case string(Direct), string(Off):
		return word
	}
	for _, scheme := range []string{"https", "http"} {
		if once, twice := strings.CutPrefix(e, scheme+"://"+scheme+"://"); twice {
			e = scheme + "://" + once
		}
		rest, ok := strings.CutPrefix(e, scheme)
		if !ok || strings.HasPrefix(rest, "://") {
			continue
		}
		trimmed := strings.TrimLeft(rest, ":/")
		if len(trimmed) < len(rest) && strings.Contains(trimmed, ".") {
			return scheme + "://" + trimmed
		}
	}
	return e
}

// join puts entries together: a bar where an entry brings one, else a comma,
// and a comma before the keyword that ends the list.
func join(entries []string, end string) string {
	var b strings.Builder
	for i, e := range entries {
		last := i == len(entries)-1
		text, bar := strings.CutSuffix(e, "|")
		b.WriteString(text)
		switch {
		case last:
		case bar:
			b.WriteByte('|')
		default:
			b.WriteByte(',')
		}
	}
	if end != "" {
		if b.Len() > 0 {
			b.WriteByte(',')
		}
		b.WriteString(end)
	}
	return b.String()
}
