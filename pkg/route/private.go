package route

import (
	"net/url"
	"slices"
	"strings"

	"golang.org/x/mod/module"

	"github.com/gofix-net/gofix-net/pkg/correct"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// Reasons that [PrivateEvidence] gives, as i18n keys.
const (
	PrivateByPattern    = "private-pattern"    // GOPRIVATE, GONOPROXY or GONOSUMDB names it
	PrivateByMeant      = "private-meant"      // one of them was meant to name it, and is written so that it does not
	PrivateByHost       = "private-host"       // the host's name belongs to no public zone
	PrivateByRemote     = "private-remote"     // the current repository has a remote on that host
	PrivateByRewrite    = "private-rewrite"    // an insteadOf rule leads there by ssh or with a credential
	PrivateByCredential = "private-credential" // git or netrc has a credential for it
	PrivateByModule     = "private-module"     // see [MaybePrivate]
)

// PrivateEvidence reports whether something on this machine says that a module
// path is not public, and what. It is conservative: what people also do for
// public repositories (ssh for all of github.com, one credential for a whole
// forge, a remote on a public forge, a pattern that covers the public modules
// too) proves nothing. Without evidence a path may still be private.
func PrivateEvidence(s *settings.Snapshot, path string) (reason string, ok bool) {
	host, owner := splitPath(path)
	for _, sign := range []struct {
		reason string
		holds  bool
	}{
		{PrivateByPattern, namedByPattern(path, writtenLists(s))},
		{PrivateByMeant, namedByPattern(path, meantLists(s))},
		{PrivateByHost, known.Internal(host)},
		{PrivateByRewrite, rewrittenToPrivate(s, host, owner)},
		{PrivateByCredential, hasCredential(s, host, owner) || inNetrc(s, host)},
		{PrivateByRemote, hasRemote(s, host)},
	} {
		if sign.holds {
			return sign.reason, true
		}
	}
	return "", false
}

// MaybePrivate reports whether a path should not be shown to any new server,
// although nothing proves it to be private: it shares a host, that is no public
// one, with the current module. Vanity hosts of public projects look the same, so
// this is not enough for a finding. Names reserved for examples do not count.
func MaybePrivate(s *settings.Snapshot, path string) bool {
	host, _ := splitPath(path)
	own, _ := splitPath(s.Module.Path)
	return strings.Contains(host, ".") && strings.EqualFold(own, host) && !known.CodeHost(host) && !known.Documentation(host)
}

func inNetrc(s *settings.Snapshot, host string) bool {
	return !known.CodeHost(host) && slices.ContainsFunc(s.NetrcHosts, func(n string) bool {
		name, _, _ := strings.Cut(n, ":")
		return strings.EqualFold(name, host)
	})
}

// HoldsCredential reports whether this machine has anything by which git may get
// at private repositories of a host: a line in netrc, a credential helper, a rule
// that leads there by ssh or with a credential.
func HoldsCredential(s *settings.Snapshot, host string) bool {
	if slices.ContainsFunc(s.NetrcHosts, func(n string) bool { return strings.EqualFold(n, host) }) {
		return true
	}
	for _, l := range s.Layers {
		if l.Key.Tool != settings.GitConfig {
			continue
		}
		if l.Key.Name == "credential.helper" && l.Value.Reveal() != "" {
			return true
		}
		if u, ok := credentialURL(l.Key.Name); ok && onHost(u, host) {
			return true
		}
	}
	return slices.ContainsFunc(readRewrites(s), func(r Rewrite) bool {
		return onHost(r.Prefix.Reveal(), host) && needsCredential(r.Base.Reveal())
	})
}

// onHost reports whether a URL is of a host.
func onHost(raw, host string) bool {
	u, err := url.Parse(raw)
	return err == nil && strings.EqualFold(u.Hostname(), host)
}

// splitPath returns the host and host/owner of a module path.
func splitPath(path string) (host, owner string) {
	host, rest, _ := strings.Cut(path, "/")
	name, _, _ := strings.Cut(rest, "/")
	return host, host + "/" + name
}

// writtenLists returns the lists of patterns as the go command reads them.
func writtenLists(s *settings.Snapshot) []string {
	var out []string
	for _, name := range known.PrivateLists() {
		out = append(out, s.Get(name).Reveal())
	}
	return out
}

// meantLists returns them as they were probably meant, with those of lines that
// the go command skips.
func meantLists(s *settings.Snapshot) []string {
	var out []string
	for _, name := range known.PrivateLists() {
		out = append(out, correct.Value(name, s.Get(name).Reveal()))
	}
	for _, l := range s.Goenv.Ignored {
		if slices.Contains(known.PrivateLists(), l.Key.Name) {
			out = append(out, l.Value.Reveal())
		}
	}
	return out
}

// namedByPattern reports whether a pattern of the lists names a path; one that
// names public paths in general says nothing about it.
func namedByPattern(path string, lists []string) bool {
	for _, list := range lists {
		for pattern := range strings.SplitSeq(list, ",") {
			if module.MatchPrefixPatterns(pattern, path) && !known.TooBroad(pattern) {
				return true
			}
		}
	}
	return false
}

// rewrittenToPrivate looks for an insteadOf rule for the host, or for a public
// host the owner, whose base needs a key or has a credential.
func rewrittenToPrivate(s *settings.Snapshot, host, owner string) bool {
	for i := range s.Layers {
		set := &s.Layers[i]
		base, ok := rewriteBase(set)
		if ok && coversPath(set.Value.Reveal(), host, owner) && needsCredential(base) {
			return true
		}
	}
	return false
}

// coversPath reports whether a git URL prefix is about the host, or about the
// owner where the host is public.
func coversPath(prefix, host, owner string) bool {
	if !mentions(prefix, host) {
		return false // most rules, and parsing a URL takes long
	}
	u, err := url.Parse(prefix)
	if err != nil || u.Host == "" || !strings.EqualFold(u.Hostname(), host) {
		return false
	}
	if !known.CodeHost(host) {
		return true
	}
	_, name, _ := strings.Cut(owner, "/")
	first, _, _ := strings.Cut(strings.Trim(u.Path, "/"), "/")
	return name != "" && first == name
}

// mentions reports whether a URL prefix has the host in it, in any case, or in
// escapes.
func mentions(prefix, host string) bool {
	for i := 0; i+len(host) <= len(prefix); i++ {
		if strings.EqualFold(prefix[i:i+len(host)], host) {
			return true
		}
	}
	return strings.Contains(prefix, "%")
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

// hasCredential looks for credential.URL.* and http.URL.extraHeader.
func hasCredential(s *settings.Snapshot, host, owner string) bool {
	for _, l := range s.Layers {
		if l.Key.Tool != settings.GitConfig {
			continue
		}
		if u, ok := credentialURL(l.Key.Name); ok && coversPath(u, host, owner) {
			return true
		}
	}
	return false
}

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

// hasRemote reports whether the current repository is on the same host,
// where that is no public one.
func hasRemote(s *settings.Snapshot, host string) bool {
	if known.CodeHost(host) {
		return false
	}
	for _, r := range s.Module.Remotes {
		at, err := HostPort(r)
		if err != nil {
			continue
		}
		if name, _, _ := strings.Cut(at, ":"); strings.EqualFold(name, host) {
			return true
		}
	}
	return false
}
