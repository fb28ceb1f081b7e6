package cause

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/mirror"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// ToolchainInsecure is its id.
const ToolchainInsecure ID = "toolchain-insecure"

var toolchainInsecure = &Cause{
	ID:       ToolchainInsecure,
	Traits:   Traits{EachTarget, Lasts, ByNothing},
	Severity: Warning,
	Layer:    Aside,
	Unsafe:   true,
	Words: Languages{
		Text[insecureRelease]{
			Title: func(d insecureRelease) string {
				return d.Have + " has known module-verification vulnerabilities"
			},
			Detail: func(d insecureRelease) string {
				if d.Now {
					return "GOPROXY or GOSUMDB names " + d.Third + ", which is not run by Go. Its operator could make go accept content that the checksum database does not confirm."
				}
				return "A third-party module proxy such as " + d.Third + " may be needed here instead of Go's own. With this release you have to trust its operator" + when(d.Project, " when a project's go.sum is malicious too") + "."
			},
			Manual: func(d insecureRelease) []string {
				return []string{
					"Upgrade to " + d.Safe + " or newer: " + known.GoDownloads + ", in China " + known.GoDownloadsChina + ". Setting GOTOOLCHAIN is not enough: the installed, vulnerable go would download the new release.",
					"About " + d.Holes + ": " + d.Sources,
				}
			},
			Log: Log{
				Title: func(Seen) string { return "this Go release has known module-verification vulnerabilities" },
				Steps: func(Seen) []string {
					return []string{
						"Install the latest patch release of Go: " + known.GoDownloads,
					}
				},
			},
		},
		Text[insecureRelease]{
			Title: func(d insecureRelease) string {
				return d.Have + " 的模块校验存在已知漏洞"
			},
			Detail: func(d insecureRelease) string {
				if d.Now {
					return "GOPROXY 或 GOSUMDB 指向 " + d.Third + "，它并非 Go 官方。其运营者可以让 go 接受校验和数据库未确认的内容。"
				}
				return "这里可能要用 " + d.Third + " 这样的第三方模块代理代替 Go 官方代理。使用该版本时" + when(d.Project, "，若项目的 go.sum 也是恶意的，") + "就必须信任其运营者。"
			},
			Manual: func(d insecureRelease) []string {
				return []string{
					"升级到 " + d.Safe + " 或更新版本：" + known.GoDownloads + "，国内 " + known.GoDownloadsChina + "。仅设置 GOTOOLCHAIN 不够：新版本仍由当前有漏洞的 go 下载。",
					zhList(d.Holes) + " 的详情：" + d.Sources,
				}
			},
			Log: Log{
				Title: func(Seen) string { return "这个 Go 版本的模块校验存在已知漏洞" },
				Steps: func(Seen) []string {
					return []string{
						"安装最新的 Go 补丁版本：" + known.GoDownloads,
					}
				},
			},
		},
	},
	Match: matchToolchainInsecure,
}

// insecureRelease is a release of Go with published vulnerabilities.
type insecureRelease struct {
	Have    string
	Holes   string
	Third   string
	Now     bool
	Project bool
	Safe    string
	Sources string
}

// matchToolchainInsecure matches if a third-party proxy or database is in use and the
// vulnerability needs nothing else. With a lower severity it matches if downloads
// fail and such a proxy may be recommended.
func matchToolchainInsecure(f *facts.Facts) []Finding {
	third := thirdParty(f)
	x := Finding{Target: f.Settings.Go.Version, Evidence: []evidence.ID{evidence.Setting("GOVERSION")}}
	d := insecureRelease{Third: third, Now: true, Have: f.Settings.Go.Version, Safe: safeRelease()}
	found := vulnerabilitiesOf(f, false)
	if third == "" {
		if third = standIn(f); third == "" {
			return nil
		}
		found = vulnerabilitiesOf(f, true)
		x.Severity = Info
		d.Third, d.Now, d.Project = third, false, true
	}
	if len(found) == 0 {
		return nil
	}
	var names, sources []string
	for _, h := range found {
		names, sources = append(names, h.id), append(sources, h.source)
		if h.needs != ownProject {
			d.Project = false
		}
	}
	d.Holes, d.Sources = strings.Join(names, ", "), strings.Join(sources, " ")
	x.Data = d
	return []Finding{x}
}

// vulnerabilitiesOf are the vulnerabilities of this machine's release; with all, also those
// that need a hostile project in addition.
func vulnerabilitiesOf(f *facts.Facts, all bool) []vulnerability {
	ownDB := f.Config().SumDB.Name != "" && f.Config().SumDB.Name != known.SumGolangOrg
	var out []vulnerability
	for _, h := range vulnerabilities() {
		if h.in(f.Settings.Go.Version) && (h.needs == noHelp || h.needs == ownSumdb && ownDB || h.needs == ownProject && all) {
			out = append(out, h)
		}
	}
	return out
}

// GoOwnProxy is the module proxy of the Go team, the first entry of the default
// GOPROXY.
const GoOwnProxy = known.GoOwnProxy

// thirdParty returns the public proxy of a third party that GOPROXY names, or "".
func thirdParty(f *facts.Facts) string {
	for _, e := range f.Config().GOPROXY.Entries {
		if e.Kind == route.Proxy && mirror.IsPublic(e.URL) && e.Name() != GoOwnProxy {
			return e.Name()
		}
	}
	return ""
}

// standIn returns a public proxy of a third party that was seen to serve a
// module while downloads fail for another reason than a missing module, or "".
func standIn(f *facts.Facts) string {
	if f.Outcome() != walk.Fails || !facts.SettingsMayHelp(f) {
		return ""
	}
	for _, r := range f.Of(probe.Goproxy) {
		if h := r.Evidence.HTTP; r.Status == probe.OK && h != nil && h.Entry != GoOwnProxy && mirror.IsPublic(settings.Value(h.Entry)) {
			return h.Entry
		}
	}
	return ""
}
