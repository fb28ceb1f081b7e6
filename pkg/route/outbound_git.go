package route

import (
	"net/netip"
	"net/url"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/outbound"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// gitProxy follows git's http.c (get_curl_handle, var_override) and libcurl:
// http.proxy and http.URL.proxy, the more specific first, over the variables;
// of those the lower case first, http_proxy in lower case only, ALL_PROXY at
// last. An empty value means no proxy. NO_PROXY counts against all of them.
// ssh:// and git:// use none.
func gitProxy(s *settings.Snapshot, u *url.URL) (settings.Value, string) {
	if u.Scheme != "http" && u.Scheme != "https" {
		return "", ""
	}
	set := gitHTTPSetting(s, u, "proxy")
	if !set.Set() {
		set = gitProxyVariable(s, u.Scheme)
	}
	if !set.Set() {
		return "", ""
	}
	if set.Value.Reveal() == "" {
		return "", set.Key.Name
	}
	if none := gitNoProxy(s); none.Set() && curlExempts(none.Value.Reveal(), u.Hostname()) {
		return "", none.Key.Name
	}
	return gitProxyURL(set.Value), set.Key.Name
}

// gitProxyURL writes a proxy as a URL with the scheme and port that libcurl
// assumes: http and 1080 (443 for https). What is no URL stays as it is.
func gitProxyURL(v settings.Value) settings.Value {
	u, err := outbound.ParseProxy(v.Reveal())
	if err != nil || u.Hostname() == "" {
		return v
	}
	if u.Port() == "" {
		port := "1080"
		if u.Scheme == "https" {
			port = "443"
		}
		u.Host = strings.TrimSuffix(u.Host, ":") + ":" + port
	}
	return settings.Value(u.String())
}

func gitProxyVariable(s *settings.Snapshot, scheme string) settings.Setting {
	names := []string{"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}
	if scheme == "http" {
		names = []string{"http_proxy", "all_proxy", "ALL_PROXY"}
	}
	for _, name := range names {
		if set := s.Effective(settings.Variable(name)); set.Set() {
			return set
		}
	}
	return settings.Setting{}
}

func gitNoProxy(s *settings.Snapshot) settings.Setting {
	if set := s.Effective(settings.Variable("no_proxy")); set.Set() {
		return set
	}
	return s.Effective(settings.Variable("NO_PROXY"))
}

// gitHTTPSetting returns the git setting http.NAME or http.URL.NAME that counts
// for u (git-config(1), http.<url>.*). In front of the go command's runs of git, no
// repository's own settings count.
func gitHTTPSetting(s *settings.Snapshot, u *url.URL, name string) settings.Setting {
	var best settings.Setting
	var bestMatch urlMatch
	for _, set := range s.GitSettings("http.", name) {
		if set.Origin == settings.GitLocal || set.Origin == settings.GitWorktree {
			continue
		}
		m, ok := matchHTTPKey(set.Key.Name, name, u)
		// The snapshot is strongest first, so an equal match never replaces.
		if ok && (!best.Set() || bestMatch.less(m)) {
			best, bestMatch = set, m
		}
	}
	return best
}

// GitAuthorities returns what has git trust other certificate authorities than
// those of the system at a URL: the variable GIT_SSL_CAINFO, which outranks git's
// configuration, or http.sslCAInfo; the zero Setting for none.
func (c *Config) GitAuthorities(repository settings.Value) settings.Setting {
	u, err := url.Parse(repository.Reveal())
	if err != nil || u.Scheme != "https" {
		return settings.Setting{}
	}
	if set := c.Settings.Effective(settings.Variable("GIT_SSL_CAINFO")); set.Set() {
		return set
	}
	return gitHTTPSetting(c.Settings, u, "sslcainfo")
}

// curlExempts is libcurl's Curl_check_noproxy (7.88): a lone * exempts all;
// otherwise names separated by commas or blanks, each for itself and its
// subdomains, a leading and a trailing dot dropped; no ports, no inner *; an
// IP address by the address or its network.
func curlExempts(list, host string) bool {
	if list == "*" {
		return true
	}
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	addr, ipErr := netip.ParseAddr(host)
	for _, name := range strings.FieldsFunc(strings.ToLower(list), func(r rune) bool { return r == ',' || r == ' ' || r == '\t' }) {
		if ipErr == nil {
			if exemptsAddress(name, addr) {
				return true
			}
			continue
		}
		name = strings.TrimSuffix(strings.TrimPrefix(name, "."), ".")
		if name != "" && (host == name || strings.HasSuffix(host, "."+name)) {
			return true
		}
	}
	return false
}

func exemptsAddress(name string, addr netip.Addr) bool {
	if p, err := netip.ParsePrefix(name); err == nil {
		return p.Contains(addr)
	}
	a, err := netip.ParseAddr(strings.Trim(name, "[]"))
	return err == nil && a == addr
}
