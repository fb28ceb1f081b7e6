package correct

import (
	"net/url"
	"path"
	"strings"
	"unicode"
)

// The keywords of GOPROXY.
const (
	direct = "direct"
	off    = "off"
)

// proxyList writes a GOPROXY list by the go command's rules: commas and bars
// between entries, keywords in lower case and at the end. Words that are no
// entries are dropped.
func proxyList(text string) string {
	var proxies []string
	end := ""
	for _, e := range entries(text) {
		name, bar := strings.CutSuffix(e, "|")
		switch name = entry(name); {
		case name == direct || name == off:
			if end == "" {
				end = name
			}
		case isProxy(name) && bar:
			proxies = append(proxies, name+"|")
		case isProxy(name):
			proxies = append(proxies, name)
		}
	}
	if end == off && len(proxies) > 0 {
		end = ""
	}
	return join(proxies, end)
}

// entries splits a list at everything that may be meant as a separator. An entry
// before a bar keeps it.
func entries(text string) []string {
	text = strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(quotes, r):
			return -1
		case r == ';', unicode.IsSpace(r):
			return ','
		}
		return r
	}, ascii(text))
	var out []string
	for e := range strings.SplitSeq(strings.ReplaceAll(text, "|", "|,"), ",") {
		switch {
		case e == "|" && len(out) > 0:
			out[len(out)-1] += "|"
		case strings.Trim(e, "|") != "":
			out = append(out, e)
		}
	}
	return out
}

// entry corrects one entry: keywords in any case and with slashes, and schemes.
func entry(e string) string {
	switch word := strings.ToLower(strings.Trim(e, "/")); word {
	case direct, off:
		return word
	}
	return scheme(e)
}

// isProxy reports whether an entry can be the address of a module proxy.
func isProxy(e string) bool {
	if strings.ContainsAny(e, ".:/") && !strings.Contains(e, ":/") && !path.IsAbs(e) {
		e = "https://" + e
	}
	u, err := url.Parse(e)
	if err != nil {
		return false
	}
	return u.Scheme == "file" || (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
}

// join puts entries and the keyword that ends the list together: a bar where an entry
// brings one, else a comma.
func join(entries []string, end string) string {
	if end != "" {
		entries = append(entries, end)
	}
	var b strings.Builder
	for i, e := range entries {
		text, bar := strings.CutSuffix(e, "|")
		b.WriteString(text)
		switch {
		case i == len(entries)-1:
		case bar:
			b.WriteByte('|')
		default:
			b.WriteByte(',')
		}
	}
	return b.String()
}
