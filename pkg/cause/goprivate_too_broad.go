package cause

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/evidence"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// GoprivateTooBroad is its id.
const GoprivateTooBroad ID = "goprivate-too-broad"

var goprivateTooBroad = &Cause{
	ID:       GoprivateTooBroad,
	Traits:   Traits{EachTarget, Lasts, ByDownload},
	Severity: Warning,
	Layer:    Way,
	Fixes:    []settings.Key{settings.Go("GOPRIVATE"), settings.Go("GONOPROXY")},
	Words: Languages{
		Text[broadPatterns]{
			Title: func(d broadPatterns) string { return d.Name + " covers public modules too" },
			Detail: func(d broadPatterns) string {
				return hasEn(d.Where) + d.Name + "=" + d.Value + ". " + d.Broad + " matches public modules, so they bypass every module proxy" + when(d.Module != "", ": go fetches "+d.Module+" from its origin, where "+en(d.Symptom), " and, with GOPRIVATE, the checksum database") + "."
			},
			Manual: func(d broadPatterns) []string { return append(d.Login.En(), english(d.byHand())...) },
			Log: Log{
				Title: func(Seen) string {
					return "GOPRIVATE or GONOPROXY covers public modules too, so they bypass every proxy"
				},
				Steps: func(l Seen) []string {
					return []string{
						"Narrow it to the prefixes that are really private. The current value:",
						"$ go env GOPRIVATE GONOPROXY",
						l.Where + ", this proposes a narrower value:",
						"$ gofix-net apply",
					}
				},
			},
		},
		Text[broadPatterns]{
			Title: func(d broadPatterns) string { return d.Name + " 把公共模块也包括进去了" },
			Detail: func(d broadPatterns) string {
				return hasZh(d.Where) + d.Name + "=" + d.Value + "。" + zhList(d.Broad) + " 会匹配公共模块，使它们绕过所有模块代理" + when(d.Module != "", "："+d.Module+" 只能从源站获取，"+zhAfter("但", zh(d.Symptom)), "；若是 GOPRIVATE，还绕过校验和数据库") + "。"
			},
			Manual: func(d broadPatterns) []string { return append(d.Login.Zh(), chinese(d.byHand())...) },
			Log: Log{
				Title: func(Seen) string {
					return "GOPRIVATE 或 GONOPROXY 把公共模块也包括进去了，因此绕过了所有代理"
				},
				Steps: func(l Seen) []string {
					return []string{
						"缩小到真正私有的前缀。查看当前的值：",
						"$ go env GOPRIVATE GONOPROXY",
						l.Where + "，以下命令会给出更窄的值：",
						"$ gofix-net apply",
					}
				},
			},
		},
	},
	Match: matchGoprivateTooBroad,
}

// broadPatterns are patterns that cover public modules, and a module that fails for it.
type broadPatterns struct {
	setting
	Broad   string
	Module  string
	Symptom symptom.Symptom
	Login   Login // where git has none that works: the module can be private after all
	// Narrower is how Broad is taken away, and Now how this shell forgets it; "" where
	// that is not known. Refused says that git is not let in, so that the module can be private.
	Narrower, Now step
	Refused       bool
}

// byHand is what only a person knows: whether a module that git is not let in to is public.
func (d broadPatterns) byHand() []step {
	if !d.Refused {
		return nil
	}
	steps := []step{{
		En: "If " + d.Module + " is public, take " + d.Broad + " out of " + d.Name + with(": ", d.Narrower.En, "") + "; then run gofix-net apply. Module proxies see its path then.",
		Zh: "如果 " + d.Module + " 是公共模块，从 " + d.Name + " 中去掉 " + zhList(d.Broad) + with("：", d.Narrower.Zh, "") + "；然后运行 gofix-net apply。此后模块代理会看到它的路径。",
	}}
	if d.Now.En != "" {
		steps = append(steps, d.Now)
	}
	if d.Symptom == symptom.VCSHostKey {
		steps = append(steps, step{
			En: "If it is private, have ssh accept the host key: gofix-net help " + string(GitHostkey),
			Zh: "如果是私有模块，让 ssh 接受该主机密钥：gofix-net help " + string(GitHostkey),
		})
	}
	return steps
}

func matchGoprivateTooBroad(f *facts.Facts) []Finding {
	name := facts.OwnOrPrivate(f, "GONOPROXY")
	var broad []string
	for p := range strings.SplitSeq(f.Settings.Get(name).Reveal(), ",") {
		if known.TooBroad(p) {
			broad = append(broad, p)
		}
	}
	if len(broad) == 0 {
		return nil
	}
	d := broadPatterns{setting: settingOf(f, name), Broad: strings.Join(broad, ", ")}
	x := Finding{Target: name, Evidence: []evidence.ID{evidence.Setting(name)}}
	for _, s := range facts.Stops(f) {
		if !s.AtOrigin() || s.Hop.Entry.Kind != route.NoProxy || s.Hop.Symptom == "" { // without a symptom: GOVCS, and not the origin
			continue
		}
		d.Module, d.Symptom, x.Symptom = s.Path.Query.String(), s.Hop.Symptom, s.Hop.Symptom
		x.Evidence = append(x.Evidence, s.Evidence()...)
		if s.Hop.Symptom == symptom.VCSAuth && !route.UsesSSH(s.Hop.URL) {
			d.Login = gitLoginAt(f, s)
		}
		d.Refused = facts.OneOf(s.Hop.Symptom, symptom.VCSAuth, symptom.VCSHostKey) && !known.PublicOwner(s.Path.Query.Path)
	}
	d.Narrower, d.Now = narrower(f, f.Settings.Effective(settings.Go(name)))
	slices.Sort(x.Evidence)
	x.Evidence = slices.Compact(x.Evidence)
	x.Data = d
	return []Finding{x}
}

// narrower is how the patterns that are too broad are taken out where they are set, and
// what makes the open shell forget them.
func narrower(f *facts.Facts, in settings.Setting) (lasting, now step) {
	var kept []string
	for p := range strings.SplitSeq(in.Value.String(), ",") {
		if p = strings.TrimSpace(p); p != "" && !known.TooBroad(p) {
			kept = append(kept, p)
		}
	}
	rest := strings.Join(kept, ",")
	switch {
	case in.Origin == settings.GoenvFile:
		command := "go env -u " + in.Key.Name
		if rest != "" {
			command = "go env -w \"" + in.Key.Name + "=" + rest + "\""
		}
		return step{En: command, Zh: command}, step{}
	case in.Origin != settings.OSEnv:
		return step{}, step{}
	}
	r := removalOf(f, in)
	if rest == "" {
		return step{En: r.En() + "; " + r.AfterwardsEn(), Zh: r.Zh() + "；" + r.AfterwardsZh()}, step{En: r.ForgetEn(), Zh: r.ForgetZh()}
	}
	a := reassignment(f, in, rest)
	return step{En: a.En() + when(!r.Windows, "; "+r.AfterwardsEn()), Zh: a.Zh() + when(!r.Windows, "；"+r.AfterwardsZh())}, step{En: a.NowEn(), Zh: a.NowZh()}
}
