package cause

import (
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// OutboundProxyBroken is its id.
const OutboundProxyBroken ID = "outbound-proxy-broken"

var outboundProxyBroken = &Cause{
	ID:       OutboundProxyBroken,
	Severity: Warning,
	Layer:    Way,
	Probe:    probe.OutboundProxy,
	Words: in(
		Text[deadProxy]{
			Title: func(d deadProxy) string { return "the outbound proxy " + d.Proxy + " does not work" },
			Detail: func(d deadProxy) string {
				return d.Variable + " sends " + d.Client + " through it" + with(" (set in ", d.Where, ")") + ", but " + en(d.Symptom) + with(" (", d.Detail, ")") + "."
			},
			Manual: func(d deadProxy) []string {
				return []string{
					"If the proxy is no longer needed: " + d.Removal.En() + "; then " + d.Removal.AfterwardsEn() + ".",
					d.Removal.ForgetEn(),
					"If it is needed: start it, or correct its address. A local proxy (127.0.0.1) has to be running.",
				}
			},
			Log: Log{
				Title: func(l Seen) string { return "the outbound proxy does not work" + with(" (seen at ", l.Target, ")") },
				Steps: func(Seen) []string {
					return []string{
						"See where it is set: HTTPS_PROXY, HTTP_PROXY and ALL_PROXY in the environment (also in lower case), ~/.docker/config.json and the daemon's settings for containers.",
						"Start that proxy or correct its address; if none is needed, unset the variables. In a container 127.0.0.1 is the container itself: name the host (host.docker.internal) instead.",
						"Add hosts that are reached without the proxy to NO_PROXY.",
					}
				},
			},
		},
		Text[deadProxy]{
			Title: func(d deadProxy) string { return "出站代理 " + d.Proxy + " 不可用" },
			Detail: func(d deadProxy) string {
				return d.Variable + " 让 " + d.Client + " 经由它访问" + with("（在 ", d.Where, " 中设置）") + "，但" + zh(d.Symptom) + with("（", d.Detail, "）") + "。"
			},
			Manual: func(d deadProxy) []string {
				return []string{
					"如果不再需要该代理：" + d.Removal.Zh() + "；然后" + d.Removal.AfterwardsZh() + "。",
					d.Removal.ForgetZh(),
					"如果需要：启动它，或改正地址。本机代理程序（127.0.0.1）必须处于运行状态。",
				}
			},
			Log: Log{
				Title: func(l Seen) string { return "出站代理不可用" + with("（见于 ", l.Target, "）") },
				Steps: func(Seen) []string {
					return []string{
						"查看它在哪里设置：环境变量 HTTPS_PROXY、HTTP_PROXY、ALL_PROXY（包括小写形式），容器还要看 ~/.docker/config.json 和守护进程的设置。",
						"启动该代理或改正其地址；不需要代理时取消这些变量。在容器中 127.0.0.1 是容器自己：应改为宿主机（host.docker.internal）。",
						"不经代理访问的主机应写入 NO_PROXY。",
					}
				},
			},
		},
	),
	Match: onStop(func(f *facts.Facts, s facts.Stop) *Finding {
		v := facts.ViaFault(f, s)
		if v == nil || v.Tool != settings.Env || v.Symptom == symptom.HTTP407 {
			return nil
		}
		return &Finding{
			Target: v.Proxy, Symptom: v.Symptom, Evidence: v.Evidence,
			Data: deadProxy{Outbound: outboundOf(v), Removal: removalOf(f, v.In)},
		}
	}),
}

// deadProxy is an outbound proxy that does not work.
type deadProxy struct {
	Outbound
	Removal removal
}
