package cause

import (
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

var goproxyUnreachable = &Cause{
	ID:       GoproxyUnreachable,
	Severity: Warning,
	Layer:    Server,
	Fixes:    []settings.Key{settings.Go("GOPROXY")},
	Templates: map[string]Template{
		"en": {
			Title:  "the module proxy {{.entry}} cannot be reached",
			Detail: "{{if .works}}Downloads work, because the go command goes on to the next entry of GOPROXY, but it waits for this one first, for every file: {{symptom .symptom}}.{{else}}GOPROXY sends the go command there, and {{symptom .symptom}}. No other entry that it would get to serves {{.module}}.{{end}}",
			Page:   "No entry of GOPROXY that the go command gets to can be reached. The remedy is a list of entries that were just measured to work from this machine.",
		},
		"zh": {
			Title:  "无法访问模块代理 {{.entry}}",
			Detail: "{{if .works}}下载可以完成，因为 go 命令会转到 GOPROXY 的下一项，但每个文件都要先等待它：{{symptom .symptom}}。{{else}}GOPROXY 让 go 命令访问它，但{{symptom .symptom}}。go 命令能走到的其他条目也无法提供 {{.module}}。{{end}}",
			Page:   "go 命令会用到的 GOPROXY 条目都无法访问。解决办法是换成刚刚在本机测得可用的条目。",
		},
	},
	Match: matchGoproxyUnreachable,
}

func matchGoproxyUnreachable(f *facts.Facts) []Finding {
	found := onProxyStop(func(s symptom.Symptom, _ *route.Hop) bool { return s.Unreachable() })(f)
	for i := range found {
		found[i].Args["works"] = ""
	}
	// An entry before a bar that costs its time-out on every file is worth a
	// word although everything works.
	for _, p := range f.Walks() {
		for i := range p.Hops {
			h := &p.Hops[i]
			if p.Outcome != route.Succeeds || h.Entry.Kind != route.Proxy || h.Next != route.GoesOnBar || !h.Symptom.Unreachable() || h.Result == "" {
				continue
			}
			args := entryArgs(facts.Stop{Path: p, Hop: h}, h)
			args["works"] = "yes"
			found = merge(found, Finding{Target: h.Entry.Name(), Symptom: h.Symptom, Evidence: []string{h.Result}, Args: args})
		}
	}
	return found
}
