package cause

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/mirror"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// GoproxyDenied is its id.
const GoproxyDenied ID = "goproxy-denied"

var goproxyDenied = &Cause{
	ID:       GoproxyDenied,
	Traits:   Traits{EachTarget, Lasts, ByDownload},
	Severity: Warning,
	Layer:    Server,
	Probe:    probe.Goproxy,
	Fixes:    []settings.Key{settings.Go("GOPROXY")},
	Words: in(
		Text[deniedEntry]{
			Title:  func(d deniedEntry) string { return "the module proxy " + d.Entry + " refuses this client" },
			Detail: func(d deniedEntry) string { return "Request for " + d.Module + ": " + en(d.Symptom) + "." },
			Manual: func(d deniedEntry) []string {
				return []string{
					"If it is your company's proxy: add a line for machine " + d.Host + ", with your login and password, to " + d.Login.file() + ", or ask its administrator for access. " + d.Login.helperOfGoEn(),
					d.leaveEn(),
				}
			},
			Log: Log{
				Title: func(l Seen) string { return "the module proxy" + with(" ", l.Target, "") + " refuses this client" },
				Steps: func(l Seen) []string {
					return []string{
						"If it is a proxy with accounts, put the credentials for " + l.Host + " into ~/.netrc (on Windows %USERPROFILE%\\_netrc). In CI, take them from the job's secrets.",
						"Otherwise use another module proxy. " + l.Where + ", this proposes one:",
						"$ gofix-net apply",
					}
				},
			},
		},
		Text[deniedEntry]{
			Title:  func(d deniedEntry) string { return "模块代理 " + d.Entry + " 拒绝了本客户端" },
			Detail: func(d deniedEntry) string { return "请求 " + d.Module + " 时，" + zh(d.Symptom) + "。" },
			Manual: func(d deniedEntry) []string {
				return []string{
					"如果这是公司的代理：在 " + d.Login.file() + " 中为 machine " + d.Host + " 写入用户名和密码，或向管理员申请权限。" + d.Login.helperOfGoZh(),
					d.leaveZh(),
				}
			},
			Log: Log{
				Title: func(l Seen) string { return "模块代理" + with(" ", l.Target, "") + " 拒绝了本客户端" },
				Steps: func(l Seen) []string {
					return []string{
						"如果该代理需要账号，把 " + l.Host + " 的凭据写入 ~/.netrc（Windows 上是 %USERPROFILE%\\_netrc）。在 CI 中，从任务的机密变量读取。",
						"否则使用其他模块代理；" + l.Where + "，以下命令会推荐一个：",
						"$ gofix-net apply",
					}
				},
			},
		},
	),
	Match: matchGoproxyDenied,
}

// deniedEntry is an entry that refuses, and what a person could set who no longer has
// to do with its owner. Only a person decides that.
type deniedEntry struct {
	AtEntry
	Instead string
	Works   bool // the results say that the modules download by Instead
	Login   Login
	Removal *removal // where a variable of the operating system sets GOPROXY
}

// leaveEn is the step of a person who has left the company, "" at a public proxy.
func (d deniedEntry) leaveEn() string {
	if d.Instead == "" {
		return ""
	}
	first := ""
	if d.Removal != nil {
		first = d.Removal.En() + "; then run: "
	}
	return "Only if you have left this company: " + first + "go env -w " + quoted("GOPROXY="+d.Instead) +
		when(d.Works, " (tested: these modules can be downloaded that way from here).", " (not tried from here).") +
		" First list private modules in GOPRIVATE: the paths of all others are sent to the other proxies."
}

// leaveZh is leaveEn in Chinese.
func (d deniedEntry) leaveZh() string {
	if d.Instead == "" {
		return ""
	}
	first := ""
	if d.Removal != nil {
		first = d.Removal.Zh() + "；然后运行："
	}
	return "仅当你已离开该公司：" + first + "go env -w " + quoted("GOPROXY="+d.Instead) +
		when(d.Works, "（已检测：本机可以由此获得这些模块）。", "（尚未在本机尝试）。") +
		"请先把私有模块写入 GOPRIVATE，其余模块的路径会发给其他代理。"
}

// quoted is a word of a command for every shell in which a bar would mean something.
func quoted(word string) string {
	if strings.ContainsAny(word, "|&;<>() ") {
		return "'" + word + "'"
	}
	return word
}

func matchGoproxyDenied(f *facts.Facts) []Finding {
	found := onProxyStop(func(s symptom.Symptom, h *walk.Hop) bool {
		return facts.OneOf(s, symptom.HTTP401, symptom.HTTP403, symptom.HTTP451) || s == symptom.HTTP407 && h.Via == ""
	})(f)
	for i, x := range found {
		d := deniedEntry{AtEntry: x.Data.(AtEntry)}
		d.Login = loginOf(f.Settings, d.Host)
		if mirror.IsPublic(settings.Value(x.Target)) {
			found[i].Data = d
			continue
		}
		instead := f.InsteadOf(x.Target)
		d.Instead, d.Works = instead.Value, instead.Outcome == walk.Succeeds
		if in := f.Settings.Effective(settings.Go("GOPROXY")); in.Origin == settings.OSEnv {
			r := removalOf(f, in)
			d.Removal = &r
		}
		found[i].Data = d
	}
	return found
}
