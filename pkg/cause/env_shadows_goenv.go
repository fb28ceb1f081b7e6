package cause

import (
	"slices"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// envShadowsGoenv is a variable of the operating system that is stronger than
// what go env -w wrote, or would have to write.
var envShadowsGoenv = &Cause{
	ID:       EnvShadowsGoenv,
	Severity: Info,
	Layer:    Machine,
	Templates: map[string]Template{
		"en": {
			Title:  "the environment variable {{.name}} overrides what go env -w {{if .lost}}wrote{{else}}would write{{end}}",
			Detail: "The environment has {{.name}}={{.value}}{{if .at}} (set in {{.at}}){{end}}; {{if .lost}}{{.file}} has {{.name}}={{.lost}}, which has no effect.{{if .works}} With the variable removed, downloads would work.{{end}}{{else}}downloads fail under that value, and a better one that go env -w writes{{if .file}} to {{.file}}{{end}} has no effect while the variable is set.{{end}}",
			Manual: []string{
				"To remove the variable: " + removalEn("{{.name}}"),
				"Then " + afterwardsEn + ", check with: go env {{.name}}{{if not .lost}}, and run gofix-net doctor again{{end}}",
				forgetEn,
			},
			Page: "A variable of the operating system is stronger than the file that go env -w writes; go env -w warns about it and exits 0.",
		},
		"zh": {
			Title:  "环境变量 {{.name}} 会覆盖 go env -w {{if .lost}}已写入{{else}}将写入{{end}}的值",
			Detail: "环境变量为 {{.name}}={{.value}}{{if .at}}（在 {{.at}} 中设置）{{end}}；{{if .lost}}{{.file}} 中的 {{.name}}={{.lost}} 不起作用。{{if .works}}去掉该变量后下载即可恢复。{{end}}{{else}}在该值下下载失败，而只要该变量存在，go env -w {{if .file}}写入 {{.file}} {{end}}的新值就不起作用。{{end}}",
			Manual: []string{
				"去掉该变量：" + removalZh("{{.name}}"),
				"然后" + afterwardsZh + "，用 go env {{.name}} 确认{{if not .lost}}，并重新运行 gofix-net doctor{{end}}。",
				forgetZh,
			},
			Page: "操作系统的环境变量优先于 go env -w 写入的文件；go env -w 只给出警告，退出码仍为 0。",
		},
	},
	Match: matchEnvShadowsGoenv,
}

// shadowable are the variables whose shadowing changes what is fetched from where.
var shadowable = []string{"GOPROXY", "GOSUMDB", "GOPRIVATE", "GONOPROXY", "GONOSUMDB", "GOINSECURE", "GOFLAGS", "GO111MODULE", "GOTOOLCHAIN", "GOVCS"}

func matchEnvShadowsGoenv(f *facts.Facts) []Finding {
	var out []Finding
	blamed := blamedVariables(f)
	for _, name := range shadowable {
		strong, weak := f.Settings.In(settings.Go(name), settings.OSEnv), f.Settings.In(settings.Go(name), settings.GoenvFile)
		switch {
		case !strong.Set():
		case weak.Set() && strong.Value != weak.Value:
			out = append(out, *shadowing(f, strong, weak))
		case slices.Contains(blamed, name):
			out = append(out, *wouldShadow(f, strong))
		}
	}
	return out
}

// shadowing is the finding about a variable that hides another value of the
// GOENV file.
func shadowing(f *facts.Facts, strong, weak settings.Setting) *Finding {
	x := shadowFinding(f, strong)
	x.Args["file"], x.Args["lost"] = facts.Where(weak), weak.Value.String()
	if f.Outcome() == route.Fails && f.With(f.Settings.Without(strong.Key, settings.OSEnv)).Outcome() == route.Succeeds {
		x.Args["works"] = "yes"
		for _, s := range facts.Stops(f) {
			x.Evidence = append(x.Evidence, s.Evidence()...)
		}
		slices.Sort(x.Evidence)
		x.Evidence = slices.Compact(x.Evidence)
	}
	return x
}

// wouldShadow is the finding about a variable under which downloads fail, and
// which would hide whatever is written against that. Why they fail is another
// cause, which stays the primary one.
func wouldShadow(f *facts.Facts, strong settings.Setting) *Finding {
	x := shadowFinding(f, strong)
	x.Severity, x.OfRemedy = Warning, true
	x.Args["file"] = f.Settings.Goenv.Path
	if restsOnSetting(f, strong.Key.Name) {
		// The other cause cites the setting and nothing else: a finding with the
		// same evidence would hide it.
		x.Evidence = []string{"setting/$" + strong.Key.Name}
	}
	return x
}

func shadowFinding(f *facts.Facts, strong settings.Setting) *Finding {
	x := settingFinding(f, strong.Key.Name)
	x.Args["lost"], x.Args["works"], x.Args["at"] = "", "", ""
	if strong.File != "" {
		x.Args["at"] = facts.Where(strong)
	}
	traceStartup(f, x, strong)
	return x
}

// restsOnSetting reports whether a cause of its own may rest on a variable's
// value alone.
func restsOnSetting(f *facts.Facts, name string) bool {
	return facts.DecisiveEvidence(f)["setting/"+name] || name == "GOPROXY" && len(f.Config().GOPROXY.Doubts) > 0 || name == "GOPRIVATE"
}

// blamedVariables are those under which a walk fails and that a remedy would
// have to change: GOPROXY where an entry of it failed, the one that fails the
// command by itself, and any without which the downloads would surely work.
func blamedVariables(f *facts.Facts) []string {
	if f.Outcome() != route.Fails {
		return nil
	}
	var out []string
	for _, s := range facts.Stops(f) {
		switch {
		case s.Path.Setting != "":
			out = append(out, s.Path.Setting)
		case s.AtSumDB() && f.Config().SumDB.Name != known.SumGolangOrg:
			out = append(out, "GOSUMDB")
		case goproxyFails(f, s):
			out = append(out, "GOPROXY")
		}
	}
	for _, name := range shadowable {
		k := settings.Go(name)
		if f.Settings.In(k, settings.OSEnv).Set() && f.With(f.Settings.Without(k, settings.OSEnv)).Outcome() == route.Succeeds {
			out = append(out, name)
		}
	}
	return out
}

// goproxyFails reports whether another GOPROXY could get around a stop. It
// could not where nobody has the module, where the outbound proxy on the way
// fails, or where git alone is to blame.
func goproxyFails(f *facts.Facts, s facts.Stop) bool {
	switch {
	case s.Hop == nil || facts.ViaFault(f, s) != nil:
		return false
	case s.AtSumDB() || s.Hop.Entry.Kind == route.Off:
		return true
	}
	if hop := s.ProxyHop(); hop != nil {
		return hop.State == route.Bad
	}
	rewritten := s.Hop.Unrewritten != "" && s.Hop.Unrewritten != s.Hop.URL
	gitAlone := rewritten || facts.OneOf(s.Hop.Symptom, symptom.VCSAuth, symptom.VCSHostKey, symptom.VCSProtocol)
	return s.Hop.State == route.Bad && s.AtOrigin() && !s.Hop.Private && !gitAlone
}
