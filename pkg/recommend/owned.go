package recommend

import (
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/mirror"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// Owned reports whether there is a sign that a proxy belongs to the user or a
// company: a credential, a refusal of unknown clients, an address or a name inside a private network, a port
// or a path of its own, a file, plain http, or a domain shared with private
// paths or with the current module.
func Owned(f *facts.Facts, e route.Entry) bool {
	u, err := url.Parse(e.URL.Reveal())
	if err != nil || u.Scheme != "file" && u.Host == "" {
		return false // it names no server
	}
	host := strings.ToLower(u.Hostname())
	if known.Loopback(host) && refused(f, e) {
		return false // a program on this machine that does not run holds nothing
	}
	switch {
	case u.Scheme == "file", u.Scheme == "http", u.User != nil, u.RawQuery != "":
		return true
	case u.Port() != "" && u.Port() != "443":
		return true
	case !strings.Contains(host, "."):
		return true
	}
	return known.Inward(host) || privateAddress(f, host) || repositoryManager(u.Path) || sharesDomain(f.Settings, host) || wantsToKnowUs(f, e)
}

// refused reports whether no server listens at the entry.
func refused(f *facts.Facts, e route.Entry) bool {
	hp, err := route.HostPort(e.URL)
	if err != nil {
		return false
	}
	if r := f.At(probe.TCP, hp); r != nil && r.Symptom == symptom.TCPRefused {
		return true
	}
	return slices.ContainsFunc(f.AtEntry(probe.Goproxy, e.Name()), func(r *probe.Result) bool {
		return r.Symptom == symptom.TCPRefused
	})
}

// wantsToKnowUs reports whether a proxy refuses unknown clients: then it has an owner.
func wantsToKnowUs(f *facts.Facts, e route.Entry) bool {
	return slices.ContainsFunc(f.AtEntry(probe.Goproxy, e.Name()), func(r *probe.Result) bool {
		return slices.ContainsFunc(r.Evidence.HTTP.Requests, func(q probe.HTTPRequest) bool {
			return q.Status == 401 || q.Status == 403 || q.Status == 407
		})
	})
}

// SameOwner reports whether a proxy and a module's host belong to one registrable
// domain, so that the module's own company runs the proxy. Only such a proxy may
// get paths that GOPRIVATE or GONOPROXY keeps from every proxy; the weaker signs of
// [Owned] fit the proxy of any owner.
func SameOwner(e route.Entry, q probe.Query) bool {
	u, err := url.Parse(e.URL.Reveal())
	if err != nil || u.Scheme != "https" {
		return false
	}
	host, _, _ := strings.Cut(q.Path, "/")
	if known.CodeHost(host) {
		return false
	}
	proxys, err := publicsuffix.EffectiveTLDPlusOne(strings.ToLower(u.Hostname()))
	if err != nil {
		return false
	}
	modules, err := publicsuffix.EffectiveTLDPlusOne(strings.ToLower(host))
	return err == nil && proxys == modules
}

// Replaceable reports whether a stored profile may put its own entries in the
// place of a proxy: of a known public one always, of any other only where
// nothing says that it has an owner and it was just measured to fail.
func Replaceable(f *facts.Facts, u settings.Value) bool {
	if mirror.IsPublic(u) {
		return true
	}
	list := route.ParseGOPROXY(u.Reveal())
	if list.Err != nil || len(list.Entries) != 1 || list.Entries[0].Kind != route.Proxy {
		return false
	}
	c := &Case{Facts: f}
	return !Owned(f, list.Entries[0]) && c.fails(list.Entries[0])
}

func privateAddress(f *facts.Facts, host string) bool {
	if known.Loopback(host) || known.PrivateNetwork(host) {
		return true
	}
	r := f.At(probe.DNS, host)
	if r == nil || r.Evidence.DNS == nil {
		return false
	}
	return slices.ContainsFunc(r.Evidence.DNS.Addresses, known.PrivateNetwork)
}

// repositoryManager reports whether a path looks like that of a repository
// manager: those are run by companies for themselves.
func repositoryManager(path string) bool {
	for _, part := range []string{"/artifactory/", "/nexus/", "/repository/", "/api/go/", "/athens"} {
		if strings.Contains(path+"/", part) {
			return true
		}
	}
	return false
}

// sharesDomain reports whether the host is under a domain that private patterns,
// the current module or its repository name. A public forge does not count: projects
// of all kinds of owners are there.
func sharesDomain(s *settings.Snapshot, host string) bool {
	mine := domain(host)
	var named []string
	for _, k := range known.PrivateLists() {
		for p := range strings.SplitSeq(s.Get(k).Reveal(), ",") {
			h, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimSpace(p), "*."), "/")
			named = append(named, h)
		}
	}
	h, _, _ := strings.Cut(s.Module.Path, "/")
	named = append(named, h)
	for _, r := range s.Module.Remotes {
		if hp, err := route.HostPort(r); err == nil {
			h, _, _ := strings.Cut(hp, ":")
			named = append(named, h)
		}
	}
	return slices.ContainsFunc(named, func(n string) bool {
		return strings.Contains(n, ".") && !known.CodeHost(n) && domain(n) == mine
	})
}

// domain returns the last two labels of a host: enough to see that two hosts
// belong together, and on the cautious side where a registry has longer suffixes.
func domain(host string) string {
	labels := strings.Split(strings.ToLower(host), ".")
	if len(labels) > 2 {
		labels = labels[len(labels)-2:]
	}
	return strings.Join(labels, ".")
}
