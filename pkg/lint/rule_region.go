package lint

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/place"
	"github.com/gofix-net/gofix-net/pkg/place/kinds"
	"github.com/gofix-net/gofix-net/pkg/route"
)

// company is the case that a published project uses the proxy of one company.
const company Case = "company"

var regional = &Rule{
	ID: "region-hard-coded", Severity: cause.Info,
	Text: Texts{
		En: Text{
			Title:  "{{.entry}} is hard-coded for everybody",
			Detail: "It is a proxy for mainland China: builds elsewhere take the detour, and people who want another one have to edit the file.",
			Fix:    "Make it a default that can be overridden: {{.form}}",
			When: []Cased{{company, Text{
				Detail: "It is a proxy of one company, and this project is published: outside of that company go waits for a host that it may not reach, and people who want another one have to edit the file.",
			}}},
		},
		Zh: Text{
			Title:  "所有人都被固定使用 {{.entry}}",
			Detail: "这是面向中国大陆的代理：其他地区的构建也会绕道访问它，想换别的代理只能改文件。",
			Fix:    "改成可以覆盖的默认值：{{.form}}",
			When:   []Cased{{company, Text{Detail: "这是某个公司自己的代理，而这个项目是公开的：公司以外的人可能访问不到它，想换别的代理只能改文件。"}}},
		},
	},
	Check: func(l *look) {
		form := kinds.Lookup(l.Kind).Overridable
		if form == "" || personal(l.Path) {
			return
		}
		for i, a := range l.literals("GOPROXY") {
			if a.Default || a.Conditional || l.guarded(a) || l.lost(a) || a.Layer == place.BuildArg && l.Kind == "dockerfile" {
				continue
			}
			if env, ok := l.environmentFor(a); ok && a.Layer == place.GoEnv && l.fromHost(env) {
				continue
			}
			for _, e := range list(a).Entries {
				if e.Kind != route.Proxy || dead(e) {
					continue
				}
				args := Args{"entry": e.Name(), "form": form}
				if forChina(e) {
					l.at(i, args)
					break
				}
				if l.Public && ofCompany(e) {
					l.at(i, args, company)
					break
				}
			}
		}
	},
}

// ofCompany reports whether an entry is a proxy that one company runs for itself: one
// that is not in the table, has a name of its own in DNS, and is no placeholder. In a
// file that only that company reads it is right to name it.
func ofCompany(e route.Entry) bool {
	host := hostOfURL(reveal(e.URL))
	return !public(e) && strings.Contains(host, ".") && !sameMachine(host) && !placeholder(host)
}

// guarded reports whether a statement of PowerShell or cmd depends on a condition:
// on its line, or in a block.
func (l *look) guarded(a place.Assignment) bool {
	if l.Kind != "powershell" && l.Kind != "cmd" {
		return false
	}
	line := l.Line(l.Position(a.Whole.Start).Line)
	before := strings.ToLower(l.Of(place.Span{Start: line.Start, End: a.Whole.Start}))
	return strings.Contains(before, "if ") || strings.HasPrefix(before, " ") || strings.HasPrefix(before, "\t")
}

// personal reports whether a file is one of a single user.
func personal(path string) bool {
	base := place.Base(path)
	return strings.HasSuffix(base, "profile.ps1") || strings.Contains(path, "Code/User/") || strings.HasPrefix(base, ".") && base != ".envrc" && base != ".devcontainer.json" && !place.IsYAML(base)
}
