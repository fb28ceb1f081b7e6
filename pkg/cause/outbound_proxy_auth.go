package cause

import (
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// OutboundProxyAuth is its id.
const OutboundProxyAuth ID = "outbound-proxy-auth"

var outboundProxyAuth = &Cause{
	ID:       OutboundProxyAuth,
	Traits:   Traits{EachTarget, Lasts, ByDownload},
	Severity: Error,
	Layer:    Way,
	Probe:    probe.OutboundProxy,
	Words: Languages{
		Text[unknownClient]{
			Title: func(d unknownClient) string { return "the outbound proxy " + d.Proxy + " requires credentials" },
			Detail: func(d unknownClient) string {
				return d.Variable + " sends " + d.Client + " through it, and it " + when(d.Socks, "does not accept the login that it got.", "answers 407 Proxy Authentication Required.")
			},
			Manual: func(d unknownClient) []string {
				return []string{
					"Put the user and the password into the proxy's URL: " + d.Variable + "=" + d.scheme() + "://USER:PASSWORD@HOST:PORT (percent-encode special characters). go and git read proxy credentials only from the URL" + when(d.Socks, "", "; for NTLM or Kerberos run a local helper such as px or cntlm and point "+d.Variable+" at it") + "." + d.Removal.SetAtEn(),
				}
			},
			Log: Log{
				Title: func(l Seen) string {
					return "the outbound proxy requires a login" + when(!l.Socks, " (407)") + with(", seen at ", l.Target, "")
				},
				Steps: func(Seen) []string {
					return []string{
						"Put the credentials into the URL of HTTPS_PROXY, before its host and an @, with special characters percent-encoded; or use a local helper such as cntlm or px where the proxy wants NTLM or Kerberos.",
						"In CI, take them from the job's secrets, not from the file.",
					}
				},
			},
		},
		Text[unknownClient]{
			Title: func(d unknownClient) string { return "出站代理 " + d.Proxy + " 要求身份验证" },
			Detail: func(d unknownClient) string {
				return d.Variable + " 让 " + d.Client + " 经由它访问，而它" + when(d.Socks, "不接受本机提供的用户名和密码。", "返回 407 Proxy Authentication Required。")
			},
			Manual: func(d unknownClient) []string {
				return []string{
					"把用户名和密码写进代理的 URL：" + d.Variable + "=" + d.scheme() + "://用户:密码@主机:端口（特殊字符须百分号编码）。go 和 git 只认 URL 中的凭据" + when(d.Socks, "", "；NTLM 或 Kerberos 请在本机运行 px、cntlm 等程序，并让 "+d.Variable+" 指向它") + "。" + d.Removal.SetAtZh(),
				}
			},
			Log: Log{
				Title: func(l Seen) string {
					return "出站代理要求登录" + when(!l.Socks, "（407）") + with("，见于 ", l.Target, "")
				},
				Steps: func(Seen) []string {
					return []string{
						"把凭据写入 HTTPS_PROXY 的网址中，放在主机之前并以 @ 分隔，特殊字符用百分号编码；代理要求 NTLM 或 Kerberos 时，使用 cntlm、px 等本地中转。",
						"在 CI 中，从任务的 secret 读取，不要写进文件。",
					}
				},
			},
		},
	},
	Match: onStop(func(f *facts.Facts, s facts.Stop) *Finding {
		v := facts.ViaFault(f, s)
		if v == nil || !v.Login {
			return nil
		}
		return &Finding{
			Target: v.Proxy, Symptom: v.Symptom, Evidence: v.Evidence,
			Data: unknownClient{Outbound: outboundOf(v), Socks: v.Symptom != symptom.HTTP407, Removal: removalOf(f, v.In)},
		}
	}),
}

// unknownClient is an outbound proxy that wants credentials.
type unknownClient struct {
	Outbound
	// Socks says that it is a SOCKS5 proxy, which has no status 407.
	Socks   bool
	Removal removal
}

// scheme is that of the proxy's URL.
func (d unknownClient) scheme() string {
	if d.Socks {
		return "socks5"
	}
	return "http"
}
