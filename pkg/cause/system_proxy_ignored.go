package cause

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// SystemProxyIgnored is its id.
const SystemProxyIgnored ID = "system-proxy-ignored"

var systemProxyIgnored = &Cause{
	ID:       SystemProxyIgnored,
	Traits:   Traits{EachTarget, Lasts, ByDownload},
	Severity: Error,
	Layer:    Way,
	Probe:    probe.OutboundProxy,
	Words: Languages{
		Text[ignoredProxy]{
			Title: func(d ignoredProxy) string {
				return d.Client + " does not use the outbound proxy that " + when(d.Desktop, "this system", d.Name) + " names"
			},
			Detail: func(d ignoredProxy) string {
				return "Without a proxy, " + d.Host + " cannot be reached: " + en(d.Symptom) + ". Through " + d.Proxy + with(" (", d.Where, ")") + " it can be reached (tested). " + d.readsEn()
			},
			Manual: func(d ignoredProxy) []string {
				return []string{
					"To have go and git use it: " + d.Set.En(),
					d.Set.NowEn(),
					"List hosts that do not need it in NO_PROXY.",
				}
			},
			Log: Log{
				Title: func(Seen) string { return "the outbound proxy of this system is not what go uses" },
				Steps: func(Seen) []string {
					return []string{
						"go reads HTTPS_PROXY and NO_PROXY, and never the proxy of the desktop, HTTP_PROXY for https, or ALL_PROXY. Set it in the shell from which go runs:",
						"$ export HTTPS_PROXY=http://HOST:PORT",
					}
				},
			},
		},
		Text[ignoredProxy]{
			Title: func(d ignoredProxy) string {
				return d.Client + " 没有使用" + when(d.Desktop, "系统设置", " "+d.Name+" ") + "指定的出站代理"
			},
			Detail: func(d ignoredProxy) string {
				return "不经代理无法访问 " + d.Host + "：" + zh(d.Symptom) + "。刚刚实测：通过 " + d.Proxy + when(d.Where != "", "（"+d.Where+"）", " ") + "可以访问。" + d.readsZh()
			},
			Manual: func(d ignoredProxy) []string {
				return []string{
					"要让 go 和 git 使用它：" + d.Set.Zh(),
					d.Set.NowZh(),
					"不应经过代理的主机写入 NO_PROXY。",
				}
			},
			Log: Log{
				Title: func(Seen) string { return "go 没有使用系统的出站代理" },
				Steps: func(Seen) []string {
					return []string{
						"go 只读取 HTTPS_PROXY 和 NO_PROXY，不读取桌面系统的代理设置和 ALL_PROXY，访问 https 时也不读取 HTTP_PROXY。请在运行 go 的终端中设置：",
						"$ export HTTPS_PROXY=http://HOST:PORT",
					}
				},
			},
		},
	},
	Match: onStop(func(f *facts.Facts, s facts.Stop) *Finding {
		e := facts.ElsewhereOf(f, s)
		if e == nil || e.Exception.Set() || e.Mistyped() {
			return nil
		}
		return &Finding{Target: e.Way.Proxy.String(), Symptom: e.Symptom, Evidence: e.Evidence, Data: ignoredProxyOf(f, e)}
	}),
}

// ignoredProxy is an outbound proxy by which a host was reached, and that the client
// does not take.
type ignoredProxy struct {
	Proxy, Name, Where string
	Client, Host       string
	Desktop            bool
	Symptom            symptom.Symptom
	Set                assignment // of HTTPS_PROXY
}

func ignoredProxyOf(f *facts.Facts, e *facts.Elsewhere) ignoredProxy {
	from := e.Way.From
	d := ignoredProxy{
		Proxy: e.Way.Proxy.String(), Name: from.Key.String(), Client: string(e.Client), Host: e.Host,
		Desktop: from.Key.Tool == settings.System, Symptom: e.Symptom,
		Set: assignmentOf(f, "HTTPS_PROXY", e.Way.Proxy.String()),
	}
	if d.Where = facts.Where(from); d.Desktop {
		d.Where = strings.TrimSpace(d.Name + with(", ", from.File, ""))
	}
	return d
}

// readsEn says why the client does not take the proxy.
func (d ignoredProxy) readsEn() string {
	switch {
	case d.Desktop:
		return "Browsers use this system's proxy; go and git read only variables such as HTTPS_PROXY."
	case strings.HasPrefix(d.Name, "http."):
		return "Only git reads " + d.Name + "; go reads HTTPS_PROXY."
	}
	return "For https addresses " + d.Client + " reads HTTPS_PROXY, not " + d.Name + "."
}

// readsZh is readsEn in Chinese.
func (d ignoredProxy) readsZh() string {
	switch {
	case d.Desktop:
		return "浏览器使用系统代理；go 和 git 只读取 HTTPS_PROXY 等环境变量。"
	case strings.HasPrefix(d.Name, "http."):
		return "只有 git 读取 " + d.Name + "；go 读取 HTTPS_PROXY。"
	}
	return "访问 https 地址时，" + d.Client + " 不读取 " + d.Name + "，而读取 HTTPS_PROXY。"
}
