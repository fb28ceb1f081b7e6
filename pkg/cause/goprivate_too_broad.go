package cause

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

var goprivateTooBroad = &Cause{
	ID:       GoprivateTooBroad,
	Severity: Warning,
	Layer:    Way,
	Fixes:    []settings.Key{settings.Go("GOPRIVATE"), settings.Go("GONOPROXY")},
	Templates: map[string]Template{
		"en": {
			Title:  "{{.name}} covers public modules too",
			Detail: "{{.where}} has {{.name}}={{.value}}. {{.broad}} matches public modules, so that they bypass every module proxy{{if .module}}: {{.module}} is fetched from its origin, and there {{symptom .symptom}}{{else}} and, with GOPRIVATE, the checksum database{{end}}.",
			Page:   "GOPRIVATE is for the prefixes of private code alone. A pattern such as * or github.com takes the proxy and the verification away from everything.",
		},
		"zh": {
			Title:  "{{.name}} 把公共模块也包括进去了",
			Detail: "{{.where}} 中 {{.name}}={{.value}}。{{.broad}} 会匹配公共模块，使它们绕过所有模块代理{{if .module}}：{{.module}} 只能从源站获取，而在那里{{symptom .symptom}}{{else}}；若是 GOPRIVATE，还绕过校验和数据库{{end}}。",
			Page:   "GOPRIVATE 只应写私有代码的前缀。* 或 github.com 这样的模式会让所有模块失去代理和校验。",
		},
	},
	Match: matchGoprivateTooBroad,
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
	x := settingFinding(f, name)
	x.Args["broad"], x.Args["module"], x.Args["symptom"] = strings.Join(broad, ", "), "", ""
	for _, s := range facts.Stops(f) {
		if !s.AtOrigin() || s.Hop.Entry.Kind != route.NoProxy {
			continue
		}
		x.Args["module"], x.Args["symptom"], x.Symptom = s.Path.Query.String(), string(s.Hop.Symptom), s.Hop.Symptom
		x.Evidence = append(x.Evidence, s.Evidence()...)
	}
	slices.Sort(x.Evidence)
	x.Evidence = slices.Compact(x.Evidence)
	return []Finding{*x}
}
