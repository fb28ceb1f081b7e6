package cause

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

var goproxyMalformed = &Cause{
	ID:       GoproxyMalformed,
	Severity: Warning,
	Layer:    Way,
	Fixes:    []settings.Key{settings.Go("GOPROXY")},
	Templates: map[string]Template{
		"en": {
			Title:  "GOPROXY is not written as the go command reads it",
			Detail: "{{.where}} has GOPROXY={{.value}}. {{if .error}}The go command rejects it: {{.error}}.{{else}}The go command accepts it, but reads {{.text}} as {{if eq .why `after-keyword`}}nothing at all: it looks at no entry behind direct or off{{else}}one single entry{{end}}.{{end}}",
			Page:   "Entries are separated by a comma or a bar, without quotes; each is a URL, direct or off, and nothing behind direct or off is read.",
		},
		"zh": {
			Title:  "GOPROXY 的写法不符合 go 命令的规则",
			Detail: "{{.where}} 中 GOPROXY={{.value}}。{{if .error}}go 命令拒绝它：{{.error}}。{{else}}go 命令接受它，但把 {{.text}} 当作{{if eq .why `after-keyword`}}不存在：direct 或 off 后面的条目一律不看{{else}}一个完整的条目{{end}}。{{end}}",
			Page:   "条目之间用英文逗号或竖线分隔，不加引号；每项是一个 URL、direct 或 off；direct 或 off 后面的内容不会被读取。",
		},
	},
	Match: matchGoproxyMalformed,
}

func matchGoproxyMalformed(f *facts.Facts) []Finding {
	list := f.Config().GOPROXY
	x := settingFinding(f, "GOPROXY")
	x.Args["error"], x.Args["text"], x.Args["why"] = "", "", ""
	if refused := refusedEntry(f); refused != nil && list.Err == nil {
		x.Severity, x.Args["error"] = Error, settings.Redact(refused.Detail)
		return []Finding{*x}
	}
	if list.Err == nil && len(list.Doubts) == 0 {
		return nil
	}
	if list.Err != nil {
		x.Args["error"] = settings.Redact(list.Err.Error())
		return []Finding{*x}
	}
	d := list.Doubts[0]
	x.Args["text"], x.Args["why"] = d.Text.String(), d.Why
	// The failure of an entry that is two entries in one follows from this.
	for _, s := range facts.Stops(f) {
		if h := s.ProxyHop(); h != nil && strings.Contains(h.Entry.Text.Reveal(), strings.TrimSpace(d.Text.Reveal())) {
			x.Evidence = append(x.Evidence, s.Evidence()...)
		}
	}
	if d.Why == "after-keyword" {
		x.Evidence = append(x.Evidence, evidenceBehindKeyword(f)...)
	}
	return []Finding{*x}
}

// refusedEntry returns the hop of an entry that the list may have and the go
// command refuses to ask, such as one without a host; nil where there is none.
func refusedEntry(f *facts.Facts) *route.Hop {
	for _, s := range facts.Stops(f) {
		if s.AtProxy() && s.Hop.State == route.Bad && s.Hop.Symptom == "" && s.Hop.Result == "" {
			return s.Hop
		}
	}
	return nil
}

// evidenceBehindKeyword is the evidence of the walks that fail although an
// entry behind direct or off, which the go command does not read, was meant.
func evidenceBehindKeyword(f *facts.Facts) []string {
	var out []string
	for _, s := range facts.Stops(f) {
		if s.AtProxy() || s.AtOrigin() || s.Hop != nil && s.Hop.Entry.Kind == "off" {
			out = append(out, s.Evidence()...)
		}
	}
	return out
}
