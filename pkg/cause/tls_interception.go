package cause

import (
	"cmp"
	"slices"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// TLSInterception is its id.
const TLSInterception ID = "tls-interception"

var tlsInterception = &Cause{
	ID:          TLSInterception,
	Traits:      Traits{EachTarget, Lasts, ByDownload},
	Severity:    Warning,
	Layer:       Network,
	Probe:       probe.TLS,
	NoWayAround: true,
	Words: Languages{
		Text[unknownIssuer]{
			Title: func(d unknownIssuer) string {
				return "certificates are signed by an untrusted authority: " + d.Issuer
			},
			Detail: func(d unknownIssuer) string {
				return "\"" + d.Issuer + "\" signed the certificates of " + d.Hosts.en() + ", and this system does not trust it. The usual reason is a company firewall that inspects HTTPS, an antivirus or an attacker." +
					with(" Its root certificate is on this machine (", d.Present, "), but the system was not told to trust it.")
			},
			Manual: func(d unknownIssuer) []string {
				return []string{
					"Ask IT whether \"" + d.Issuer + "\" is your company's HTTPS inspection. If so, " + when(d.Present == "", "get its root certificate from them, not from the connection.", "let the system trust the certificate that is here."),
					d.installEn(),
					"If it is not your company's: stop, and use another network.",
				}
			},
			Log: Log{
				Title: func(l Seen) string {
					return "the machine does not trust the certificate" + with(" of ", l.Target, "") + ": something decrypts https connections"
				},
				Steps: func(l Seen) []string {
					return []string{
						"Ask the administrator of the network (proxy, antivirus, VPN) for its root certificate. See who signed it:",
						"$ openssl s_client -connect " + l.Host + ":443 -showcerts",
						"Install that root certificate: on Debian and Ubuntu as a .crt file in /usr/local/share/ca-certificates, then update-ca-certificates; on Fedora in /etc/pki/ca-trust/source/anchors, then update-ca-trust; on macOS and Windows in the system's store. In a Dockerfile, COPY it and do the same before the first download.",
						"Leave verification on: anyone who can decrypt the connection can also change the code in it.",
					}
				},
			},
		},
		Text[unknownIssuer]{
			Title: func(d unknownIssuer) string { return "证书由本系统不信任的机构签发：" + d.Issuer },
			Detail: func(d unknownIssuer) string {
				return d.Hosts.zhThen("的证书由“") + d.Issuer + "”签发，而本系统不信任它。常见原因是公司防火墙的 HTTPS 解密、杀毒软件，或中间人攻击。" +
					with("其根证书已在本机（", d.Present, "），但系统尚未设为信任。")
			},
			Manual: func(d unknownIssuer) []string {
				return []string{
					"向管理员确认“" + d.Issuer + "”是否用于公司的 HTTPS 解密。如果是，" + when(d.Present == "", "向其索取根证书，不要从连接中导出。", "让系统信任本机上的这份证书。"),
					d.installZh(),
					"如果不是：停止操作，换一个网络。",
				}
			},
			Log: Log{
				Title: func(l Seen) string {
					return "机器不信任" + with(" ", l.Target, " 的") + "证书：有设备或软件在解密 https 连接"
				},
				Steps: func(l Seen) []string {
					return []string{
						"向网络（代理、杀毒软件、VPN）的管理员索取其根证书。查看证书由谁签发：",
						"$ openssl s_client -connect " + l.Host + ":443 -showcerts",
						"安装该根证书：Debian、Ubuntu 上以 .crt 文件放入 /usr/local/share/ca-certificates 后执行 update-ca-certificates；Fedora 上放入 /etc/pki/ca-trust/source/anchors 后执行 update-ca-trust；macOS 和 Windows 上装入系统证书库。在 Dockerfile 中，在第一次下载之前 COPY 并执行同样的步骤。",
						"不要关闭验证：能解密连接的人，也能修改经过它的代码。",
					}
				},
			},
		},
	},
	Match: matchTLSInterception,
}

// unknownIssuer is an authority that this system does not trust.
type unknownIssuer struct {
	Issuer  string
	Hosts   hostNames
	System  system
	Present string // where its root certificate is, not trusted; "" where that is not known
}

func (d unknownIssuer) installEn() string {
	en, _ := d.install()
	return en
}

func (d unknownIssuer) installZh() string {
	_, zh := d.install()
	return zh
}

func (d unknownIssuer) install() (en, zh string) {
	if d.Present != "" {
		return d.System.trustRoot(d.Present)
	}
	return d.System.installRoot()
}

// matchTLSInterception makes one finding for each issuer that is not trusted.
func matchTLSInterception(f *facts.Facts) []Finding {
	var out []Finding
	hosts := map[string][]string{}
	for _, r := range f.Of(probe.TLS) {
		if r.Symptom != symptom.TLSUnknownAuthority || r.Evidence.TLS == nil {
			continue
		}
		issuer := r.Evidence.TLS.Issuer
		hosts[issuer] = append(hosts[issuer], r.About.Host)
		i := slices.IndexFunc(out, func(x Finding) bool { return x.Data.(unknownIssuer).Issuer == commonName(issuer) })
		if i < 0 {
			out = append(out, Finding{Symptom: r.Symptom, Data: unknownIssuer{Issuer: issuer}})
			i = len(out) - 1
		}
		out[i].Evidence = append(out[i].Evidence, r.ID)
		present := cmp.Or(out[i].Data.(unknownIssuer).Present, r.Evidence.TLS.Present)
		out[i].Data = unknownIssuer{commonName(issuer), hosts[issuer], systemOf(f), present}
		out[i].Target = "https://" + hosts[issuer][0]
	}
	return slices.DeleteFunc(out, func(x Finding) bool { return !citesDecisive(f, x) })
}
