package route

import (
	"fmt"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/lazyre"
	"github.com/gofix-net/gofix-net/pkg/outbound"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

func defaultPort(scheme string) string {
	switch scheme {
	case "https":
		return "443"
	case "http":
		return "80"
	case "ssh", "git+ssh", "ssh+git":
		return "22"
	case "git":
		return "9418"
	case "socks5", "socks5h", "socks4", "socks4a", "socks":
		return "1080"
	}
	return ""
}

// scpLike is git's short form USER@HOST:PATH of an ssh address. git takes host:path
// without a user as well. In brackets stands an IPv6 address, a host, or host:port.
var scpLike = lazyre.New(`^(?:[^@/:\s]+@)?(?:\[([0-9A-Fa-f:.%]+|[\pL\pN._:-]+)\]|([\pL\pN._-]+)):([^/].*|/[^/].*|/)?$`)

// HostPort returns the host:port that a URL leads to, IPv6 addresses in
// brackets: of http, https, ssh and git URLs, and of git's user@host:path. The
// host is in lower case. An error means that it names no host (a file:// URL,
// a local path, a port that is no number).
func HostPort(u settings.Value) (string, error) {
	text := u.Reveal()
	if !strings.Contains(text, "://") {
		return scpHostPort(text)
	}
	parsed, err := url.Parse(text)
	if err != nil {
		return "", fmt.Errorf("host of %s: %w", u, hideCredential(err))
	}
	return joinHostPort(parsed, defaultPort(strings.ToLower(parsed.Scheme)))
}

// UsesSSH reports whether git reaches a URL by ssh: by its scheme, or
// user@host:path.
func UsesSSH(u settings.Value) bool {
	scheme, _, ok := strings.Cut(u.Reveal(), "://")
	if ok {
		return strings.Contains(strings.ToLower(scheme), "ssh")
	}
	_, err := HostPort(u)
	return err == nil
}

// UserOf is the user name in a URL of git, or in USER@HOST:PATH, "" where it names none.
func UserOf(u settings.Value) string {
	text := u.Reveal()
	if strings.Contains(text, "://") {
		parsed, err := url.Parse(text)
		if err != nil {
			return ""
		}
		return parsed.User.Username()
	}
	host, _, _ := strings.Cut(text, ":")
	user, _, named := strings.Cut(host, "@")
	if !named {
		return ""
	}
	return user
}

// ProxyHostPort returns the host:port of an outbound proxy as client reads the
// value: without a scheme it is http; without a port go takes 80 (443, 1080)
// and git (libcurl) 1080, but 443 for https.
func ProxyHostPort(proxy settings.Value, client probe.Client) (string, error) {
	u, err := outbound.ParseProxy(proxy.Reveal())
	if err != nil {
		return "", fmt.Errorf("outbound proxy %s: %w", proxy, hideCredential(err))
	}
	port := defaultPort(u.Scheme)
	if port == "" {
		port = "80" // an unknown scheme is spoken to as http
	}
	if client == probe.GitClient && u.Scheme != "https" {
		port = "1080"
	}
	return joinHostPort(u, port)
}

func scpHostPort(text string) (string, error) {
	m := scpLike.FindStringSubmatch(text)
	if m == nil {
		return "", fmt.Errorf("host of %s: neither a URL nor user@host:path", foreign.Redact(text))
	}
	host, port := strings.ToLower(m[1]+m[2]), "22"
	if len(m[2]) == 1 {
		return "", fmt.Errorf("host of %s: a drive letter", foreign.Redact(text))
	}
	if name, own, ok := strings.Cut(host, ":"); ok && !strings.Contains(own, ":") {
		host, port = name, own
	}
	return bracketed(host, port, text)
}

func joinHostPort(u *url.URL, port string) (string, error) {
	host := strings.ToLower(u.Hostname())
	if host == "" {
		return "", fmt.Errorf("host of %s: it names none", foreign.Redact(u.String()))
	}
	if p := u.Port(); p != "" {
		port = p
	}
	return bracketed(host, port, u.String())
}

// bracketed joins a host and its port, an IPv6 address in brackets. text is where
// they come from.
func bracketed(host, port, text string) (string, error) {
	n, err := strconv.Atoi(port)
	if err != nil || n < 1 || n > 65535 {
		return "", fmt.Errorf("host of %s: %q is no port", foreign.Redact(text), port)
	}
	if strings.Contains(host, ":") {
		if _, err := netip.ParseAddr(host); err != nil {
			return "", fmt.Errorf("host of %s: %q is no address", foreign.Redact(text), host)
		}
		host = "[" + host + "]"
	}
	return host + ":" + strconv.Itoa(n), nil
}
