package known

import (
	"net/netip"
	"slices"
	"strings"
)

// internalZones are top-level names that the public DNS does not have: RFC 6762
// appendix G, RFC 8375, ICANN's .internal.
var internalZones = []string{
	"internal", "local", "localdomain", "lan", "corp", "intra", "intranet", "home", "home.arpa", "private",
}

// internalLabels say the same within a name: goproxy.corp.example.com.
var internalLabels = []string{"corp", "internal", "intra", "intranet", "private"}

// forgeLabels begin the names that companies give to a forge of their own.
var forgeLabels = []string{"git", "gitlab", "gitea", "gogs", "code", "stash", "bitbucket", "github", "repo", "vcs", "scm"}

// documentation are names that are reserved for examples and tests and belong to
// no one (RFC 2606).
var documentation = []string{"example.com", "example.net", "example.org", "test"}

// Internal reports whether no public resolver can know a host: it has no dot, or
// stands in a zone that the public DNS does not have.
func Internal(host string) bool {
	host = normal(host)
	if !strings.Contains(host, ".") {
		return host != ""
	}
	return slices.ContainsFunc(internalZones, func(zone string) bool { return strings.HasSuffix(host, "."+zone) })
}

// Inward reports whether a host is [Internal], or a label of its name says that
// it is meant for the inside of a network.
func Inward(host string) bool {
	return Internal(host) || slices.ContainsFunc(strings.Split(normal(host), "."), func(l string) bool { return slices.Contains(internalLabels, l) })
}

// Documentation reports whether a host's name is reserved for examples and tests.
func Documentation(host string) bool {
	host = normal(host)
	return slices.ContainsFunc(documentation, func(d string) bool { return host == d || strings.HasSuffix(host, "."+d) })
}

// Placeholder reports whether a host is one of those that the IANA runs for
// examples: nothing private can be there. What is below them may have an owner.
func Placeholder(host string) bool {
	switch normal(host) {
	case "example.com", "example.net", "example.org":
		return true
	}
	return false
}

// LooksPrivate reports whether the host of a module path looks like one that
// public module proxies cannot see: [Inward], an address, a port, or a forge
// under a name of their owner. It is a guess, for what has only a log to go by.
func LooksPrivate(host string) bool {
	if host == "" || Public(host) {
		return false
	}
	name := normal(host)
	if _, err := netip.ParseAddr(name); err == nil || name != strings.TrimSuffix(strings.ToLower(host), ".") {
		return true
	}
	first, _, _ := strings.Cut(name, ".")
	return Inward(name) || reservedTop(name) || slices.Contains(forgeLabels, first) || strings.HasPrefix(first, "gitlab-")
}

// reservedTop reports whether a name is below .example, .test or .invalid, which
// resolve nowhere: where a log has one, it is used inside a network.
func reservedTop(name string) bool {
	i := strings.LastIndexByte(name, '.')
	return slices.Contains([]string{"example", "test", "invalid"}, name[i+1:])
}
