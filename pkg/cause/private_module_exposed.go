package cause

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/mirror"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// PrivateModuleExposed is its id.
const PrivateModuleExposed ID = "private-module-exposed"

var privateModuleExposed = &Cause{
	ID:       PrivateModuleExposed,
	Traits:   Traits{Once, Lasts, ByModule},
	Severity: Warning,
	Layer:    Way,
	Probe:    probe.Goproxy,
	Fixes:    []settings.Key{settings.Go("GOPRIVATE")},
	Words: Languages{
		Text[PrivateModule]{
			Title: func(d PrivateModule) string {
				return "go sends the private path " + d.Module + " to the public " + d.Entry
			},
			Detail: func(d PrivateModule) string {
				return "The module is private: " + signOf(d.Why).en + ". " + d.Entry + " is public" + when(d.Fails, " and cannot have it") + "."
			},
			Log: Log{
				Title: func(l Seen) string {
					return when(l.Path != "", l.Path, "a module") + " looks private, but go sends its path to a public proxy or checksum database"
				},
				Steps: func(l Seen) []string {
					return []string{
						"If it is private, add its prefix to GOPRIVATE. This keeps existing entries (sh, bash, zsh and PowerShell):",
						"$ go env -w \"GOPRIVATE=$(go env GOPRIVATE)," + l.Prefix + "\"",
						"In a Dockerfile or a CI job, set the variable GOPRIVATE. git then needs credentials for " + l.Origin + ": ~/.netrc, a credential helper, or ssh.",
						"If it is public, its path is wrong or it is gone.",
					}
				},
			},
		},
		Text[PrivateModule]{
			Title: func(d PrivateModule) string {
				return "go 会把私有模块路径 " + d.Module + " 发往公共的 " + d.Entry
			},
			Detail: func(d PrivateModule) string {
				return "该模块是私有的：" + signOf(d.Why).zh + "。" + d.Entry + " 是公共服务" + when(d.Fails, "，不可能有它") + "。"
			},
			Log: Log{
				Title: func(l Seen) string {
					return when(l.Path != "", l.Path, "某个模块") + " 看起来是私有的，但 go 把它的路径发往公共代理或校验和数据库"
				},
				Steps: func(l Seen) []string {
					return []string{
						"如果它是私有的，把其前缀加入 GOPRIVATE。下面的命令会保留已有内容（适用于 sh、bash、zsh 和 PowerShell）：",
						"$ go env -w \"GOPRIVATE=$(go env GOPRIVATE)," + l.Prefix + "\"",
						"在 Dockerfile 或 CI 任务中，设置变量 GOPRIVATE。git 还需要 " + l.Origin + " 的凭据：~/.netrc、凭据助手或 ssh。",
						"如果它是公开的，说明路径写错了，或它已不存在。",
					}
				},
			},
		},
	},
	Match: matchPrivateModuleExposed,
}

// PrivateModule is a private module that is asked of a public server.
type PrivateModule struct {
	AtEntry
	Why    string
	Prefix string
	Fails  bool
}

// sign is why a module is private, as part of a sentence.
type sign struct{ why, en, zh string }

var signs = []sign{
	{route.PrivateByRemote, "the current repository has a remote on the same host", "当前仓库的 remote 与它在同一主机"},
	{route.PrivateByHost, "its host name belongs to an internal network", "它的主机名属于内部网络"},
	{route.PrivateByPattern, "GONOPROXY keeps its path from proxies", "GONOPROXY 让它的路径不经过代理"},
	{route.PrivateByMeant, "GOPRIVATE or a similar list was meant to cover it, but is written in a way that go reads differently", "GOPRIVATE 或同类列表本应包含它，但写法有误，go 没有识别"},
	{route.PrivateByRewrite, "git reaches its host through a rule with ssh or credentials", "git 通过 ssh 或带凭据的规则访问它的主机"},
	{byOrigin, "git can fetch it from its origin, the checksum database cannot", "git 能从源站获取它，校验和数据库却不能"},
	{byAddress, "its host has an address in a private network, and no public server knows it", "它的主机名解析到内网地址，且公共服务器上查不到它"},
	{route.PrivateByModule, "the current module is on the same host, and no public server knows it", "当前模块与它在同一主机，且公共服务器上查不到它"},
	{route.PrivateByCredential, "this machine has credentials for its host", "本机存有它所在主机的凭据"},
}

// signOf returns the sign of that reason.
func signOf(why string) sign {
	i := slices.IndexFunc(signs, func(s sign) bool { return s.why == why })
	return signs[max(i, 0)]
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
		// What a list keeps from proxies is kept from the database only by GONOSUMDB,
		// where that has a value of its own. What a mistyped list names and everybody
		// is served is public.
		if !private || why == route.PrivateByPattern && !stopsAtDatabase(f, p) || why == route.PrivateByMeant && p.Outcome == walk.Succeeds {
			continue
		}
		i := slices.IndexFunc(p.Hops, func(h walk.Hop) bool {
			return h.Entry.Kind == route.Proxy && mirror.IsPublic(h.Entry.URL) || why == byOrigin && isRecord(h)
		})
		if i < 0 && stopsAtDatabase(f, p) {
			i = p.Stop
		}
		if i < 0 && p.Outcome == walk.CannotSay && f.Config().SumDB.Name == route.SumGolangOrg {
			// gofix-net did not ask the database, to keep the path private: under these
			// settings go would.
			i = slices.IndexFunc(p.Hops, asksDatabase)
		}
		if i < 0 {
			continue
		}
		d := PrivateModule{AtEntry: entryOf(facts.Stop{Path: p}, &p.Hops[i]), Why: why, Prefix: facts.PrivatePrefix(p.Query.Path)}
		if asksDatabase(p.Hops[i]) {
			d.Entry = "https://" + f.Config().SumDB.Name
		}
		x := Finding{Target: p.Query.Path, Symptom: p.Hops[i].Symptom, Evidence: []evidence.ID{evidence.Setting(governing(f, p.Hops[i]))}}
		if p.Hops[i].Result != "" {
			x.Evidence = append(x.Evidence, p.Hops[i].Result)
		} else {
			x.Evidence = append(x.Evidence, evidence.Module(p.Query.String()))
		}
		if h := facts.StopHop(p); p.Outcome == walk.Fails && (h == nil || h.Op != walk.OpGit || h.State != walk.NotFound) {
			d.Fails = true
			x.Evidence = append(x.Evidence, facts.Stop{Path: p, Hop: facts.StopHop(p)}.Evidence()...)
			slices.Sort(x.Evidence)
			x.Evidence = slices.Compact(x.Evidence)
		}
		x.Data = d
		out = append(out, x)
	}
	return out
}

// governing is the variable that should have kept a request from being made: the
// list for module proxies or for the checksum database where it has a value of
// its own, else GOPRIVATE, its default.
func governing(f *facts.Facts, h walk.Hop) string {
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
func originAloneHasIt(f *facts.Facts, p walk.Path) bool {
	s := facts.Stop{Path: p, Hop: facts.StopHop(p)}
	return p.Outcome == walk.Fails && s.UnknownRecord() && f.Listing(p.Query) == nil &&
		slices.ContainsFunc(p.Hops, func(h walk.Hop) bool { return h.Op == walk.OpGit && h.State == walk.Good })
}

// stopsAtDatabase reports whether what fails is to ask for a record that the
// public database cannot have, by whichever way: where no server answers there, no
// other way to the database would help.
func stopsAtDatabase(f *facts.Facts, p walk.Path) bool {
	h := facts.StopHop(p)
	return p.Outcome == walk.Fails && h != nil && asksDatabase(*h) && f.Config().SumDB.Name == route.SumGolangOrg
}

func asksDatabase(h walk.Hop) bool { return isRecord(h) || h.Op == walk.OpSumSupported }

func isRecord(h walk.Hop) bool { return h.Op == walk.OpSumLookup }
