package lint

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/known"
)

var nginxProxy = &Rule{
	ID: "nginx-module-proxy", Severity: cause.Error,
	Text: Texts{
		En: Text{
			Title:  "nginx does not send what {{.host}} needs",
			Detail: "Without {{.missing}} the upstream answers 403, 421 or 426, or breaks the handshake, and go stops there.",
			Fix:    "Add: {{.missing}}",
		},
		Zh: Text{
			Title:  "nginx 访问 {{.host}} 的方式不对",
			Detail: "缺少 {{.missing}} 时，上游会返回 403、421 或 426，或者握手失败，go 就停在这里。",
			Fix:    "加上：{{.missing}}",
		},
	},
	Check: func(l *look) {
		for _, n := range l.Notes {
			parts := strings.SplitN(n.Text, "\x00", 3)
			if n.ID == "proxy-pass" && parts[2] != "" && strings.HasPrefix(parts[0], "https://") && known.Is(hostOfURL(parts[1]), known.Proxy, known.Database) {
				l.find(n.Span, Args{"host": hostOfURL(parts[1]), "missing": parts[2]})
			}
		}
	},
}

var nginxForward = &Rule{
	ID: "nginx-forward-proxy", Severity: cause.Warning,
	Text: Texts{
		En: Text{
			Title:  "nginx cannot be the HTTPS_PROXY of go",
			Detail: "This forwards to the host that the client names. go asks an outbound proxy for a tunnel with CONNECT, which plain nginx answers with 400.",
			Fix:    "Use a forward proxy for HTTPS_PROXY, or make nginx a module proxy with a fixed upstream and name it in GOPROXY.",
		},
		Zh: Text{
			Title:  "nginx 不能充当 go 的 HTTPS_PROXY",
			Detail: "这里转发到客户端指定的地址。go 会用 CONNECT 向出站代理请求隧道，而 nginx 对此返回 400。",
			Fix:    "HTTPS_PROXY 请使用正向代理；或者让 nginx 以固定的上游充当模块代理，并写进 GOPROXY。",
		},
	},
	Check: func(l *look) {
		for _, n := range l.Notes {
			target, _, _ := strings.Cut(n.Text, "\x00")
			_, host, _ := strings.Cut(target, "://")
			if n.ID == "proxy-pass" && (strings.HasPrefix(host, "$host") || strings.HasPrefix(host, "$http_host") || strings.HasPrefix(target, "$scheme://$h")) {
				l.find(n.Span, Args{})
			}
		}
	},
}
