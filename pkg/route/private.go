package route

import (
	"slices"
	"strings"

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
		holds  func() bool
	}{
		{PrivateByPattern, func() bool { return namedByPattern(path, writtenLists(s)) }},
		{PrivateByMeant, func() bool { return namedByPattern(path, meantLists(s)) }},
		{PrivateByHost, func() bool { return known.Internal(host) }},
		{PrivateByRewrite, func() bool { return loginsOf(s).rewritten.covers(host, owner) }},
		{PrivateByCredential, func() bool { return loginsOf(s).given.covers(host, owner) || inNetrc(s, host) }},
		{PrivateByRemote, func() bool { return hasRemote(s, host) }},
	} {
		if sign.holds() {
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

// splitPath returns the host and host/owner of a module path.
func splitPath(path string) (host, owner string) {
	host, rest, _ := strings.Cut(path, "/")
	name, _, _ := strings.Cut(rest, "/")
	return host, host + "/" + name
}

// listsKey is of what is read out of a snapshot's layers and of the lines that go skips.
type listsKey struct {
	layers, ignored settings.Identity[settings.Setting]
	meant           bool
}

// writtenLists returns the lists of patterns as the go command reads them.
func writtenLists(s *settings.Snapshot) []patterns {
	return settings.Derived(s, listsKey{layers: settings.Same(s.Layers)}, func() (out []patterns) {
		for _, name := range known.PrivateLists() {
			out = append(out, patternsOf(s, s.Get(name).Reveal()))
		}
		return out
	})
}

// meantLists returns them as they were probably meant, with those of lines that
// the go command skips.
func meantLists(s *settings.Snapshot) []patterns {
	return settings.Derived(s, listsKey{settings.Same(s.Layers), settings.Same(s.Goenv.Ignored), true}, func() (out []patterns) {
		for _, name := range known.PrivateLists() {
			key := meantKey{name, s.Get(name).Reveal()}
			out = append(out, patternsOf(s, settings.Derived(s, key, func() string { return correct.Value(key.name, key.value) })))
		}
		return append(out, patternsOf(s, ignoredPatterns(s)))
	})
}

type meantKey struct{ name, value string }

// ignoredPatterns returns the patterns of the lines that the go command skips, as one list.
func ignoredPatterns(s *settings.Snapshot) string {
	var out []string
	for _, l := range s.Goenv.Ignored {
		if slices.Contains(known.PrivateLists(), l.Key.Name) {
			out = append(out, l.Value.Reveal())
		}
	}
	return strings.Join(out, ",")
}

// namedByPattern reports whether a pattern of the lists names a path; one that
// names public paths in general says nothing about it.
func namedByPattern(path string, lists []patterns) bool {
	for _, list := range lists {
		for pattern := range list.matching(path) {
			if !known.TooBroad(pattern) {
				return true
			}
		}
	}
	return false
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
