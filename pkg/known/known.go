// Package known is the one place that holds facts about hosts: module proxies,
// checksum databases, forges, hosts of public projects, fronts of GitHub, zones
// that the public DNS does not have. The facts are dated and age: they say where to
// start and how to name what is found, and a measurement outranks them. The
// package is pure and imports nothing of this module.
package known

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/lazy"
)

// Role is what a host is for.
type Role string

// The roles.
const (
	Proxy    Role = "module proxy"
	Database Role = "checksum database"
	// Forge is where anybody can keep repositories, private ones too: that a
	// module is there proves nothing.
	Forge Role = "forge"
	// Vanity is the host of a public project's import paths: everything there is public.
	Vanity Role = "project host"
	// Storage is where module proxies redirect for large files.
	Storage Role = "object storage"
	// Front stands in for github.com in insteadOf rules.
	Front Role = "GitHub front"
	// Site serves pages and releases of the Go project or of a forge, and no modules.
	Site Role = "site"
	// Reachability is where operating systems look whether there is a network.
	Reachability Role = "connectivity check"
)

// State is what the last evidence said of a host.
type State string

// The states. Unsteady hosts come and go; an Invented one is named by articles
// and was never seen to serve anything. "" is the state of hosts that are simply there.
const (
	Alive    State = "alive"
	Unsteady State = "unsteady"
	Dead     State = "dead"
	Invented State = "invented"
)

// Upkeep is how far a host's own certificates and pages can be relied upon.
type Upkeep int

// The degrees of upkeep, each including those before it.
const (
	UnknownUpkeep Upkeep = iota
	// Maintained hosts have their names, certificates and pages in order: what
	// seems wrong with them is wrong on the way.
	Maintained
	// Renewed hosts have certificates that their operator issues or watches. If
	// one of those has expired, the clock of this machine is wrong.
	Renewed
)

// Host is what is known of one host.
type Host struct {
	Name   string // in lower case, without a port
	Role   Role
	State  State
	Upkeep Upkeep
	// Module is the path of a public module there; "" where none is known or the
	// host has none. Only forges and vanity hosts have one.
	Module string
	// Shared says that a proxy's host serves other things besides modules.
	Shared bool
	Note   string
	Source string // where the last evidence is
	Date   string // of the last evidence, YYYY-MM or YYYY; "" where it has none
}

// Hosts returns the rows of every table, each name once, sorted by nothing but
// the tables' order: proxies and their aliases, databases, code, fronts.
func Hosts() []Host {
	return slices.Concat(proxyHosts(), databases, code, others, fronts, checkHosts())
}

// byName is made when it is first needed: most commands never do.
var byName = lazy.Value[map[string]*Host]{Make: func() map[string]*Host {
	rows := Hosts()
	out := make(map[string]*Host, len(rows))
	for i := range rows {
		out[rows[i].Name] = &rows[i]
	}
	return out
}}

// Named returns the row of exactly this host.
func Named(host string) (Host, bool) {
	h, ok := byName.Get()[normal(host)]
	if !ok {
		return Host{}, false
	}
	return *h, true
}

// Of returns the row of a host or of the nearest domain above it that has one.
func Of(host string) (Host, bool) {
	host = normal(host)
	for host != "" {
		if h, ok := Named(host); ok {
			return h, true
		}
		_, host, _ = strings.Cut(host, ".")
	}
	return Host{}, false
}

// Is reports whether a host, or the nearest domain above it that has a row, has
// one of the roles.
func Is(host string, roles ...Role) bool {
	h, ok := Of(host)
	return ok && slices.Contains(roles, h.Role)
}

// Shared reports whether a proxy's host serves other things besides modules.
func Shared(host string) bool {
	h, _ := Named(host)
	return h.Shared
}

// Public reports whether a host or a domain above it is in the table. What is in the table
// is public knowledge.
func Public(host string) bool {
	_, ok := Of(host)
	return ok
}

// Kept reports whether the owner of a host keeps its certificates and pages in order at
// least as well as least says. The row of a domain tells nothing about the hosts below it,
// except www.
func Kept(host string, least Upkeep) bool {
	h, ok := Named(strings.TrimPrefix(normal(host), "www."))
	return ok && h.Upkeep >= least
}

// References are the hosts that are public wherever they are looked up from: a
// proxy abroad, a proxy in China, a forge. By them a dead host is told from a
// dead network.
func References() []Host {
	var out []Host
	for _, name := range []string{ProxyGolangOrg, "goproxy.cn", GitHub} {
		h, _ := Named(name)
		out = append(out, h)
	}
	return out
}

// normal returns a host name in lower case, without port and closing dot.
func normal(host string) string {
	host = strings.ToLower(host)
	if i := strings.LastIndexByte(host, ':'); i >= 0 && !strings.Contains(host[:i], ":") {
		host = host[:i]
	}
	return strings.TrimSuffix(host, ".")
}
