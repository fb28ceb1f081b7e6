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
			Manual: func(d broadPatterns) []string { return d.Login.En() },
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
			Manual: func(d broadPatterns) []string { return d.Login.Zh() },
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
		if !s.AtOrigin() || s.Hop.Entry.Kind != route.NoProxy {
			continue
		}
		d.Module, d.Symptom, x.Symptom = s.Path.Query.String(), s.Hop.Symptom, s.Hop.Symptom
		x.Evidence = append(x.Evidence, s.Evidence()...)
		if s.Hop.Symptom == symptom.VCSAuth && !route.UsesSSH(s.Hop.URL) {
			d.Login = gitLoginAt(f, s)
		}
	}
	slices.Sort(x.Evidence)
	x.Evidence = slices.Compact(x.Evidence)
	x.Data = d
	return []Finding{x}
}
