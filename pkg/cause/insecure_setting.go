package cause

import (
	"github.com/gofix-net/gofix-net/pkg/evidence"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// InsecureSetting is its id.
const InsecureSetting ID = "insecure-setting"

var insecureSetting = &Cause{
	ID:       InsecureSetting,
	Traits:   Traits{EachTarget, Lasts, ByDownload},
	Severity: Warning,
	Layer:    Aside,
	Unsafe:   true,
	Fixes:    []settings.Key{settings.Go("GOINSECURE"), settings.Git("http.sslverify")},
	Words: Languages{
		Text[Weakened]{
			Title: func(d Weakened) string { return d.Name + " weakens the protection of downloads" },
			Detail: func(d Weakened) string {
				return hasEn(d.Where) + d.Name + "=" + d.Value + ". " + when(d.HTTP, "Modules travel unencrypted: anyone on the network path can read and change them.", "Certificates are not checked: anyone on the network path can pose as the server.")
			},
			Manual: func(d Weakened) []string {
				return []string{
					when(d.OS, "Turn the protection back on: "+d.Removal.En()),
					when(d.OS, "If a company certificate is the reason, install the company's root certificate."),
				}
			},
			Log: Log{
				Title: func(l Seen) string {
					return when(l.Target != "", l.Target, "a setting") + " weakens the protection of downloads"
				},
				Steps: func(Seen) []string {
					return []string{
						"Remove it, and fix the problem that it works around. For git's setting:",
						"$ git config --global --unset http.sslVerify",
						"For a server with a company certificate, install the company's root certificate; for a private module, set GOPRIVATE.",
					}
				},
			},
		},
		Text[Weakened]{
			Title: func(d Weakened) string { return d.Name + " 削弱了下载的安全性" },
			Detail: func(d Weakened) string {
				return hasZh(d.Where) + d.Name + "=" + d.Value + "。" + when(d.HTTP, "模块以明文传输，链路上的任何人都能读取和篡改。", "不检查证书，链路上的任何人都能冒充服务器。")
			},
			Manual: func(d Weakened) []string {
				return []string{
					when(d.OS, "恢复保护的方法："+d.Removal.Zh()),
					when(d.OS, "如果是公司证书的原因，请安装公司的根证书。"),
				}
			},
			Log: Log{
				Title: func(l Seen) string {
					return when(l.Target != "", l.Target+" ", "某项设置") + "削弱了下载的安全性"
				},
				Steps: func(Seen) []string {
					return []string{
						"删除它，并解决它本想绕过的问题。对于 git 的设置：",
						"$ git config --global --unset http.sslVerify",
						"如果服务器使用公司签发的证书，安装公司的根证书；如果是私有模块，设置 GOPRIVATE。",
					}
				},
			},
		},
	},
	Match: matchInsecureSetting,
}

// Weakened is a setting that removes a protection.
type Weakened struct {
	setting
	HTTP    bool
	OS      bool
	Removal removal
}

func matchInsecureSetting(f *facts.Facts) []Finding {
	var out []Finding
	add := func(s settings.Setting, http bool) {
		out = append(out, Finding{Target: s.Key.String(), Evidence: []evidence.ID{evidence.Setting(s.Key.String())}, Data: Weakened{
			setting: setting{Name: s.Key.String(), Value: s.Value.String(), Where: facts.Where(s)},
			HTTP:    http, OS: s.Origin == settings.OSEnv, Removal: removalOf(f, s),
		}})
	}
	if s := f.Settings.Effective(settings.Go("GOINSECURE")); s.Value != "" {
		add(s, false)
	}
	for _, e := range f.Config().GOPROXY.Entries {
		if e.Kind == route.Proxy && route.PlainHTTP(e.URL) == route.Open {
			add(f.Settings.Effective(settings.Go("GOPROXY")), true)
			break
		}
	}
	for _, s := range f.Settings.GitSettings("http.", "sslverify") {
		if on, ok := route.GitBool(s.Value.Reveal()); ok && !on {
			add(s, false)
		}
	}
	if s := f.Settings.Effective(settings.Variable(route.NoVerify)); s.Set() {
		add(s, false)
	}
	return out
}
