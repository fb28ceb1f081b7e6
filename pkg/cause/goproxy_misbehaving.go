package cause

import (
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

var goproxyMisbehaving = &Cause{
	ID:       GoproxyMisbehaving,
	Severity: Warning,
	Layer:    Server,
	Fixes:    []settings.Key{settings.Go("GOPROXY")},
	Templates: map[string]Template{
		"en": {
			Title:  "{{.entry}} answers, but not as a working module proxy",
			Detail: "Asked for {{.module}}, {{symptom .symptom}}{{if .detail}} ({{.detail}}){{end}}.",
			Page:   "A host answers in place of a module proxy: a dead mirror that shows a web page, a wrong path, a server in trouble. What it sends is compared with what the GOPROXY protocol promises for each file.",
		},
		"zh": {
			Title:  "{{.entry}} 有应答，但不是正常的模块代理",
			Detail: "请求 {{.module}} 时，{{symptom .symptom}}{{if .detail}}（{{.detail}}）{{end}}。",
			Page:   "应答的主机不是正常的模块代理：返回网页的失效镜像、错误的路径、或有故障的服务器。依据是将每个文件的应答与 GOPROXY 协议的约定作比较。",
		},
	},
	Match: matchGoproxyMisbehaving,
}

func matchGoproxyMisbehaving(f *facts.Facts) []Finding {
	found := onProxyStop(func(s symptom.Symptom, h *route.Hop) bool {
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
		return &Finding{Target: s.Hop.Entry.Name(), Args: entryArgs(s, s.Hop)}
	})(f)
	for _, x := range stale {
		found = merge(found, x)
	}
	return found
}
