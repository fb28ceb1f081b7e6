// Package outbound answers by which outbound proxy net/http, and so the go command, asks a
// URL: the rules of HTTP_PROXY, HTTPS_PROXY and NO_PROXY.
//
// They are those of golang.org/x/net/http/httpproxy, a copy of which is in net/http and
// cannot be asked there with other values than the environment's. The library itself would
// bring its tables of Unicode, a hundredth of the program, a second time; it is what the
// tests compare with.
package outbound

import (
	"cmp"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"unicode"
)

// ErrCGI is what net/http says of an http:// URL where HTTP_PROXY and REQUEST_METHOD are
// both set.
var ErrCGI = errors.New("refusing to use HTTP_PROXY value in CGI environment; see golang.org/s/cgihttpproxy")

// Config are the values that decide.
type Config struct {
	HTTP, HTTPS string // the proxies of each scheme, "" for none
	None        string // NO_PROXY
	CGI         bool   // REQUEST_METHOD is set
}

// FromEnvironment reads them as go does: upper case first, an empty variable is as unset.
func FromEnvironment(getenv func(string) string) Config {
	pick := func(upper string) string { return cmp.Or(getenv(upper), getenv(strings.ToLower(upper))) }
	return Config{HTTP: pick("HTTP_PROXY"), HTTPS: pick("HTTPS_PROXY"), None: pick("NO_PROXY"), CGI: getenv("REQUEST_METHOD") != ""}
}

// ProxyFor is the proxy of u, nil for none. What cannot be parsed is none. The error is
// [ErrCGI].
func (c Config) ProxyFor(u *url.URL) (*url.URL, error) {
	text := map[string]string{"http": c.HTTP, "https": c.HTTPS}[u.Scheme]
	if text == "" {
		return nil, nil
	}
	proxy, err := ParseProxy(text)
	if err != nil {
		return nil, nil //nolint:nilerr // go ignores what it cannot parse
	}
	if u.Scheme == "http" && c.CGI {
		return nil, ErrCGI
	}
	if Excepted(c.None, u) {
		return nil, nil
	}
	return proxy, nil
}

// Excepted reports whether the host of u is asked without a proxy: this machine, and what an
// element of NO_PROXY matches.
func Excepted(list string, u *url.URL) bool {
	host, port := asciiHost(u.Hostname()), u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	if _, _, err := net.SplitHostPort(net.JoinHostPort(host, port)); err != nil || Local(host) {
		return true
	}
	ip, err := netip.ParseAddr(host)
	isIP := err == nil
	host = strings.ToLower(strings.TrimSpace(host))
	for element := range strings.SplitSeq(list, ",") {
		if element = strings.ToLower(strings.TrimSpace(element)); element == "*" {
			return true
		}
		if element != "" && exempts(element, host, port, ip, isIP) {
			return true
		}
	}
	return false
}

// Local reports whether a host is asked without any proxy whatever is set. It is net/http's
// rule word for word: x.localhost is proxied.
func Local(host string) bool {
	a, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && a.IsLoopback()
}

// ParseProxy reads the value of a proxy variable: what is no URL with a host gets http://
// in front.
func ParseProxy(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err == nil && u.Scheme != "" && u.Host != "" {
		return u, nil
	}
	if again, err2 := url.Parse("http://" + text); err2 == nil {
		return again, nil
	}
	return u, err
}

// exempts reports whether an element of NO_PROXY matches a host: a network, an address or
// a name with the names below it, the latter two perhaps with a port.
func exempts(element, host, port string, ip netip.Addr, isIP bool) bool {
	if _, network, err := net.ParseCIDR(element); err == nil {
		return isIP && network.Contains(ip.AsSlice())
	}
	name, only, err := net.SplitHostPort(element)
	if err != nil {
		name = element
	} else if len(name) > 1 && name[0] == '[' && name[len(name)-1] == ']' {
		name = name[1 : len(name)-1]
	}
	if name == "" || only != "" && only != port {
		return false
	}
	if address := net.ParseIP(name); address != nil {
		return isIP && address.Equal(ip.AsSlice())
	}
	if isIP {
		return false
	}
	if strings.HasPrefix(name, "*.") {
		name = name[1:]
	}
	below, dotted := strings.CutPrefix(name, ".")
	if !dotted {
		below = name
	}
	below = asciiHost(below)
	return strings.HasSuffix(host, "."+below) || !dotted && host == below
}

// asciiHost is a host as it is looked up. A name in another script is written as net/http
// writes it into a request (RFC 5891), an invalid one stays as it is.
func asciiHost(host string) string {
	if strings.IndexFunc(host, func(r rune) bool { return r > unicode.MaxASCII }) < 0 || strings.ContainsAny(host, "/ :%[]") {
		return host
	}
	r := http.Request{Method: http.MethodHead, URL: &url.URL{Scheme: "https", Host: host}}
	var sent strings.Builder
	if r.Write(&sent) != nil {
		return host
	}
	_, rest, _ := strings.Cut(sent.String(), "Host: ")
	name, _, _ := strings.Cut(rest, "\r\n")
	return cmp.Or(name, host)
}
