package cause

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// DNSTampered is its id.
const DNSTampered ID = "dns-tampered"

var dnsTampered = &Cause{
	ID:       DNSTampered,
	Traits:   Traits{EachTarget, Lasts, ByDownload},
	Severity: Warning,
	Layer:    Network,
	Probe:    probe.DNS,
	Fixes:    []settings.Key{settings.Go("GOPROXY")},
	Words: Languages{
		Text[wrongAnswers]{
			Title: func(d wrongAnswers) string {
				switch {
				case d.Tunnel:
					return "the proxy program that answers for all names does not work"
				case d.doubtful():
					return "another host answers at the address of " + d.Hosts.en()
				}
				return "the DNS resolver gives wrong addresses for " + d.Hosts.en()
			},
			Detail: func(d wrongAnswers) string {
				if d.Tunnel {
					return "Every name resolves into 198.18.0.0/15, as behind a proxy program with a tunnel (fake IP): " + d.Addresses + " for " + d.Hosts.en() + ". No host there can prove its identity" + with(": ", en(d.Symptom), "") + "."
				}
				if d.Withheld {
					return "It says that " + d.Hosts.en() + " does not exist: " + en(d.Symptom) + ". Public resolvers, asked over TLS, answer " + d.Truth + "."
				}
				if d.doubtful() {
					return "The DNS resolver answers " + d.Addresses + " for " + d.Hosts.en() + ", and the host there has a certificate for another name. Either that address is wrong, or the server has the wrong certificate" + when(d.Public, ": gofix-net doctor --cross-check-dns asks public resolvers") + "."
				}
				return "It answers " + d.Addresses + " for " + d.Hosts.en() + ", but the host there cannot prove that name: " + en(d.Symptom) + ". " + when(d.Truth != "", "Public resolvers, asked over TLS, answer "+d.Truth+".", "Other names resolve correctly.")
			},
			Manual: func(d wrongAnswers) []string {
				if d.Tunnel {
					return []string{"Start that program (Clash, sing-box and the like) again, with its tunnel (TUN) on; or quit it, so that it gives this system its own DNS resolver back."}
				}
				if d.doubtful() {
					return []string{when(d.Avoidable, "Another GOPROXY entry avoids this host. ") + "If the address is wrong, use another DNS resolver; if the certificate is, only the server's owner can repair it."}
				}
				return []string{
					when(d.Avoidable, "A GOPROXY whose name resolves correctly avoids this. ") + "To fix the cause, use another resolver (a router filter, the provider's resolver or DNS answers injected in transit can be the reason).",
				}
			},
			Log: Log{
				Title: func(l Seen) string { return "the resolver gives a wrong address" + with(" for ", l.Target, "") },
				Steps: func(l Seen) []string {
					return []string{
						"Use a GOPROXY whose name resolves correctly. " + l.Where + ", this finds one:",
						"$ gofix-net apply",
						"Or set another DNS resolver on that machine.",
					}
				},
			},
		},
		Text[wrongAnswers]{
			Title: func(d wrongAnswers) string {
				if d.Tunnel {
					return "接管全部域名解析的代理程序不可用"
				}
				if d.doubtful() {
					return d.Hosts.zhThen("的地址上是另一台主机")
				}
				return "DNS 服务器对 " + d.Hosts.zhThen("返回了错误的地址（DNS 污染）")
			},
			Detail: func(d wrongAnswers) string {
				if d.Tunnel {
					return "所有域名都被解析到 198.18.0.0/15，这是代理程序隧道（fake-IP）的做法：" + d.Hosts.zhThen("得到 ") + zhList(d.Addresses) + "。但那里没有主机能证明自己的身份" + with("：", zh(d.Symptom), "") + "。"
				}
				if d.Withheld {
					return "它声称 " + d.Hosts.zhThen("不存在：") + zh(d.Symptom) + "。公共 DNS 服务器（经 TLS 查询）返回 " + zhList(d.Truth) + "。"
				}
				if d.doubtful() {
					return "DNS 服务器对 " + d.Hosts.zhThen("返回 ") + zhList(d.Addresses) + "，而该主机的证书属于另一个名称。要么地址是错的，要么服务器的证书配置有误" + when(d.Public, "：gofix-net doctor --cross-check-dns 会询问公共 DNS 服务器") + "。"
				}
				return "它对 " + d.Hosts.zhThen("返回 ") + zhList(d.Addresses) + "，但该地址的主机无法证明自己的身份：" + zh(d.Symptom) + "。" + when(d.Truth != "", "公共 DNS 服务器（经 TLS 查询）返回 "+zhList(d.Truth)+"。", "其他域名解析正常。")
			},
			Manual: func(d wrongAnswers) []string {
				if d.Tunnel {
					return []string{"重新启动该程序（Clash、sing-box 等）并打开 TUN 模式；或退出它，让系统恢复原来的 DNS 服务器。"}
				}
				if d.doubtful() {
					return []string{when(d.Avoidable, "换用其他 GOPROXY 源即可避开该主机。") + "如果地址有误，请更换 DNS 服务器；如果证书有误，只有服务器的管理员能修复。"}
				}
				return []string{
					when(d.Avoidable, "换用域名解析正常的 GOPROXY 即可避开。") + "要根治，请更换 DNS 服务器（原因可能是路由器过滤、运营商的 DNS 服务器，或链路上注入的 DNS 响应）。",
				}
			},
			Log: Log{
				Title: func(l Seen) string { return "DNS 服务器" + with("对 ", l.Target, " ") + "给出了错误的地址" },
				Steps: func(l Seen) []string {
					return []string{
						"使用域名在那里能正确解析的 GOPROXY；" + l.Where + "，以下命令可以找到：",
						"$ gofix-net apply",
						"或者给那台机器换一个 DNS 服务器。",
					}
				},
			},
		},
	},
	Match: matchDNSTampered,
}

// wrongAnswers are the names for which the resolver gives wrong addresses, or none.
type wrongAnswers struct {
	// Tunnel says that every name leads into the network of fake-IP resolvers.
	Tunnel    bool
	Hosts     hostNames
	Withheld  bool
	Addresses string
	Truth     string
	Symptom   symptom.Symptom
	// Avoidable says that no settings keep the modules of these hosts from module proxies,
	// so that another entry of GOPROXY can serve them.
	Avoidable bool
	// Public says that each is a well-known public host. Public resolvers are asked about
	// no other one.
	Public bool
}

// doubtful reports whether nothing but certificates for other names was seen: the server
// itself may have a wrong one, as a mirror that was given up has.
func (d wrongAnswers) doubtful() bool {
	return !d.Tunnel && d.Truth == "" && d.Symptom == symptom.TLSNameMismatch
}

// matchDNSTampered matches an address that belongs to another party than the needed
// name, or, if public resolvers were asked, a name that they know and the local one
// denies. It does not match a resolver that answers the same as they do.
func matchDNSTampered(f *facts.Facts) []Finding {
	var hosts, addresses, truth []string
	var ids []evidence.ID
	var x Finding
	var d wrongAnswers
	for _, w := range facts.WrongAddresses(f, false) {
		known, id := crossChecked(f, w.Host)
		own := w.DNS.Evidence.DNS.Addresses
		denied := facts.OneOf(w.Failure.Symptom, symptom.DNSNXDomain, symptom.DNSNoAddress) && len(known) > 0
		same := slices.ContainsFunc(known, func(a string) bool { return slices.Contains(own, a) })
		if !denied && !isSomebodyElse(w.Failure) || same {
			continue
		}
		if denied {
			d.Withheld = true
		}
		hosts = append(hosts, w.Host)
		addresses, truth = append(addresses, own...), append(truth, known...)
		ids = append(ids, w.Evidence...)
		if id != "" {
			ids = append(ids, id)
		}
		x.Symptom = w.Failure.Symptom
	}
	if len(hosts) == 0 {
		return nil
	}
	if d.Tunnel = facts.InTunnel(f); d.Tunnel {
		for _, w := range facts.WrongAddresses(f, false) {
			x.Symptom = cmp.Or(w.DNS.Evidence.DNS.Peer, x.Symptom)
		}
	}
	d.Hosts, d.Symptom, d.Addresses, d.Truth = hosts, x.Symptom, distinct(addresses), distinct(truth)
	d.Public = !slices.ContainsFunc(hosts, func(host string) bool { _, named := known.Named(host); return !named })
	d.Avoidable = !slices.ContainsFunc(facts.Stops(f), func(s facts.Stop) bool { return s.AtOrigin() && originOf(s).Private })
	x.Target, x.Evidence, x.Data = hosts[0], ids, d
	return []Finding{x}
}

// crossChecked returns the addresses that public resolvers have for a host, and
// the id of the result that says so; none where they were not asked.
func crossChecked(f *facts.Facts, host string) ([]string, evidence.ID) {
	r := f.At(probe.CrossCheck, host)
	if r == nil || r.Status == probe.Skip || r.Evidence.DNS == nil {
		return nil, ""
	}
	return r.Evidence.DNS.Addresses, r.ID
}

// distinct lists texts for people, each once, in their order.
func distinct(texts []string) string {
	var out []string
	for _, t := range texts {
		if !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return strings.Join(out, ", ")
}

// isSomebodyElse reports whether the failure shows that another party has the
// address, and not merely that the way there is blocked.
func isSomebodyElse(r *probe.Result) bool {
	return facts.OneOf(r.Symptom, symptom.TLSNameMismatch, symptom.DNSBogusAddress)
}
