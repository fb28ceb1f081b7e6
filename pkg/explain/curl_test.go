package explain

import (
	"fmt"
	"testing"
)

// TestExitCodesOfCurl: the codes of libcurl-errors(3), each with the sentence that
// libcurl has for it. Those of curl's own options and files, and of other protocols,
// say nothing of a proxy.
func TestExitCodesOfCurl(t *testing.T) {
	t.Parallel()
	const at = " https://proxy.golang.org"
	want := map[int]struct{ sentence, finding string }{
		5:  {"Couldn't resolve proxy name", "outbound-proxy-broken outbound-proxy-failed -"},
		6:  {"Couldn't resolve host name", "goproxy-unreachable dns-nxdomain" + at},
		7:  {"Couldn't connect to server", "goproxy-unreachable tcp-refused" + at},
		8:  {"Weird server reply", "goproxy-misbehaving http-not-proxy" + at},
		16: {"Error in the HTTP2 framing layer", "network-flaky http-reset" + at},
		18: {"Transferred a partial file", "goproxy-misbehaving http-truncated" + at},
		28: {"Timeout was reached", "goproxy-unreachable tcp-timeout" + at},
		35: {"SSL connect error", "goproxy-unreachable tls-reset" + at},
		47: {"Number of redirects hit maximum amount", "goproxy-misbehaving http-not-proxy" + at},
		52: {"Server returned nothing (no headers, no data)", "network-flaky http-reset" + at},
		55: {"Failed sending data to the peer", "network-flaky http-reset" + at},
		56: {"Failure when receiving data from the peer", "network-flaky http-reset" + at},
		60: {"SSL peer certificate or SSH remote key was not OK", "tls-interception tls-unknown-authority" + at},
		61: {"Unrecognized or bad HTTP Content or Transfer-Encoding", "goproxy-misbehaving http-not-proxy" + at},
		67: {"Login denied", "goproxy-denied http-401" + at},
		77: {"Problem with the SSL CA cert (path? access rights?)", "ca-bundle-missing tls-unknown-authority" + at},
		83: {"Issuer check against peer certificate failed", "tls-interception tls-unknown-authority" + at},
		91: {"SSL server certificate status verification FAILED", "tls-interception tls-unknown-authority" + at},
		92: {"Stream error in the HTTP/2 framing layer", "network-flaky http-reset" + at},
		95: {"HTTP/3 error", "network-flaky http-reset" + at},
		96: {"QUIC connection error", "goproxy-unreachable tls-reset" + at},
		97: {"proxy handshake error", "outbound-proxy-broken outbound-proxy-failed -"},
		1:  {"Unsupported protocol", ""}, 3: {"URL using bad/illegal format or missing URL", ""}, 23: {"Failed writing received data to disk/application", ""},
		27: {"Out of memory", ""}, 42: {"Operation was aborted by an application callback", ""}, 63: {"Maximum file size exceeded", ""}, 79: {"Error in the SSH layer", ""},
	}
	for code, w := range want {
		log := fmt.Sprintf("$ curl -fsSL https://proxy.golang.org/golang.org/x/net/@v/list\ncurl: (%d) %s\n", code, w.sentence)
		if got := told(t, log); got != w.finding {
			t.Errorf("%s\ngot  %s\nwant %s", log, got, w.finding)
		}
	}
	// A host whose name begins with "proxy" is no outbound proxy.
	const log = "$ curl https://proxy.golang.org/golang.org/x/net/@v/list\ncurl: (35) LibreSSL SSL_connect: SSL_ERROR_SYSCALL in connection to proxy.golang.org:443\n"
	if got := told(t, log); got != "goproxy-unreachable tls-reset"+at {
		t.Errorf("got %s", got)
	}
}

// TestCurlThroughAProxy: the URL that is fetched is not the one behind -x.
func TestCurlThroughAProxy(t *testing.T) {
	t.Parallel()
	const url = " https://proxy.golang.org/example.com/a/@v/list\n"
	for log, want := range map[string]string{
		"$ curl -sS -x http://127.0.0.1:3128" + url + "curl: (7) Failed to connect to 127.0.0.1 port 3128 after 0 ms: Couldn't connect to server\n": "outbound-proxy-broken outbound-proxy-failed 127.0.0.1:3128",
		"$ curl --proxy=http://proxy.corp.test:3128" + url + "curl: (5) Could not resolve proxy: proxy.corp.test\n":                                 "outbound-proxy-broken outbound-proxy-failed proxy.corp.test",
		"$ curl -sS -x http://127.0.0.1:3128" + url + "curl: (56) CONNECT tunnel failed, response 502\n":                                            "outbound-proxy-broken outbound-proxy-failed -",
		"$ curl -sS" + url + "curl: (56) CONNECT tunnel failed, response 403\n":                                                                     "outbound-proxy-broken outbound-proxy-failed -",
		"$ curl -sS" + url + "curl: (56) CONNECT tunnel failed, response 407\n":                                                                     "outbound-proxy-auth http-407 -",
		"$ curl -sS" + url + "curl: (56) Recv failure: Connection reset by peer\n":                                                                  "network-flaky http-reset https://proxy.golang.org",
		"$ curl -sS" + url + "curl: (1) Received HTTP/0.9 when not allowed\n":                                                                       "goproxy-misbehaving http-not-proxy https://proxy.golang.org",
		"$ curl -sSf -x http://user@127.0.0.1:3128" + url + "curl: (22) The requested URL returned error: 407\n":                                    "outbound-proxy-auth http-407 https://proxy.golang.org",
	} {
		if got := told(t, log); got != want {
			t.Errorf("%s\ngot  %s\nwant %s", log, got, want)
		}
	}
}
