package cause

import (
	"strconv"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// HostsOverride is its id.
const HostsOverride ID = "hosts-override"

var hostsOverride = &Cause{
	ID:       HostsOverride,
	Traits:   Traits{EachTarget, Lasts, ByDownload},
	Severity: Warning,
	Layer:    Network,
	Fixes:    []settings.Key{settings.Go("GOPROXY")},
	Words: Languages{
		Text[wrongHosts]{
			Title: func(d wrongHosts) string {
				return "the hosts file sends " + d.Host + " to an address that does not work"
			},
			Detail: func(d wrongHosts) string {
				return d.Where + " maps " + d.Host + " to " + d.Address + ", but " + en(d.Symptom) + "." + with(" DNS answers ", d.True, ".") + " Accelerator tools and old tutorials leave such lines."
			},
			Manual: func(d wrongHosts) []string {
				return []string{
					"Remove the line about " + d.Host + " from " + d.Where + " (as administrator).",
				}
			},
			Log: Log{
				Title: func(l Seen) string {
					return "the hosts file sends " + when(l.Target != "", l.Target, "a needed name") + " to an address that does not work"
				},
				Steps: func(Seen) []string {
					return []string{
						"Remove or correct that line in /etc/hosts (on Windows C:\\Windows\\System32\\drivers\\etc\\hosts).",
					}
				},
			},
		},
		Text[wrongHosts]{
			Title: func(d wrongHosts) string { return "hosts 文件把 " + d.Host + " 指向了不可用的地址" },
			Detail: func(d wrongHosts) string {
				return d.Where + " 中 " + d.Host + " 的地址是 " + d.Address + "，" + zhAfter("但", zh(d.Symptom)) + "。" + with("DNS 返回的是 ", d.True, "。") + "加速工具和过时的教程常会留下这样的行。"
			},
			Manual: func(d wrongHosts) []string {
				return []string{
					"以管理员身份从 " + d.Where + " 中删除 " + d.Host + " 的那一行。",
				}
			},
			Log: Log{
				Title: func(l Seen) string {
					return "hosts 文件把" + when(l.Target != "", " "+l.Target+" ", "所需的域名") + "指向了不可用的地址"
				},
				Steps: func(Seen) []string {
					return []string{
						"删除或改正 /etc/hosts（Windows 上是 C:\\Windows\\System32\\drivers\\etc\\hosts）中的那一行。",
					}
				},
			},
		},
	},
	Match: func(f *facts.Facts) []Finding {
		var out []Finding
		for _, w := range facts.WrongAddresses(f, true) {
			where, address := hostsLine(f, w.Host)
			out = append(out, Finding{Target: w.Host, Symptom: w.Failure.Symptom, Evidence: w.Evidence, Data: wrongHosts{Host: w.Host, Where: where, Address: address, Symptom: w.Failure.Symptom, True: trueAnswer(w.DNS.Evidence.DNS)}})
		}
		return out
	},
}

// wrongHosts is a line of the hosts file.
type wrongHosts struct {
	Host    string
	Where   string
	Address string
	Symptom symptom.Symptom
	True    string
}

func hostsLine(f *facts.Facts, host string) (where, address string) {
	for _, h := range f.Settings.Resolver.Hosts {
		if strings.EqualFold(h.Name, host) {
			return h.File + ":" + strconv.Itoa(h.Line), h.Address
		}
	}
	return "/etc/hosts", "?"
}

// trueAnswer returns the addresses that a resolver gives for a host whose hosts
// file entry says otherwise, or "".
func trueAnswer(e *probe.DNSEvidence) string {
	for _, s := range e.Servers {
		if s.Symptom == "" && len(s.Addresses) > 0 {
			return strings.Join(s.Addresses, ", ")
		}
	}
	return ""
}
