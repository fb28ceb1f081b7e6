package outbound

import (
	"net/url"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/http/httpproxy"
)

// sameProxy compares with the library that net/http contains.
func sameProxy(t *testing.T, v Config, text string) {
	t.Helper()
	u, err := url.Parse(text)
	if err != nil || u.Host == "" {
		return
	}
	c := httpproxy.Config{HTTPProxy: v.HTTP, HTTPSProxy: v.HTTPS, NoProxy: v.None, CGI: v.CGI}
	want, wantErr := c.ProxyFunc()(u)
	got, gotErr := v.ProxyFor(u)
	if (got == nil) != (want == nil) || got != nil && got.String() != want.String() || (gotErr == nil) != (wantErr == nil) {
		t.Errorf("%q with %+v: got %v, %v; net/http: %v, %v", text, v, got, gotErr, want, wantErr)
	}
}

var (
	exceptionLists = []string{
		"", "*", ",", "example.com", ".example.com", "*.example.com", "*example.com", "EXAMPLE.com ", "example.com:443", "example.com:80",
		"*.example.com:8443", ":443", "localhost", "10.0.0.0/8", "10.1.2.3", "10.1.2.3:443", "::1", "[::1]", "[2001:db8::1]:443", "2001:db8::/32",
		"com", "a.example.com,b.example.com", "foo, *", "10.0.0.0/33", "exam ple.com", "bücher.example", ".bücher.example", "xn--bcher-kva.example", "点心.example:443", "STRASSE.example,straße.example", "[x]:1", "*.", ".", "*:443",
	}
	exceptionHosts = []string{
		"https://example.com/x", "http://example.com", "https://a.example.com:8443", "https://EXAMPLE.com", "https://notexample.com", "https://localhost",
		"https://LOCALHOST", "https://x.localhost", "https://127.0.0.1:9", "https://[::1]/", "https://[::ffff:127.0.0.1]", "https://10.1.2.3",
		"https://[2001:db8::1]:443/", "https://[fe80::1%25eth0]/", "https://bücher.example", "https://a.bücher.example/", "ftp://example.com", "https://example.com.", "https://点心.example", "https://straße.example",
	}
	proxyTexts = []string{"", "http://p.example:3128", "p.example:3128", "socks5://127.0.0.1:1080", "http://", "%zz", "://", "127.0.0.1"}
)

// TestLikeNetHTTP: what go does with HTTP_PROXY, HTTPS_PROXY and NO_PROXY.
func TestLikeNetHTTP(t *testing.T) {
	t.Parallel()
	for _, host := range exceptionHosts {
		for _, none := range exceptionLists {
			sameProxy(t, Config{HTTP: "h.example:1", HTTPS: "HTTP://p.example:3128", None: none}, host)
		}
		for _, proxy := range proxyTexts {
			sameProxy(t, Config{HTTP: proxy, HTTPS: proxy}, host)
			sameProxy(t, Config{HTTP: proxy, CGI: true}, host)
		}
	}
}

func FuzzLikeNetHTTP(f *testing.F) {
	for _, none := range exceptionLists {
		f.Add("http://p.example:3128", none, exceptionHosts[len(none)%len(exceptionHosts)], false)
	}
	f.Fuzz(func(t *testing.T, proxy, none, text string, cgi bool) {
		if strings.ContainsFunc(none+text, func(r rune) bool { return r > unicode.MaxASCII }) {
			return // names of other scripts are in the table: which of them are valid is net/http's matter
		}
		sameProxy(t, Config{HTTP: proxy, HTTPS: proxy, None: none, CGI: cgi}, text)
	})
}
