package cause

import (
	"slices"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// NetworkFlaky is its id.
const NetworkFlaky ID = "network-flaky"

var networkFlaky = &Cause{
	ID:       NetworkFlaky,
	Traits:   Traits{EachTarget, MayPass, ByNothing},
	Severity: Warning,
	Layer:    Way,
	Probe:    probe.Goproxy,
	Fixes:    []settings.Key{settings.Go("GOPROXY")},
	Words: Languages{
		Text[FlakyRequests]{
			Title: func(d FlakyRequests) string {
				if d.Several {
					return "requests to several hosts fail, then work on a retry"
				}
				return d.Host + " is flaky: the same request failed, then worked on a retry"
			},
			Detail: func(d FlakyRequests) string {
				return d.URL + " failed (" + en(d.Symptom) + ") and worked moments later; go does not retry, so one such failure stops it. " + d.elsewhereEn()
			},
			Manual: func(d FlakyRequests) []string {
				return []string{
					"Run the command again: what was downloaded stays in the module cache, and each run gets further.",
					when(d.Line(), "In scripts and CI, download first, with retries: for i in 1 2 3 4 5; do go mod download && break; sleep 5; done"),
				}
			},
			Log: Log{
				Title: func(l Seen) string {
					return "the connection" + with(" to ", l.Target, "") + " broke off; a retry often works"
				},
				Steps: func(Seen) []string {
					return []string{
						"Run the command again: what was downloaded stays in the module cache.",
						"In CI, download the modules in a separate step with retries, and keep the module cache between runs:",
						"$ go mod download",
						"If it keeps happening, something in between (VPN, MTU, proxy) breaks long transfers; on that machine, run:",
						"$ gofix-net doctor",
					}
				},
			},
		},
		Text[FlakyRequests]{
			Title: func(d FlakyRequests) string {
				if d.Several {
					return "多个主机的请求时好时坏"
				}
				return d.Host + " 时好时坏：同一个请求失败后，重试又成功了"
			},
			Detail: func(d FlakyRequests) string {
				return d.URL + " 失败（" + zh(d.Symptom) + "），片刻之后又成功了。go 命令不会重试，一次这样的失败就会让它停止。" + d.elsewhereZh()
			},
			Manual: func(d FlakyRequests) []string {
				return []string{
					"重新运行该命令：已下载的内容保留在模块缓存中，每次都会多下载一些。",
					when(d.Line(), "在脚本和 CI 中，先用带重试的命令下载：for i in 1 2 3 4 5; do go mod download && break; sleep 5; done"),
				}
			},
			Log: Log{
				Title: func(l Seen) string {
					return with("到 ", l.Target, " 的") + "连接中途断开；重试往往就能成功"
				},
				Steps: func(Seen) []string {
					return []string{
						"重新执行命令：已下载的内容保留在模块缓存中。",
						"在 CI 中，用单独的、失败会重试的步骤下载模块，并在多次运行之间保留模块缓存：",
						"$ go mod download",
						"如果反复出现，说明中间环节（VPN、MTU、代理）会中断长时间的传输；可在那台机器上查看：",
						"$ gofix-net doctor",
					}
				},
			},
		},
	},
	Match: matchNetworkFlaky,
}

// FlakyRequests are requests that failed and passed when they were repeated.
type FlakyRequests struct {
	Host    string
	URL     string
	Symptom symptom.Symptom
	Several bool
	Hosts   hostNames
	// Steady is a module proxy that the settings do not use and that served a module
	// without one such failure; "" where none did.
	Steady string
}

// Line reports whether the fault is in the line to all hosts, as far as was seen: then
// no other module proxy is better.
func (d FlakyRequests) Line() bool { return d.Several && d.Steady == "" }

func (d FlakyRequests) elsewhereEn() string {
	switch {
	case d.Line():
		return "This happens at " + d.Hosts.en() + ", so the network is the problem, and another GOPROXY would not help."
	case d.Several:
		return "This happens at " + d.Hosts.en() + "; " + d.Steady + " did not do this."
	}
	return "The other hosts asked did not do this."
}

func (d FlakyRequests) elsewhereZh() string {
	switch {
	case d.Line():
		return d.Hosts.zhThen("都是如此，说明问题在网络，换 GOPROXY 没有用。")
	case d.Several:
		return d.Hosts.zhThen("都是如此；") + d.Steady + " 没有这种情况。"
	}
	return "同时访问的其他主机没有这种情况。"
}

// passed is a request that failed and succeeded when it was repeated.
type passed struct {
	result *probe.Result
	entry  string
	probe.HTTPRequest
}

// passing returns the requests to proxies and checksum databases that did so
// through no fault of another request.
func passing(f *facts.Facts) []passed {
	var out []passed
	for _, k := range []probe.Kind{probe.Goproxy, probe.SumdbRelay, probe.Sumdb} {
		for _, r := range f.Of(k) {
			if r.Evidence.HTTP == nil {
				continue
			}
			for _, q := range r.Evidence.HTTP.Requests {
				if q.Passed && !f.TakenAlong(r.Evidence.HTTP, &q) {
					out = append(out, passed{r, r.Evidence.HTTP.Entry, q})
				}
			}
		}
	}
	return out
}

// matchNetworkFlaky is about the entries that the current settings use. A mirror
// that was only measured is not reported itself; if it fails the same way, the
// fault is in the network.
func matchNetworkFlaky(f *facts.Facts) []Finding {
	var used []passed
	var hosts []string
	for _, p := range passing(f) {
		host := facts.HostName(settings.Value(p.URL))
		if p.FinalHost != "" {
			host = facts.WithoutPort(p.FinalHost)
		}
		if !slices.Contains(hosts, host) {
			hosts = append(hosts, host)
		}
		if isUsed(f.Config(), p.entry) {
			used = append(used, p)
		}
	}
	if len(used) == 0 {
		return nil
	}
	first := used[0]
	x := Finding{Target: first.entry, Symptom: first.Symptom, Data: FlakyRequests{Host: facts.HostName(settings.Value(first.entry)), URL: first.URL, Symptom: first.Symptom, Hosts: hosts, Several: len(hosts) > 1, Steady: steady(f)}}
	if first.result.Kind != probe.Sumdb {
		x.Entry = first.entry
	}
	for _, p := range used {
		x.Evidence = append(x.Evidence, p.result.ID)
	}
	return []Finding{x}
}

// steady is the first module proxy, of those that the settings do not use, that served a
// module and of which no request had to be repeated, those for its relay included.
func steady(f *facts.Facts) string {
	flaky := map[string]bool{}
	for _, k := range []probe.Kind{probe.Goproxy, probe.SumdbRelay} {
		for _, r := range f.Of(k) {
			if h := r.Evidence.HTTP; h != nil && slices.ContainsFunc(h.Requests, func(q probe.HTTPRequest) bool { return q.Passed }) {
				flaky[h.Entry] = true
			}
		}
	}
	for _, r := range f.Of(probe.Goproxy) {
		if h := r.Evidence.HTTP; r.Status == probe.OK && h != nil && !flaky[h.Entry] && !isUsed(f.Config(), h.Entry) {
			return h.Entry
		}
	}
	return ""
}

// isUsed reports whether the settings lead the go command to an entry.
func isUsed(c *route.Config, entry string) bool {
	return entry == c.SumDB.URL.String() || slices.ContainsFunc(c.GOPROXY.Entries, func(e route.Entry) bool {
		return e.Kind == route.Proxy && e.Name() == entry
	})
}
