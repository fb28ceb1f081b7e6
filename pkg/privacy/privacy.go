// Package privacy decides which modules are public. The path of any other module must
// not be sent to a server that does not get it today. A module is public only where
// something proves it: that nothing says it is private is no proof. The package is pure.
package privacy

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/mirror"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// Proof is why a module is public; "" is none.
type Proof string

// The proofs, the strongest first.
const (
	ByProxy      Proof = "proxy"      // a public module proxy served it
	ByDatabase   Proof = "database"   // the public checksum database has a record of it, signed
	ByHost       Proof = "host"       // its host serves public modules and nothing else
	ByRepository Proof = "repository" // its repository on a public forge answers without a credential
	// ByForge is the weakest: it is on a public forge, nothing says that it is
	// private, and this machine holds nothing by which it could fetch a private
	// one from there.
	ByForge Proof = "forge"
)

// Published reports whether a public server has shown the module: the proofs that
// are good enough to show it to servers that no setting names, as measuring many
// mirrors does.
func (p Proof) Published() bool { return p == ByProxy || p == ByDatabase }

// Suspect reports whether something speaks for a path being private: no server that
// go does not ask is asked about it then, not even for a proof.
func Suspect(s *settings.Snapshot, path string) bool {
	_, private := route.PrivateEvidence(s, path)
	return private || route.MaybePrivate(s, path)
}

// Public returns the proof that a module is public, "" where there is none: it may
// be private then, and may be shown only to those whom the go command tells of
// it under the settings in force.
func Public(f *facts.Facts, q probe.Query) Proof {
	host, _, _ := strings.Cut(q.Path, "/")
	if q.Path == known.ToolchainModule {
		return ByHost
	}
	if _, private := route.PrivateEvidence(f.Settings, q.Path); private || f.Reach(host) == facts.PrivateNetwork {
		return ""
	}
	switch {
	case servedInPublic(f, q):
		return ByProxy
	case recorded(f, q):
		return ByDatabase
	case ofProject(f, host):
		return ByHost
	case known.Is(host, known.Forge):
		return onForge(f, q, host, q.Path)
	}
	if repository, ok := named(f, q); ok && known.Is(repository.host, known.Forge) {
		proof := onForge(f, q, repository.host, repository.path)
		if proof == ByForge && Suspect(f.Settings, q.Path) {
			return "" // on the host of the module at hand: too weak
		}
		return proof
	}
	return ""
}

// Unproven returns the modules of the project at hand, and of the queries, of
// which nothing proves that they are public, in their order.
func Unproven(f *facts.Facts) []probe.Query {
	all := slices.Clone(f.Queries)
	have := map[probe.Query]bool{}
	for _, q := range all {
		have[q] = true
	}
	for _, r := range f.Settings.Module.Requires {
		if q := (probe.Query{Path: r.Path, Version: r.Version}); !have[q] {
			all, have[q] = append(all, q), true
		}
	}
	return slices.DeleteFunc(all, func(q probe.Query) bool { return Public(f, q) != "" })
}

// ofProject reports whether a host serves only modules of public projects.
// The names that are kept for documentation have no owner; one that does not
// resolve, or is below such a name, may be used inside some network all the same.
func ofProject(f *facts.Facts, host string) bool {
	if known.Is(host, known.Vanity) {
		return true
	}
	r := f.At(probe.DNS, host)
	return known.Placeholder(host) && (r == nil || r.Status != probe.Fail || r.Symptom != symptom.DNSNXDomain && r.Symptom != symptom.DNSNoAddress)
}

// servedInPublic reports whether a public module proxy had the module.
func servedInPublic(f *facts.Facts, q probe.Query) bool {
	return slices.ContainsFunc(f.Of(probe.Goproxy), func(r *probe.Result) bool {
		h := r.Evidence.HTTP
		return h != nil && r.Status == probe.OK && h.Module == q.String() && mirror.IsPublic(settings.Value(h.Entry))
	})
}

// recorded reports whether the public checksum database has the module: it
// said so just now, or its signed record is in the module cache.
func recorded(f *facts.Facts, q probe.Query) bool {
	if slices.ContainsFunc(f.Of(probe.SumdbState), func(r *probe.Result) bool {
		return r.Evidence.Disk != nil && r.Evidence.Disk.Verified && r.About.Database == known.SumGolangOrg && r.About.Module == q
	}) {
		return true
	}
	if f.Config().SumDB.Name != known.SumGolangOrg {
		return false
	}
	return slices.ContainsFunc(slices.Concat(f.Of(probe.Sumdb), f.Of(probe.SumdbRelay)), func(r *probe.Result) bool {
		h := r.Evidence.HTTP
		if h == nil || h.Module != q.String() {
			return false
		}
		asked := h.Request(probe.ReqSumLookup)
		return asked != nil && asked.Symptom == ""
	})
}

// place is a repository, as host and host/path.
type place struct{ host, path string }

// named returns the repository that the page of a module's own host names.
func named(f *facts.Facts, q probe.Query) (place, bool) {
	for _, r := range f.Of(probe.GoGet) {
		h := r.Evidence.HTTP
		if h == nil || r.Status != probe.OK || h.Module != q.String() || h.Repository == "" {
			continue
		}
		_, rest, ok := strings.Cut(h.Repository, "://")
		host, _, _ := strings.Cut(rest, "/")
		return place{host, strings.TrimSuffix(rest, ".git")}, ok
	}
	return place{}, false
}

// onForge looks for a proof for a repository on a forge that anybody can keep
// private repositories on.
func onForge(f *facts.Facts, q probe.Query, host, path string) Proof {
	answer, answered := repository(f, q)
	switch {
	case answered && answer.Evidence.Git.Anonymous:
		return ByRepository
	case answered && answer.Status == probe.Fail && deniesStrangers(answer.Symptom):
		return "" // a private repository looks like one that is not there
	case known.PublicOwner(path) && owner(path) != owner(f.Settings.Module.Path):
		return ByHost
	// A credential helper for every host comes with git on most systems and says nothing
	// about one.
	case route.HoldsOwnCredential(f.Settings, host), ours(f.Settings, path) && route.HoldsCredential(f.Settings, host):
		return ""
	}
	return ByForge
}

// repository returns what git met at the module's repository.
func repository(f *facts.Facts, q probe.Query) (*probe.Result, bool) {
	for _, r := range f.Of(probe.Git) {
		g := r.Evidence.Git
		if g == nil {
			continue
		}
		if url := route.OriginOf(q.Path).URL.String(); url != "" && g.URL == url || slices.Contains(g.Has, q.String()) || slices.Contains(g.Missing, q.String()) {
			return r, true
		}
	}
	return nil, false
}

// deniesStrangers reports whether a symptom is how a forge hides a private repository.
func deniesStrangers(s symptom.Symptom) bool {
	switch s {
	case symptom.VCSAuth, symptom.HTTP401, symptom.HTTP403:
		return true
	}
	return s.NotFound()
}

// ours reports whether the owner of a path is that of the module or the
// repository at hand.
func ours(s *settings.Snapshot, path string) bool {
	of := owner(path)
	if of == "" {
		return false
	}
	if owner(s.Module.Path) == of {
		return true
	}
	return slices.ContainsFunc(s.Module.Remotes, func(r settings.Value) bool {
		text := strings.ToLower(r.Reveal())
		_, name, _ := strings.Cut(of, "/")
		host, _, _ := strings.Cut(of, "/")
		return strings.Contains(text, host+"/"+name+"/") || strings.Contains(text, host+":"+name+"/")
	})
}

// owner returns host/owner of a path in lower case, "" where it has none.
func owner(path string) string {
	parts := strings.SplitN(strings.ToLower(path), "/", 3)
	if len(parts) < 2 {
		return ""
	}
	return parts[0] + "/" + parts[1]
}
