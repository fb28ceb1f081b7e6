package cause

import (
	"slices"

	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/mirror"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// GoproxyUnreachable is its id.
const GoproxyUnreachable ID = "goproxy-unreachable"

var goproxyUnreachable = &Cause{
	ID:       GoproxyUnreachable,
	Traits:   Traits{EachTarget, MayPass, ByDownload},
	Severity: Warning,
	Layer:    Server,
	Probe:    probe.Goproxy,
	Fixes:    []settings.Key{settings.Go("GOPROXY")},
	Words: Languages{
		Text[UnreachableEntry]{
			Title: func(d UnreachableEntry) string { return "the module proxy " + d.Entry + " cannot be reached" },
			Detail: func(d UnreachableEntry) string {
				if d.Works {
					return "Downloads work through the next GOPROXY entry, but go waits for this one first, for every file: " + en(d.Symptom) + "." + with(" ", reputeOf(d.Entry).en, "")
				}
				return "go asks this proxy, but " + en(d.Symptom) + "." + d.Itself.En + with(" ", reputeOf(d.Entry).en, "") + with(" ", d.Behind.en(d.AtEntry), "")
			},
			Manual: func(d UnreachableEntry) []string {
				return []string{with("Until it is back, set it for single commands only: GOPROXY=", d.Meanwhile, " (tested: these modules can be downloaded that way from here). As a permanent setting that keeps the dead proxy, it would make go wait for it for every file."), when(d.Script.En != "", "If this network requires a proxy, set HTTPS_PROXY: none is set."+d.Script.En)}
			},
			Log: Log{
				Title: func(l Seen) string { return "the module proxy" + with(" ", l.Target, "") + " cannot be reached" },
				Steps: func(l Seen) []string {
					return []string{
						with("", reputeOf(l.Target).en, " ") + l.Where + ", this finds a working module proxy, tests it with go itself, and writes it after you confirm:",
						"$ gofix-net apply",
						"In a Dockerfile or a CI job, set the variable GOPROXY to a module proxy that is reachable from there: your company's, or a public mirror, for example GOPROXY=" + known.ListInChina + " in mainland China. Checksums are verified as before.",
					}
				},
			},
		},
		Text[UnreachableEntry]{
			Title: func(d UnreachableEntry) string { return "无法访问模块代理 " + d.Entry },
			Detail: func(d UnreachableEntry) string {
				if d.Works {
					return "下载可以完成，因为 go 会尝试 GOPROXY 的下一个源，但每个文件都要先等待它：" + zh(d.Symptom) + "。" + reputeOf(d.Entry).zh
				}
				return "go 按 GOPROXY 访问该代理，" + zhAfter("但", zh(d.Symptom)) + "。" + d.Itself.Zh + reputeOf(d.Entry).zh + d.Behind.zh(d.AtEntry)
			},
			Manual: func(d UnreachableEntry) []string {
				return []string{with("在它恢复之前，可以只对单条命令设置 GOPROXY=", d.Meanwhile, "（已检测：本机可以由此获得这些模块）。若写入配置并保留该代理，go 在每个文件上都要等待它。"), when(d.Script.Zh != "", "如果本网络只能通过代理上网，请设置 HTTPS_PROXY：目前没有设置。"+d.Script.Zh)}
			},
			Log: Log{
				Title: func(l Seen) string { return "无法访问模块代理" + with(" ", l.Target, "") },
				Steps: func(l Seen) []string {
					return []string{
						reputeOf(l.Target).zh + l.Where + "，以下命令会找出可用的模块代理，用 go 命令实际验证，经确认后写入：",
						"$ gofix-net apply",
						"在 Dockerfile 或 CI 任务中，把变量 GOPROXY 设为那里能访问的模块代理：公司的代理，或公共镜像，例如在中国大陆 GOPROXY=" + known.ListInChina + "。校验和照常验证。",
					}
				},
			},
		},
	},
	Match: matchGoproxyUnreachable,
}

// UnreachableEntry is an entry that is not reached; Works says that go gets past it.
type UnreachableEntry struct {
	AtEntry
	Works bool
	// Itself says what the entry's address means in a container.
	Itself step
	// Behind is what the list has behind it.
	Behind behind
	// Meanwhile is the keyword behind the entry by which the modules can be downloaded
	// while the entry swallows what it is sent; "" where there is none.
	Meanwhile string
	// Script is that by which the system chooses an outbound proxy, where go has none.
	Script step
}

func matchGoproxyUnreachable(f *facts.Facts) []Finding {
	found := onProxyStop(func(s symptom.Symptom, _ *walk.Hop) bool { return s.Unreachable() })(f)
	for i := range found {
		d := UnreachableEntry{AtEntry: found[i].Data.(AtEntry)}
		d.Behind = behindOf(f, d.AtEntry)
		if known.Loopback(facts.HostName(settings.Value(d.Entry))) {
			d.Itself = systemOf(f).itself()
		}
		if facts.OneOf(found[i].Symptom, symptom.TCPTimeout, symptom.TLSTimeout, symptom.DNSTimeout, symptom.HTTPTimeout) && !mirror.IsPublic(settings.Value(found[i].Entry)) {
			d.Meanwhile = directAlone(f, found[i].Entry)
		}
		if outboundVariable(f) == "" {
			d.Script = scriptOf(f)
		}
		found[i].Data = d
	}
	// An entry before a bar costs its time-out on every file. That is reported
	// although everything works.
	for _, p := range f.Walks() {
		for i := range p.Hops {
			h := &p.Hops[i]
			if p.Outcome != walk.Succeeds || h.Entry.Kind != route.Proxy || h.Next != walk.GoesOnBar || !h.Symptom.Unreachable() || h.Result == "" {
				continue
			}
			d := UnreachableEntry{AtEntry: entryOf(facts.Stop{Path: p, Hop: h}, h), Works: true}
			found = merge(found, Finding{Target: d.Entry, Entry: d.Entry, Symptom: h.Symptom, Evidence: []evidence.ID{h.Result}, Data: d})
		}
	}
	return found
}

// directAlone is "direct" where a list names an entry and then direct, and the modules
// asked about can be downloaded from their origins; else "".
func directAlone(f *facts.Facts, entry string) string {
	direct := string(route.Direct)
	var kinds []string
	for _, e := range f.Config().GOPROXY.Entries {
		if e.Kind != route.NoProxy {
			kinds = append(kinds, e.Name())
		}
	}
	if len(kinds) != 2 || kinds[0] != entry || kinds[1] != direct {
		return ""
	}
	if f.With(f.Settings.As(settings.Go("GOPROXY"), settings.Value(direct))).Outcome() != walk.Succeeds {
		return ""
	}
	return direct
}

// behind is what GOPROXY has behind an entry that cannot be reached.
type behind struct {
	// Serves is an entry that could serve the module if go asked it; "" where there is none.
	Serves string
	// None says that no entry gives its files: each was looked at, or there is none.
	None bool
}

// behindOf asks each entry by itself: the separators are why go does not get to one
// that works. An entry that nothing is known of leaves both open.
func behindOf(f *facts.Facts, d AtEntry) behind {
	entries := f.Config().GOPROXY.Entries
	query := slices.IndexFunc(f.Queries, func(q probe.Query) bool { return q.String() == d.Module })
	at := slices.IndexFunc(entries, func(e route.Entry) bool { return e.Name() == d.Entry })
	if query < 0 || at < 0 {
		return behind{}
	}
	b := behind{None: true}
	for i := at + 1; i < len(entries); i++ {
		c := *f.Config()
		c.GOPROXY.Entries = entries[i : i+1]
		p := walk.Download(&c, f.Queries[query], f.NetworkAnswer)
		switch p.Outcome {
		case walk.Succeeds:
			if m, _ := facts.MismatchElsewhere(f); m != nil {
				return behind{} // go would stop at go.sum
			}
			return behind{Serves: entries[i].Name()}
		case walk.Fails:
			b.None = b.None && givesNoFiles(facts.Stop{Path: p, Hop: facts.StopHop(p)})
		case walk.CannotSay:
			b.None = false
		}
	}
	return b
}

// givesNoFiles reports whether an entry that is asked by itself does not give the module:
// one at which a setting or the verification fails may give it.
func givesNoFiles(s facts.Stop) bool {
	return s.Hop != nil && !s.AtSumDB() && s.Hop.Symptom != symptom.ChecksumMismatch
}

func (b behind) en(d AtEntry) string {
	switch {
	case b.Serves != "" && d.Symptom == symptom.HTTPTimeout:
		return endlessEn + ", and so never gets to " + b.Serves + ", which could serve " + d.Module + "."
	case b.Serves != "":
		return "go does not get to " + b.Serves + ", which could serve " + d.Module + ": behind a comma it goes on only after 404 or 410."
	case b.None:
		return "No other GOPROXY entry can serve " + d.Module + "."
	}
	return ""
}

func (b behind) zh(d AtEntry) string {
	switch {
	case b.Serves != "" && d.Symptom == symptom.HTTPTimeout:
		return endlessZh + "，不会用到后面的 " + b.Serves + "，而后者可以提供 " + d.Module + "。"
	case b.Serves != "":
		return "后面的 " + b.Serves + " 可以提供 " + d.Module + "，但 go 不会用到它：逗号之后，go 只在 404 和 410 时才继续。"
	case b.None:
		return "GOPROXY 中没有其他可用的源能提供 " + d.Module + "。"
	}
	return ""
}
