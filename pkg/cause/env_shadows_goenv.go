package cause

import (
	"slices"

	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// EnvShadowsGoenv is its id.
const EnvShadowsGoenv ID = "env-shadows-goenv"

// envShadowsGoenv is a variable of the operating system that is stronger than
// what go env -w wrote, or would have to write.
var envShadowsGoenv = &Cause{
	ID:       EnvShadowsGoenv,
	Traits:   Traits{EachTarget, Lasts, ByDownload},
	Severity: Info,
	Layer:    Machine,
	Words: Languages{
		Text[shadowed]{
			Title: func(d shadowed) string {
				return "the environment variable " + d.Name + " overrides what go env -w " + when(d.Lost != "", "wrote", "would write")
			},
			Detail: func(d shadowed) string {
				return "The environment has " + d.Name + "=" + d.Value + with(" (set in ", d.At, ")") + "; " + when(d.Lost != "", d.File+" has "+d.Name+"="+d.Lost+", which has no effect."+when(d.Works, " Without the variable, downloads would work."), "downloads fail with that value, and while the variable is set, go env -w"+with(" (", d.File, ")")+" cannot change it.")
			},
			Manual: func(d shadowed) []string {
				return []string{
					"To remove the variable: " + d.Removal.En(),
					"Then " + d.Removal.AfterwardsEn() + ", check with: go env " + d.Name + when(!(d.Lost != ""), ", and run gofix-net doctor again"),
					d.Removal.ForgetEn(),
				}
			},
			Log: Log{
				Title: func(l Seen) string {
					return "the environment variable " + when(l.Target != "", l.Target, "of the same name") + " overrides what go env -w writes"
				},
				Steps: func(l Seen) []string {
					return []string{
						"Remove the variable where it is set: a shell start-up file, the system's settings on Windows, the Dockerfile, the CI job. " + l.Where + ", this names the file and the line:",
						"$ gofix-net doctor",
					}
				},
			},
		},
		Text[shadowed]{
			Title: func(d shadowed) string {
				return "环境变量 " + d.Name + " 会覆盖 go env -w " + when(d.Lost != "", "已写入", "将写入") + "的值"
			},
			Detail: func(d shadowed) string {
				return "环境变量为 " + d.Name + "=" + d.Value + with("（在 ", d.At, " 中设置）") + "；" + when(d.Lost != "", d.File+" 中的 "+d.Name+"="+d.Lost+" 不起作用。"+when(d.Works, "去掉该变量后下载即可恢复。"), "用该值下载会失败，而只要该变量存在，go env -w "+with("写入 ", d.File, " ")+"的新值就不起作用。")
			},
			Manual: func(d shadowed) []string {
				return []string{
					"去掉该变量：" + d.Removal.Zh(),
					"然后" + d.Removal.AfterwardsZh() + "，用 go env " + d.Name + " 确认" + when(!(d.Lost != ""), "，并重新运行 gofix-net doctor") + "。",
					d.Removal.ForgetZh(),
				}
			},
			Log: Log{
				Title: func(l Seen) string {
					return "环境变量" + when(l.Target != "", " "+l.Target+" ", "中的同名变量") + "覆盖了 go env -w 写入的值"
				},
				Steps: func(l Seen) []string {
					return []string{
						"在设置它的地方删除：shell 启动文件、Windows 的系统设置、Dockerfile、CI 任务。" + l.Where + "，以下命令会指出文件和行：",
						"$ gofix-net doctor",
					}
				},
			},
		},
	},
	Match: matchEnvShadowsGoenv,
}

// shadowed is a variable of the operating system that is stronger than the GOENV file.
type shadowed struct {
	setting
	File    string
	Lost    string
	Works   bool
	At      string
	Removal removal
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
	d := shadowedBy(f, strong)
	d.File, d.Lost = facts.Where(weak), weak.Value.String()
	x := &Finding{Target: d.Name, Evidence: []evidence.ID{evidence.Setting(d.Name)}}
	if f.Outcome() == walk.Fails && f.With(f.Settings.Without(strong.Key, settings.OSEnv)).Outcome() == walk.Succeeds {
		d.Works = true
		for _, s := range facts.Stops(f) {
			x.Evidence = append(x.Evidence, s.Evidence()...)
		}
		slices.Sort(x.Evidence)
		x.Evidence = slices.Compact(x.Evidence)
	}
	x.Data = d
	return x
}

// wouldShadow is the finding about a variable under which downloads fail, and
// which would hide any fix that go env -w writes. The reason for the failure is
// another cause, which stays the primary one.
func wouldShadow(f *facts.Facts, strong settings.Setting) *Finding {
	d := shadowedBy(f, strong)
	d.File = f.Settings.Goenv.Path
	x := &Finding{Severity: Warning, OfRemedy: true, Target: d.Name, Evidence: []evidence.ID{evidence.Setting(d.Name)}, Data: d}
	if restsOnSetting(f, strong.Key.Name) {
		// The other cause cites the setting and nothing else: a finding with the
		// same evidence would hide it.
		x.Evidence = []evidence.ID{evidence.Setting("$" + strong.Key.Name)}
	}
	return x
}

func shadowedBy(f *facts.Facts, strong settings.Setting) shadowed {
	d := shadowed{setting: settingOf(f, strong.Key.Name), Removal: removalOf(f, strong)}
	if strong.File != "" {
		d.At = facts.Where(strong)
	}
	return d
}

// restsOnSetting reports whether a cause of its own may rest only on a variable's
// value.
func restsOnSetting(f *facts.Facts, name string) bool {
	return facts.DecisiveEvidence(f)[evidence.Setting(name)] || name == "GOPROXY" && len(f.Config().GOPROXY.Doubts) > 0 || name == "GOPRIVATE"
}

// blamedVariables are those under which a walk fails and that a remedy would
// have to change: GOPROXY where an entry of it failed, the one that fails the
// command by itself, and any without which the downloads would surely work.
func blamedVariables(f *facts.Facts) []string {
	if f.Outcome() != walk.Fails {
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
		if f.Settings.In(k, settings.OSEnv).Set() && f.With(f.Settings.Without(k, settings.OSEnv)).Outcome() == walk.Succeeds {
			out = append(out, name)
		}
	}
	return out
}

// goproxyFails reports whether another GOPROXY could get around a stop. It
// could not if no source has the module, if the outbound proxy fails, or if only
// git is the problem.
func goproxyFails(f *facts.Facts, s facts.Stop) bool {
	switch {
	case s.Hop == nil || facts.ViaFault(f, s) != nil:
		return false
	case s.AtSumDB() || s.Hop.Entry.Kind == route.Off:
		return true
	}
	if hop := s.ProxyHop(); hop != nil {
		return hop.State == walk.Bad
	}
	rewritten := s.Hop.Unrewritten != "" && s.Hop.Unrewritten != s.Hop.URL
	gitAlone := rewritten || facts.OneOf(s.Hop.Symptom, symptom.VCSAuth, symptom.VCSHostKey, symptom.VCSProtocol)
	return s.Hop.State == walk.Bad && s.AtOrigin() && !s.Hop.Private && !gitAlone
}
