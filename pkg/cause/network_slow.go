package cause

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/mirror"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// NetworkSlow is its id.
const NetworkSlow ID = "network-slow"

var networkSlow = &Cause{
	ID:       NetworkSlow,
	Traits:   Traits{EachTarget, MayPass, ByDownload},
	Severity: Warning,
	Layer:    Aside,
	Probe:    probe.Goproxy,
	Fixes:    []settings.Key{settings.Go("GOPROXY")},
	Words: Languages{
		Text[slowProxy]{
			Title: func(d slowProxy) string {
				if d.Silent != "" {
					return "the first address of " + d.Host + " does not answer, and go waits for it"
				}
				if d.Faster == "" {
					return "the connection is slow: " + d.pace("%s per answer")
				}
				return d.Entry + " works, but slowly from here: " + d.pace("%s per answer")
			},
			Detail: func(d slowProxy) string {
				if d.Silent != "" {
					return "Each new connection waits " + d.silence() + " s for " + d.Silent + " before go tries the next address, which works."
				}
				need := ""
				if d.Needs > 0 {
					need = " At this pace the " + when(d.Modules == 1, "module that is missing here takes ", strconv.Itoa(d.Modules)+" modules that are missing here take ") + about(d.Needs, "about %d second(s)", "about %d minute(s)", "about %d hour(s)") + "."
				}
				if d.Faster == "" {
					return "Every module proxy that was measured is about as slow, so another GOPROXY would not help." + need
				}
				return "It needs " + d.Ms + " ms for the files of one module; " + d.Faster + ", measured in the same run, needs " + d.FasterMs + " ms." + need
			},
			Manual: func(d slowProxy) []string {
				if d.Silent == "" {
					return nil
				}
				return []string{"If the address is in the hosts file, remove that line. If not, another network or DNS resolver may give a better one, or another GOPROXY entry avoids " + d.Host + "."}
			},
			Log: Log{
				Title: func(l Seen) string { return "the connection" + with(" to ", l.Target, "") + " is too slow" },
				Steps: func(l Seen) []string {
					return []string{
						l.Where + ", this measures alternatives and proposes the faster one:",
						"$ gofix-net apply",
					}
				},
			},
		},
		Text[slowProxy]{
			Title: func(d slowProxy) string {
				if d.Silent != "" {
					return d.Host + " 的第一个地址没有响应，go 要等待它"
				}
				if d.Faster == "" {
					return "网络很慢：" + d.pace("每次响应 %s")
				}
				return d.Entry + " 可用，但从本机访问很慢：" + d.pace("每次响应 %s")
			},
			Detail: func(d slowProxy) string {
				if d.Silent != "" {
					return "每次新建连接都要为 " + d.Silent + " 等待 " + d.silence() + " 秒，之后 go 才尝试下一个可用的地址。"
				}
				need := ""
				if d.Needs > 0 {
					need = "按此速度，下载本机缺少的 " + strconv.Itoa(d.Modules) + " 个模块" + about(d.Needs, "约需 %d 秒", "约需 %d 分钟", "约需 %d 小时") + "。"
				}
				if d.Faster == "" {
					return "测得的其他模块代理同样慢，换 GOPROXY 没有用。" + need
				}
				return "获取一个模块的文件用了 " + d.Ms + " 毫秒；同时测得 " + d.Faster + " 只需 " + d.FasterMs + " 毫秒。" + need
			},
			Manual: func(d slowProxy) []string {
				if d.Silent == "" {
					return nil
				}
				return []string{"如果该地址写在 hosts 文件中，删除那一行；否则换一个网络或 DNS 服务器可能得到更好的地址，也可以换用其他 GOPROXY 源来避开 " + d.Host + "。"}
			},
			Log: Log{
				Title: func(l Seen) string { return with("到 ", l.Target, " 的") + "连接太慢" },
				Steps: func(l Seen) []string {
					return []string{
						l.Where + "，以下命令会测量其他代理并推荐更快的：",
						"$ gofix-net apply",
					}
				},
			},
		},
	},
	Match: matchNetworkSlow,
}

// slowProxy is an entry and a faster one, both measured in the same run; without a
// faster one the line is slow.
type slowProxy struct {
	Entry    string
	Faster   string
	Ms       string
	FasterMs string
	// Rate is what the entry sends, in bytes per second, 0 where it was not measured;
	// Waits is how long one answer takes to begin.
	Rate  int64
	Waits time.Duration
	// Modules is how many modules of the project are missing here, and Needs how long
	// they take at that rate; 0 where it cannot be told.
	Modules int
	Needs   time.Duration
	// Silent is an address of Host that does not answer, Silence how long each connection
	// waits for it; "" in all other findings.
	Silent, Host string
	Silence      time.Duration
}

// silence is how many seconds a connection waits for the silent address.
func (d slowProxy) silence() string { return strconv.FormatFloat(d.Silence.Seconds(), 'f', -1, 64) }

// pace is the rate, or where that is not what is slow the time of an answer, for which
// words has a place.
func (d slowProxy) pace(words string) string {
	if d.Rate > 0 {
		return rateText(d.Rate)
	}
	return fmt.Sprintf(words, fmt.Sprintf("%.1f s", d.Waits.Seconds()))
}

// rateText is a rate in the largest unit that leaves a whole number.
func rateText(bytesPerSecond int64) string {
	switch {
	case bytesPerSecond < 1000:
		return strconv.FormatInt(bytesPerSecond, 10) + " B/s"
	case bytesPerSecond < 1_000_000:
		return strconv.FormatInt((bytesPerSecond+500)/1000, 10) + " kB/s"
	}
	return fmt.Sprintf("%.1f MB/s", float64(bytesPerSecond)/1e6)
}

// about is a duration in the unit that fits, in the words of a language. English words
// have "(s)" where the plural goes.
func about(d time.Duration, seconds, minutes, hours string) string {
	words, n := seconds, int(d.Round(time.Second)/time.Second)
	switch {
	case d >= 90*time.Minute:
		words, n = hours, int(d.Round(time.Hour)/time.Hour)
	case d >= 90*time.Second:
		words, n = minutes, int(d.Round(time.Minute)/time.Minute)
	}
	return strings.ReplaceAll(fmt.Sprintf(words, n), "(s)", when(n == 1, "", "s"))
}

// muchFaster is how much faster another proxy has to be: if every proxy is slow, no
// setting is the reason.
const muchFaster = 4

// What makes a line slow by itself: so slow, with so much to wait for.
const (
	slowLine = 20_000 // bytes per second
	longWait = 2 * time.Minute
)

func matchNetworkSlow(f *facts.Facts) []Finding {
	return append(silentAddresses(f), slowEntry(f)...)
}

// silentAddresses are the needed hosts at which each connection waits for an address that
// does not answer. Nothing is written for them: whose address it is decides what helps.
func silentAddresses(f *facts.Facts) []Finding {
	if f.Outcome() == walk.Fails {
		return nil
	}
	var out []Finding
	for _, r := range f.SilentFirst() {
		e := r.Evidence.TCP
		out = append(out, Finding{
			Target: r.About.Host, Symptom: symptom.TCPTimeout, Evidence: facts.IDs([]*probe.Result{r}),
			Data: slowProxy{Silent: e.Attempts[0].Address, Host: r.About.Host, Silence: time.Duration(e.GoWaitsMs) * time.Millisecond},
		})
	}
	return out
}

func slowEntry(f *facts.Facts) []Finding {
	entries := f.Config().GOPROXY.Entries
	if f.Outcome() != walk.Succeeds || len(entries) == 0 || entries[0].Kind != route.Proxy || !mirror.IsPublic(entries[0].URL) {
		return nil
	}
	slow := f.Slow()
	if slow == nil {
		return nil
	}
	need := f.Need()
	d := slowProxy{
		Entry: entries[0].Name(), Ms: ms(slow.Result.Took), Rate: slow.BytesPerSecond, Waits: slow.Waits,
		Modules: need.Modules, Needs: need.At(slow.BytesPerSecond),
	}
	all := f.Paces()
	others := 0
	for _, m := range mirror.Candidates() {
		name := route.ParseGOPROXY(m.URL).Entries[0].Name()
		other, ok := all[name]
		if ok && name != d.Entry {
			others++
		}
		if !ok || other.Took()*muchFaster > slow.Took() {
			continue
		}
		d.Faster, d.FasterMs = name, ms(other.Result.Took)
		return []Finding{{Target: d.Entry, Entry: d.Entry, Evidence: facts.IDs([]*probe.Result{slow.Result, other.Result}), Data: d}}
	}
	if others == 0 || d.Rate == 0 || d.Rate > slowLine || d.Needs < longWait {
		return nil
	}
	return []Finding{{Severity: Info, Target: "network", Evidence: facts.IDs([]*probe.Result{slow.Result}), Data: d}}
}

func ms(d time.Duration) string { return strconv.FormatInt(d.Milliseconds(), 10) }
