package route

import (
	"net/url"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// logins are the hosts for which git's settings hold something by which it may get at
// private repositories.
type logins struct {
	rewritten prefixes // rules of insteadOf that lead elsewhere by ssh or with a credential
	given     prefixes // credential.URL.* and http.URL.extraHeader
	helper    bool     // a credential helper for every host
}

// prefixes are URLs by their host in lower case, each as the first element of its path.
type prefixes map[string][]string

func (p prefixes) add(raw string) {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		return
	}
	first, _, _ := strings.Cut(strings.Trim(u.Path, "/"), "/")
	host := strings.ToLower(u.Hostname())
	p[host] = append(p[host], first)
}

// of reports whether one of the URLs is on a host.
func (p prefixes) of(host string) bool { return len(p[strings.ToLower(host)]) > 0 }

// covers reports whether one of the URLs is about the host, or about the owner
// (host/name) where the host is public.
func (p prefixes) covers(host, owner string) bool {
	if !known.CodeHost(host) {
		return p.of(host)
	}
	_, name, _ := strings.Cut(owner, "/")
	return name != "" && slices.Contains(p[strings.ToLower(host)], name)
}

type loginsKey uint64

func loginsOf(s *settings.Snapshot) *logins {
	return settings.Derived(s, loginsKey(s.GitIdentity()), func() *logins {
		out := &logins{rewritten: prefixes{}, given: prefixes{}}
		for i := range s.Layers {
			set := &s.Layers[i]
			if set.Key.Tool != settings.GitConfig {
				continue
			}
			if base, ok := rewriteBase(set); ok && needsCredential(base) {
				out.rewritten.add(set.Value.Reveal())
			}
			if u, ok := credentialURL(set.Key.Name); ok {
				out.given.add(u)
			}
			if set.Key.Name == "credential.helper" && set.Value.Reveal() != "" {
				out.helper = true
			}
		}
		return out
	})
}

// HoldsCredential reports whether this machine has anything by which git may get
// at private repositories of a host: what [HoldsOwnCredential] finds, or a credential
// helper for every host.
func HoldsCredential(s *settings.Snapshot, host string) bool {
	return loginsOf(s).helper || HoldsOwnCredential(s, host)
}

// HoldsOwnCredential reports whether this machine has a credential for a host in
// particular: a line in netrc, a credential helper of the host, a rule that leads there by
// ssh or with a credential.
func HoldsOwnCredential(s *settings.Snapshot, host string) bool {
	l := loginsOf(s)
	return netrc(s)[strings.ToLower(host)] || l.given.of(host) || l.rewritten.of(host)
}

type netrcKey settings.Identity[string]

// netrc returns the hosts of netrc in lower case, each as it is written and without
// its port.
func netrc(s *settings.Snapshot) map[string]bool {
	return settings.Derived(s, netrcKey(settings.Same(s.NetrcHosts)), func() map[string]bool {
		out := map[string]bool{}
		for _, n := range s.NetrcHosts {
			name, _, _ := strings.Cut(n, ":")
			out[strings.ToLower(n)], out[strings.ToLower(name)] = true, true
		}
		return out
	})
}

func inNetrc(s *settings.Snapshot, host string) bool {
	return !known.CodeHost(host) && netrc(s)[strings.ToLower(host)]
}

func needsCredential(base string) bool {
	u, err := url.Parse(base)
	if err != nil || u.Scheme == "" || u.Host == "" {
		_, err := HostPort(settings.Value(base))
		return err == nil // user@host:path
	}
	switch u.Scheme {
	case "ssh", "git+ssh", "ssh+git":
		return true
	}
	return u.User != nil
}

// credentialURL returns the URL of a key credential.URL.* or http.URL.extraheader.
func credentialURL(key string) (string, bool) {
	if middle, ok := strings.CutPrefix(key, "credential."); ok {
		i := strings.LastIndex(middle, ".")
		if i < 0 {
			return "", false
		}
		u := middle[:i]
		if !strings.Contains(u, "://") {
			u = "https://" + u
		}
		return u, true
	}
	if middle, ok := strings.CutPrefix(key, "http."); ok {
		return strings.CutSuffix(middle, ".extraheader")
	}
	return "", false
}
