// Package desktop reads the outbound proxy that an operating system's own settings
// name, from what its tools print and its files hold. Browsers use it; go and git do
// not. It is pure: the texts come in as values.
//
// Only a proxy that is named by its address counts. One that a script chooses (PAC,
// automatic detection) has no address to try; where the script is can be told.
package desktop

import (
	"net/url"
	"strconv"
	"strings"
)

// Proxy is an outbound proxy and the setting that names it.
type Proxy struct {
	URL string // with its scheme; never with a credential: these systems keep them elsewhere
	// Name is the setting, as people find it: "org.gnome.system.proxy.https".
	Name string
	// Line is where it stands in a file, counted from 1; 0 where it is no file.
	Line int
}

// address makes a URL of a proxy's host and port; "" where they are none.
func address(scheme, host, port string) string {
	host = strings.TrimSpace(host)
	n, err := strconv.Atoi(strings.TrimSpace(port))
	if host == "" || err != nil || n < 1 || n > 65535 || strings.ContainsAny(host, "/@ \t\"'\\") {
		return ""
	}
	host = strings.Trim(host, "[]")
	if strings.Contains(host, ":") {
		host = "[" + host + "]" // an IPv6 address
	}
	u := url.URL{Scheme: scheme, Host: host + ":" + strconv.Itoa(n)}
	return u.String()
}

// distinct drops proxies without an address, and those that an earlier one names too.
func distinct(all []Proxy) []Proxy {
	var out []Proxy
	seen := map[string]bool{}
	for _, p := range all {
		if p.URL != "" && !seen[p.URL] {
			seen[p.URL] = true
			out = append(out, p)
		}
	}
	return out
}

// schemes are how a proxy for each kind of address is spoken to, the kind that go needs
// first: a proxy for https addresses is itself plain http.
var schemes = []struct{ kind, scheme string }{{"https", "http"}, {"http", "http"}, {"socks", "socks5"}}
