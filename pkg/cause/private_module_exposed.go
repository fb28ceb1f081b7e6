package cause

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/mirror"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

var privateModuleExposed = &Cause{
	ID:       PrivateModuleExposed,
	Severity: Warning,
	Layer:    Way,
	Fixes:    []settings.Key{settings.Go("GOPRIVATE")},
	Templates: map[string]Template{
		"en": {
			Title:  "the private module {{.module}} is asked of {{.entry}}",
			Detail: "On this machine {{if eq .why `private-remote`}}the repository at hand has a remote on the same host{{else if eq .why `private-host`}}its host has a name of an internal network{{else if eq .why `private-pattern`}}GONOPROXY keeps its path from proxies{{else if eq .why `private-rewrite`}}git reaches its host by a rule with ssh or a credential{{else if eq .why `private-origin`}}git gets it from its origin, and the checksum database cannot{{else if eq .why `private-address`}}the name of its host leads into a private network, and no public server knows it{{else if eq .why `private-module`}}the module at hand is on the same host, and no public server knows it{{else}}there are credentials for its host{{end}}, so it is private. The go command tells its path to {{.entry}}, which is public{{if .fails}} and cannot have it{{end}}.",
			Page:   "GOPRIVATE names the prefixes that no public proxy and no public checksum database may be told.",
		},
		"zh": {
			Title:  "向 {{.entry}} 请求了私有模块 {{.module}}",
			Detail: "在本机上，{{if eq .why `private-remote`}}当前仓库的远程地址与它在同一主机{{else if eq .why `private-host`}}它的主机名属于内部网络{{else if eq .why `private-pattern`}}GONOPROXY 不让代理知道它的路径{{else if eq .why `private-rewrite`}}git 通过 ssh 或带凭据的规则访问它的主机{{else if eq .why `private-origin`}}git 能从源站获取它，而校验和数据库不能{{else if eq .why `private-address`}}它的主机名指向内部网络的地址，而公共服务器都不认识它{{else if eq .why `private-module`}}当前模块与它在同一主机，而公共服务器都不认识它{{else}}存有它所在主机的凭据{{end}}，因此它是私有的。go 命令却把它的路径告诉了公共的 {{.entry}}{{if .fails}}，而那里不可能有它{{end}}。",
			Page:   "GOPRIVATE 列出不得告知任何公共代理和公共校验和数据库的前缀。",
		},
	},
	Match: matchPrivateModuleExposed,
}

func matchPrivateModuleExposed(f *facts.Facts) []Finding {
	var out []Finding
	for _, p := range f.Walks() {
		why, private := route.PrivateEvidence(f.Settings, p.Query.Path)
		if !private && route.MaybePrivate(f.Settings, p.Query.Path) && (facts.Stop{Path: p, Hop: facts.StopHop(p)}).NotFound() && !originDenies(f, p.Query) {
			why, private = route.PrivateByModule, true
		}
		if host, _, _ := strings.Cut(p.Query.Path, "/"); !private && f.Reach(host) == facts.PrivateNetwork && (facts.Stop{Path: p, Hop: facts.StopHop(p)}).NotFound() {
			why, private = byAddress, true
		}
		if originAloneHasIt(f, p) {
			why, private = byOrigin, true
		}
		// What a list keeps from proxies is kept from the database by GONOSUMDB alone,
		// where that has a value of its own.
		if !private || why == route.PrivateByPattern && !stopsAtDatabase(f, p) {
			continue
		}
		i := slices.IndexFunc(p.Hops, func(h route.Hop) bool {
			return h.Entry.Kind == route.Proxy && mirror.IsPublic(h.Entry.URL) || why == byOrigin && isRecord(h)
		})
		if i < 0 && stopsAtDatabase(f, p) {
			i = p.Stop
		}
		if i < 0 && p.Outcome == route.CannotSay && f.Config().SumDB.Name == route.SumGolangOrg {
			// Nobody has asked the database, and nobody should: the settings have go do so.
			i = slices.IndexFunc(p.Hops, asksDatabase)
		}
		if i < 0 {
			continue
		}
		args := entryArgs(facts.Stop{Path: p}, &p.Hops[i])
		if asksDatabase(p.Hops[i]) {
			args["entry"] = "https://" + f.Config().SumDB.Name
		}
		args["why"], args["prefix"], args["fails"] = why, facts.PrivatePrefix(p.Query.Path), ""
		x := Finding{Target: p.Query.Path, Symptom: p.Hops[i].Symptom, Evidence: []string{"setting/" + governing(f, p.Hops[i])}, Args: args}
		if p.Hops[i].Result != "" {
			x.Evidence = append(x.Evidence, p.Hops[i].Result)
		} else {
			x.Evidence = append(x.Evidence, "module/"+p.Query.String())
		}
		if h := facts.StopHop(p); p.Outcome == route.Fails && (h == nil || h.Op != route.OpGit || h.State != route.NotFound) {
			args["fails"] = "yes"
			x.Evidence = append(x.Evidence, facts.Stop{Path: p, Hop: facts.StopHop(p)}.Evidence()...)
			slices.Sort(x.Evidence)
			x.Evidence = slices.Compact(x.Evidence)
		}
		out = append(out, x)
	}
	return out
}

// governing is the variable that should have kept a request from being made: the
// list for module proxies or for the checksum database where it has a value of
// its own, else GOPRIVATE, its default.
func governing(f *facts.Facts, h route.Hop) string {
	name := "GONOPROXY"
	if asksDatabase(h) {
		name = "GONOSUMDB"
	}
	if in := f.Settings.Effective(settings.Go(name)); in.Set() && !in.Derived() {
		return name
	}
	return "GOPRIVATE"
}

// originDenies reports whether the module's own host was asked and has nothing
// under that path: then no setting gets it from there.
func originDenies(f *facts.Facts, q probe.Query) bool {
	return slices.ContainsFunc(f.Of(probe.GoGet), func(r *probe.Result) bool {
		h := r.Evidence.HTTP
		return h != nil && h.Module == q.String() && r.Symptom.NotFound()
	})
}

// byAddress is the reason where no public server knows a module, and the name of
// its host leads into a private network.
const byAddress = "private-address"

// byOrigin is the reason where this machine can fetch a module from its origin,
// and the checksum database, which can fetch everything public, cannot.
const byOrigin = "private-origin"

// originAloneHasIt wants the module proxies not to know the module either: one
// that lists other versions shows that it is the version that is missing.
func originAloneHasIt(f *facts.Facts, p route.Path) bool {
	s := facts.Stop{Path: p, Hop: facts.StopHop(p)}
	return p.Outcome == route.Fails && s.UnknownRecord() && f.Listing(p.Query) == nil &&
		slices.ContainsFunc(p.Hops, func(h route.Hop) bool { return h.Op == route.OpGit && h.State == route.Good })
}

// stopsAtDatabase reports whether what fails is to ask for a record that the
// public database cannot have, by whichever way: where nobody answers there, no
// other way to the database would help.
func stopsAtDatabase(f *facts.Facts, p route.Path) bool {
	h := facts.StopHop(p)
	return p.Outcome == route.Fails && h != nil && asksDatabase(*h) && f.Config().SumDB.Name == route.SumGolangOrg
}

func asksDatabase(h route.Hop) bool { return isRecord(h) || h.Op == route.OpSumSupported }

func isRecord(h route.Hop) bool { return h.Op == route.OpSumLookup }
