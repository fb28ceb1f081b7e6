package lint

import (
	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/place"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// wantedUnset is the case that a profile wants a setting to have no value.
const wantedUnset Case = "unset"

// Drift is the rule of [Against].
var Drift = &Rule{
	ID: "profile-drift", Severity: cause.Warning,
	Text: Texts{
		En: Text{
			Title:  "{{.name}} is not what the profile {{.profile}} wants",
			Detail: "The file says {{.value}}; the profile says {{.want}}.",
			Fix:    "Write {{.want}}",
			When:   []Cased{{wantedUnset, Text{Detail: "The file says {{.value}}; the profile wants it unset.", Fix: "Remove it."}}},
		},
		Zh: Text{
			Title:  "{{.name}} 与配置方案 {{.profile}} 不一致",
			Detail: "文件中是 {{.value}}，配置方案要求 {{.want}}。",
			Fix:    "改成 {{.want}}",
			When:   []Cased{{wantedUnset, Text{Detail: "文件中是 {{.value}}，配置方案要求不设置。", Fix: "删除它。"}}},
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
		if w.Value == nil {
			l.at(i, Args{"profile": p.Name}, wantedUnset).Want = &Want{Assignment: i, Remove: true}
			continue
		}
		l.at(i, Args{"profile": p.Name, "want": w.Value.String()}).Want = &Want{Assignment: i, Value: reveal(*w.Value)}
	}
	return l.found
}
