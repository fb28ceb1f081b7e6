package cause

// RevocationCheckBlocked is its id.
const RevocationCheckBlocked ID = "revocation-check-blocked"

var revocationCheckBlocked = &Cause{
	ID:       RevocationCheckBlocked,
	Traits:   Traits{EachTarget, Lasts, ByDownload},
	Severity: Error,
	Layer:    Network,
	Words: Languages{
		Text[none]{
			Log: Log{
				Title: func(l Seen) string {
					return "Windows cannot check whether the certificate" + with(" of ", l.Target, "") + " was revoked"
				},
				Steps: func(Seen) []string {
					return []string{
						"The certificate itself may be fine. Windows (schannel) asks the authority's server whether it was revoked (OCSP or a CRL, over http:// on port 80), but cannot reach that server. Allow it in the firewall or the proxy; this shows its address and what fails:",
						"$ certutil -verify -urlfetch CERTIFICATE.cer",
						"If a company proxy that inspects TLS issued the certificate, its authority has to publish a revocation list that this machine can reach: ask its administrator.",
						"Whether git may continue without that server is for the owner of the machine to decide (git's setting http.schannelCheckRevoke, value best-effort).",
					}
				},
			},
		},
		Text[none]{
			Log: Log{
				Title: func(l Seen) string {
					return "Windows 无法检查" + with(" ", l.Target, " 的") + "证书是否已吊销"
				},
				Steps: func(Seen) []string {
					return []string{
						"证书本身可能没有问题。Windows（schannel）会向证书机构的服务器查询证书是否已吊销（OCSP 或 CRL，走 http:// 的 80 端口），而该服务器没有连上。请在防火墙或代理中放行；下面的命令会显示其地址和失败之处：",
						"$ certutil -verify -urlfetch CERTIFICATE.cer",
						"如果证书由公司的解密代理签发，其证书机构必须提供本机可以访问的吊销列表：请联系其管理员。",
						"该服务器不可达时 git 是否可以继续，由这台机器的所有者决定（git 的设置 http.schannelCheckRevoke，取值 best-effort）。",
					}
				},
			},
		},
	},
}
