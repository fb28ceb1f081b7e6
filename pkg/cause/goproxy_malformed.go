package cause

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// GoproxyMalformed is its id.
const GoproxyMalformed ID = "goproxy-malformed"

var goproxyMalformed = &Cause{
	ID:       GoproxyMalformed,
	Traits:   Traits{Once, Lasts, ByDownload},
	Severity: Warning,
	Layer:    Way,
	Probe:    probe.Goproxy,
	Fixes:    []settings.Key{settings.Go("GOPROXY")},
	Words: Languages{
		Text[malformedList]{
			Title: func(malformedList) string { return "GOPROXY has a syntax mistake" },
			Detail: func(d malformedList) string {
				return hasEn(d.Where) + "GOPROXY=" + d.Value + ". " + when(d.Error != "", "go rejects it: "+d.Error+".", "go accepts it, but "+when(d.Why == "after-keyword", "ignores "+d.Text+": entries after direct or off are never used", "reads "+d.Text+" as a single entry")+".")
			},
			Log: Log{
				Title: func(Seen) string { return "GOPROXY has a syntax mistake" },
				Steps: func(l Seen) []string {
					return []string{
						"Write entries as https:// URLs, direct or off, separated by a comma or a bar, without spaces or quotes, and direct last. The current value:",
						"$ go env GOPROXY",
						l.Where + ", this proposes a corrected list:",
						"$ gofix-net apply",
					}
				},
			},
		},
		Text[malformedList]{
			Title: func(malformedList) string { return "GOPROXY 的写法有误" },
			Detail: func(d malformedList) string {
				return hasZh(d.Where) + "GOPROXY=" + d.Value + "。" + when(d.Error != "", "go 拒绝该值："+d.Error+"。", "go 接受该值，但"+when(d.Why == "after-keyword", "会忽略 "+d.Text+"：direct 或 off 之后的源不起作用", "把 "+d.Text+" 当作一个源")+"。")
			},
			Log: Log{
				Title: func(Seen) string { return "GOPROXY 的写法有误" },
				Steps: func(l Seen) []string {
					return []string{
						"每个源应为 https:// 网址、direct 或 off，用半角逗号或竖线分隔，不含空格和引号，direct 放在最后。查看当前的值：",
						"$ go env GOPROXY",
						l.Where + "，以下命令会给出改正后的列表：",
						"$ gofix-net apply",
					}
				},
			},
		},
	},
	Match: matchGoproxyMalformed,
}

// malformedList is a GOPROXY that go rejects (Error), or reads differently than it was meant (Text, Why).
type malformedList struct {
	setting
	Error string
	Text  string
	Why   string
}

func matchGoproxyMalformed(f *facts.Facts) []Finding {
	list := f.Config().GOPROXY
	d := malformedList{setting: settingOf(f, "GOPROXY")}
	x := Finding{Target: "GOPROXY", Evidence: []evidence.ID{evidence.Setting("GOPROXY")}}
	if refused := refusedEntry(f); refused != nil && list.Err == nil {
		d.Error = foreign.Redact(refused.Detail)
		x.Severity, x.Data = Error, d
		return []Finding{x}
	}
	if list.Err == nil && len(list.Doubts) == 0 {
		return nil
	}
	if list.Err != nil {
		d.Error = foreign.Redact(list.Err.Error())
		x.Data = d
		return []Finding{x}
	}
	doubt := list.Doubts[0]
	d.Text, d.Why = doubt.Text.String(), doubt.Why
	x.Data = d
	// The failure of an entry that is two entries in one follows from this.
	for _, s := range facts.Stops(f) {
		if h := s.ProxyHop(); h != nil && strings.Contains(h.Entry.Text.Reveal(), strings.TrimSpace(doubt.Text.Reveal())) {
			x.Evidence = append(x.Evidence, s.Evidence()...)
		}
	}
	if d.Why == "after-keyword" {
		x.Evidence = append(x.Evidence, evidenceBehindKeyword(f)...)
	}
	return []Finding{x}
}

// refusedEntry returns the hop of an entry that the list may have and the go
// command refuses to ask, such as one without a host; nil where there is none.
func refusedEntry(f *facts.Facts) *walk.Hop {
	for _, s := range facts.Stops(f) {
		if s.AtProxy() && s.Hop.State == walk.Bad && s.Hop.Symptom == "" && s.Hop.Result == "" {
			return s.Hop
		}
	}
	return nil
}

// evidenceBehindKeyword is the evidence of the walks that fail although an
// entry behind direct or off, which the go command does not read, was meant.
func evidenceBehindKeyword(f *facts.Facts) []evidence.ID {
	var out []evidence.ID
	for _, s := range facts.Stops(f) {
		if s.AtProxy() || s.AtOrigin() || s.Hop != nil && s.Hop.Entry.Kind == "off" {
			out = append(out, s.Evidence()...)
		}
	}
	return out
}
