package cause

import (
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// GoproxyMisbehaving is its id.
const GoproxyMisbehaving ID = "goproxy-misbehaving"

var goproxyMisbehaving = &Cause{
	ID:       GoproxyMisbehaving,
	Traits:   Traits{EachTarget, MayPass, ByDownload},
	Severity: Warning,
	Layer:    Server,
	Probe:    probe.Goproxy,
	Fixes:    []settings.Key{settings.Go("GOPROXY")},
	Words: Languages{
		Text[AtEntry]{
			Title: func(d AtEntry) string { return d.Entry + " answers, but not as a working module proxy" },
			Detail: func(d AtEntry) string {
				return "Request for " + d.Module + ": " + saysEn(d.Symptom, d.Detail) + "." + with(" ", reputeOf(d.Entry).en, "")
			},
			Log: Log{
				Title: func(l Seen) string {
					return when(l.Target != "", l.Target, "an entry of GOPROXY") + " answers, but not as a working module proxy"
				},
				Steps: func(l Seen) []string {
					return []string{
						"Remove that entry from GOPROXY, or replace it. " + with("", reputeOf(l.Target).en, " ") + l.Where + ", this proposes one that works there:",
						"$ gofix-net apply",
						"If it is your company's proxy, show these lines to its administrator.",
					}
				},
			},
		},
		Text[AtEntry]{
			Title: func(d AtEntry) string { return d.Entry + " 有响应，但不是正常的模块代理" },
			Detail: func(d AtEntry) string {
				return "请求 " + d.Module + " 时，" + saysZh(d.Symptom, d.Detail) + "。" + reputeOf(d.Entry).zh
			},
			Log: Log{
				Title: func(l Seen) string {
					return when(l.Target != "", l.Target+" ", "GOPROXY 的某个源") + "有响应，但不是正常的模块代理"
				},
				Steps: func(l Seen) []string {
					return []string{
						"从 GOPROXY 中去掉或替换该源。" + reputeOf(l.Target).zh + l.Where + "，以下命令会推荐那里可用的代理：",
						"$ gofix-net apply",
						"如果它是公司的代理，把这些日志行交给其管理员。",
					}
				},
			},
		},
	},
	Match: matchGoproxyMisbehaving,
}

func matchGoproxyMisbehaving(f *facts.Facts) []Finding {
	found := onProxyStop(func(s symptom.Symptom, h *walk.Hop) bool {
		if s == symptom.HTTPRedirectFailed {
			return !facts.IsArtifactHost(h)
		}
		return facts.OneOf(s, symptom.HTTP4xx, symptom.HTTP5xx, symptom.HTTPNotProxy, symptom.HTTPTruncated, symptom.TLSExpired, symptom.TLSNotYetValid)
	})(f)
	// A proxy that does not have what others have is stale.
	stale := onStop(func(f *facts.Facts, s facts.Stop) *Finding {
		if !s.AtProxy() || !s.NotFound() || !f.ServedSomewhere(s.Path.Query) {
			return nil
		}
		return &Finding{Target: s.Hop.Entry.Name(), Entry: s.Hop.Entry.Name(), Data: entryOf(s, s.Hop)}
	})(f)
	for _, x := range stale {
		found = merge(found, x)
	}
	return found
}
