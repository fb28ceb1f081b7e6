package cause

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/mirror"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// ResolverBroken is its id.
const ResolverBroken ID = "resolver-broken"

var resolverBroken = &Cause{
	ID:          ResolverBroken,
	Traits:      Traits{EachTarget, MayPass, ByDownload},
	Severity:    Error,
	Layer:       Network,
	Probe:       probe.DNS,
	NoWayAround: true,
	Words: Languages{
		Text[deadResolver]{
			Title: func(d deadResolver) string {
				switch {
				case d.Works && d.Silent:
					return "the DNS resolver " + d.Servers + " does not answer; go waits for it at every host"
				case d.Works:
					return "the DNS resolver is slow: looking up one host takes " + d.Waits + " s"
				}
				return "the DNS resolver " + d.Servers + " resolves no names"
			},
			Detail: func(d deadResolver) string {
				switch {
				case d.Works && d.Silent:
					return "go asks it first and waits " + d.Waits + " s before it asks the next one, for each host: a download from two hosts waits twice. It is set in " + d.fileEn() + "."
				case d.Works:
					return "Downloads work, but each new host costs that wait. The resolver is set in " + d.fileEn() + "."
				}
				return "Every lookup failed: " + en(d.Symptom) + ". The resolver is set in " + d.fileEn() + "; no go or git setting helps until it works."
			},
			Manual: func(d deadResolver) []string {
				if d.Works {
					return []string{
						when(d.Silent, "Remove "+d.Servers+" from "+d.fileEn()+", or put a resolver that answers before it.", "Set a resolver that answers faster in "+d.fileEn()+"."),
						d.System.setResolver().En,
					}
				}
				return []string{
					"Check that " + d.Servers + " is the right resolver for this network (ask its administrator, or renew the DHCP lease).",
					"If this network requires a proxy, set HTTPS_PROXY: the proxy then resolves the names." + d.Script.En,
					d.System.setResolver().En,
				}
			},
			Log: Log{
				Title: func(l Seen) string { return "names could not be resolved" + with(" (", l.Target, ")") },
				Steps: func(Seen) []string {
					return []string{
						"See which DNS resolver the machine uses (/etc/resolv.conf; on Windows, ipconfig /all), and set one that answers.",
						"In a container: the resolver is the host's or that of \"dns\" in /etc/docker/daemon.json; docker run --dns and a restart of Docker after a change of network help most often.",
						"If only some names fail, run this on that machine:",
						"$ gofix-net doctor",
					}
				},
			},
		},
		Text[deadResolver]{
			Title: func(d deadResolver) string {
				switch {
				case d.Works && d.Silent:
					return "DNS 服务器 " + zhList(d.Servers) + " 没有响应，go 访问每个主机都要等待它"
				case d.Works:
					return "DNS 解析很慢：解析一个域名需要 " + d.Waits + " 秒"
				}
				return "DNS 服务器 " + zhList(d.Servers) + " 无法解析任何域名"
			},
			Detail: func(d deadResolver) string {
				switch {
				case d.Works && d.Silent:
					return "go 每次解析域名都先查询它，等 " + d.Waits + " 秒后才查询下一个；从两个主机下载就要等两次。该 DNS 服务器在 " + d.fileZh() + " 中设置。"
				case d.Works:
					return "下载可以完成，但每访问一个新主机都要等待。DNS 服务器在 " + d.fileZh() + " 中设置。"
				}
				return "查询的所有域名都失败：" + zh(d.Symptom) + "。该 DNS 服务器在 " + d.fileZh() + " 中设置。解析恢复之前，修改 go 或 git 的设置没有用。"
			},
			Manual: func(d deadResolver) []string {
				if d.Works {
					return []string{
						when(d.Silent, "从 "+d.fileZh()+" 中删除 "+zhList(d.Servers)+"，或把有响应的 DNS 服务器放在它前面。", "在 "+d.fileZh()+" 中换成更快的 DNS 服务器。"),
						d.System.setResolver().Zh,
					}
				}
				return []string{
					"确认 " + zhList(d.Servers) + " 是本网络应当使用的 DNS 服务器（询问网络管理员，或重新获取 DHCP 租约）。",
					"如果本网络只允许经代理访问外网，请设置 HTTPS_PROXY：域名由代理解析。" + d.Script.Zh,
					d.System.setResolver().Zh,
				}
			},
			Log: Log{
				Title: func(l Seen) string { return "无法解析域名" + with("：", l.Target, "") },
				Steps: func(Seen) []string {
					return []string{
						"查看那台机器使用哪个 DNS 服务器（/etc/resolv.conf；Windows 上用 ipconfig /all），换成有响应的。",
						"在容器中：DNS 服务器来自宿主机或 /etc/docker/daemon.json 的 \"dns\"；通常用 docker run --dns，或在网络变化后重启 Docker 即可解决。",
						"如果 DNS 服务器只能解析一部分域名，可在那台机器上用以下命令区分：",
						"$ gofix-net doctor",
					}
				},
			},
		},
	},
	Match: matchResolver,
}

// deadResolver is the resolvers that answer for no name.
type deadResolver struct {
	Servers string
	File    string // "" where the system's own settings decide
	System  system
	Symptom symptom.Symptom
	Script  step // of the system's own settings
	// Works says that names are resolved nevertheless, after Waits seconds. Silent says
	// that Servers do not answer; otherwise they only take that long.
	Works, Silent bool
	Waits         string
}

// matchResolver matches resolvers that resolve nothing, or that are waited for.
func matchResolver(f *facts.Facts) []Finding {
	if found := matchResolverBroken(f); len(found) > 0 {
		return found
	}
	return matchResolverWaits(f)
}

// matchResolverWaits matches if the go command waits for a resolver at a host that it
// needs: for one that does not answer, or for a slow one. Downloads work then.
func matchResolverWaits(f *facts.Facts) []Finding {
	needed := f.NeededHosts()
	var waiting []*probe.Result
	var silent []string
	var slowest int64
	for _, r := range f.Waiting() {
		e := r.Evidence.DNS
		if !needed[e.Host] {
			continue
		}
		waiting = append(waiting, r)
		slowest = max(slowest, e.GoMs)
		for _, s := range e.Servers {
			if s.RCODE == "" && s.Symptom == symptom.DNSTimeout && !slices.Contains(silent, s.Server) {
				silent = append(silent, s.Server)
			}
		}
	}
	if len(waiting) == 0 {
		return nil
	}
	d := deadResolver{Works: true, Servers: strings.Join(silent, ", "), Silent: len(silent) > 0, File: resolverFile(f, silent), System: systemOf(f), Waits: strconv.FormatInt((slowest+500)/1000, 10)}
	if wait := f.WaitsForResolver(); wait > 0 {
		d.Waits = strconv.Itoa(int(wait.Seconds()))
	}
	if !d.Silent {
		d.Servers = resolverNames(f)
	}
	return []Finding{{Severity: Warning, Target: d.Servers, Symptom: symptom.DNSTimeout, Evidence: facts.IDs(waiting), Data: d}}
}

func (d deadResolver) fileEn() string {
	return cmp.Or(d.File, when(d.System.OS == "linux", "/etc/resolv.conf, which is missing or unreadable: go asks this machine itself", "the system's network settings"))
}

func (d deadResolver) fileZh() string {
	return cmp.Or(d.File, when(d.System.OS == "linux", "/etc/resolv.conf（不存在或无法读取，因此 go 向本机查询）", "系统的网络设置"))
}

// resolverFile is where resolvers are set, with the line where it is one of them.
func resolverFile(f *facts.Facts, servers []string) string {
	in := f.Settings.Resolver
	if len(servers) == 1 {
		if i := slices.Index(in.Servers, servers[0]); i >= 0 && i < len(in.Lines) {
			return in.File + ":" + strconv.Itoa(in.Lines[i])
		}
	}
	return in.File
}

func matchResolverBroken(f *facts.Facts) []Finding {
	n := facts.ConnectivityOf(f)
	if f.Outcome() == walk.Succeeds || len(n.Resolved) > 0 || len(n.Unresolved) < 2 {
		return nil
	}
	if !facts.AllMet(n.Unresolved, symptom.DNSTimeout, symptom.DNSServFail, symptom.DNSRefused) && !deniesAll(n.Unresolved) {
		return nil
	}
	return []Finding{{
		Target:   resolverNames(f),
		Symptom:  n.Unresolved[0].Symptom,
		Evidence: facts.IDs(n.Unresolved),
		Data:     deadResolver{Servers: resolverNames(f), File: resolverFile(f, f.Settings.Resolver.Servers), System: systemOf(f), Script: scriptOf(f), Symptom: n.Unresolved[0].Symptom},
	}}
}

// deniesAll reports whether a resolver says of every name that it does not exist
// or has no address, and does so of hosts that are known to be on the Internet:
// for one name that may be true, or a filter; for several names it means that the
// resolver knows only its own network.
func deniesAll(unresolved []*probe.Result) bool {
	known := map[string]bool{}
	for _, r := range unresolved {
		if mirror.IsPublic(settings.Value("https://" + r.About.Host)) {
			known[r.About.Host] = true
		}
	}
	return len(known) >= 2 && facts.AllMet(unresolved, symptom.DNSNXDomain, symptom.DNSNoAddress,
		symptom.DNSTimeout, symptom.DNSServFail, symptom.DNSRefused)
}

// resolverNames lists the resolvers that were asked, for people.
func resolverNames(f *facts.Facts) string {
	if len(f.Settings.Resolver.Servers) == 0 {
		return "?"
	}
	return strings.Join(f.Settings.Resolver.Servers, ", ")
}
