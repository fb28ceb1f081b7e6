package lint

import (
	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/place"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// Drift is the rule of [Against].
var Drift = &Rule{
	ID: "profile-drift", Severity: cause.Warning,
	Text: map[string]Text{
		"en": {
			Title:  "{{.name}} is not what the profile {{.profile}} wants",
			Detail: "The file says {{.value}}; the profile {{if .want}}says {{.want}}{{else}}wants it unset{{end}}.",
			Fix:    "{{if .want}}Write {{.want}}{{else}}Remove it.{{end}}",
		},
		"zh": {
			Title:  "{{.name}} 与配置方案 {{.profile}} 不一致",
			Detail: "文件中是 {{.value}}，配置方案{{if .want}}要求 {{.want}}{{else}}要求不设置{{end}}。",
			Fix:    "{{if .want}}改成 {{.want}}{{else}}删除它。{{end}}",
		},
	},
}

// Against returns where a file says something else than a profile wants.
func Against(f *place.File, p *profile.Profile) []Finding {
	l := &look{File: f, rule: Drift}
	for i, a := range f.Assignments {
		if a.Unset || a.Layer == place.Git || !a.Literal || a.Value == "" && a.Layer == place.BuildArg {
			continue
		}
		w, ok := p.Want(settings.Go(a.Name))
		if !ok || w.Value != nil && *w.Value == a.Value && a.Cut == "" {
			continue
		}
		args := Args{"profile": p.Name, "want": ""}
		found := l.at(i, args)
		if w.Value == nil {
			found.Want = &Want{Assignment: i, Remove: true}
			continue
		}
		args["want"] = w.Value.String()
		found.Want = &Want{Assignment: i, Value: reveal(*w.Value)}
	}
	return l.found
}
