package desktop

import (
	"net/url"
	"strings"
)

// Kioslaverc reads KDE's file of that name: in [Proxy Settings], ProxyType 1 is a proxy
// by its address (KIO, kprotocolmanager.h: 0 none, 1 manual, 2 and 3 a script, 4 the
// environment). Addresses are written as "http://HOST PORT", older ones with a colon.
func Kioslaverc(text string) []Proxy {
	values, lines := map[string]string{}, map[string]int{}
	inside, n := false, 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "[") {
			inside = strings.HasPrefix(line, "[Proxy Settings]")
			continue
		}
		if key, value, ok := strings.Cut(line, "="); ok && inside {
			key, _, _ = strings.Cut(strings.TrimSpace(key), "[") // [$e] and its like
			values[key], lines[key] = strings.TrimSpace(value), n
		}
	}
	if values["ProxyType"] != "1" {
		return nil
	}
	var out []Proxy
	for _, s := range schemes {
		key := s.kind + "Proxy"
		out = append(out, Proxy{URL: kdeAddress(values[key], s.scheme), Name: "kioslaverc " + key, Line: lines[key]})
	}
	return distinct(out)
}

func kdeAddress(value, scheme string) string {
	value = strings.Join(strings.Fields(value), ":")
	if !strings.Contains(value, "://") {
		value = scheme + "://" + value
	}
	u, err := url.Parse(value)
	if err != nil {
		return ""
	}
	return address(scheme, u.Hostname(), u.Port())
}
