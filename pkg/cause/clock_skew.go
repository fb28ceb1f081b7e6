package cause

import (
	"strconv"
	"time"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// ClockSkew is its id.
const ClockSkew ID = "clock-skew"

var clockSkew = &Cause{
	ID:          ClockSkew,
	Traits:      Traits{EachTarget, Lasts, ByDownload},
	Severity:    Error,
	Layer:       Machine,
	Probe:       probe.TLS,
	NoWayAround: true,
	Words: Languages{
		Text[wrongClock]{
			Title: func(d wrongClock) string {
				return "this machine's clock is wrong" + with(": ", d.off("year", "day", "hour", "s"), when(d.Symptom == "tls-expired", " fast", " slow"))
			},
			Detail: func(d wrongClock) string {
				return "By the local clock, the certificates of " + d.Hosts.en() + " are " + when(d.Symptom == "tls-expired", "expired", "not yet valid") + ". " + when(d.Date != "", d.Witness+" reports the time as "+d.Date+".", "That does not happen to several operators on the same day.")
			},
			Manual: func(d wrongClock) []string {
				return []string{
					"Set the clock of this machine: " + d.System.setClock(),
					"In a virtual machine, sync the clock with its host instead; WSL: wsl --shutdown, then start it again.",
				}
			},
			Log: Log{
				Title: func(l Seen) string {
					return "a certificate is expired or not yet valid" + with(" at ", l.Target, "") + ": the clock is probably wrong"
				},
				Steps: func(Seen) []string {
					return []string{
						"Check the clock and set it:",
						"$ date -u",
						"A virtual machine or WSL can keep an old time after sleep: restart it, or let it sync (on Linux: timedatectl set-ntp true; of WSL: wsl --shutdown).",
					}
				},
			},
		},
		Text[wrongClock]{
			Title: func(d wrongClock) string {
				return "本机时钟不准" + with(when(d.Symptom == "tls-expired", "：快了 ", "：慢了 "), d.off("年", "天", "小时", ""), "")
			},
			Detail: func(d wrongClock) string {
				return "按本机时钟，" + d.Hosts.zhThen("的证书") + when(d.Symptom == "tls-expired", "已过期", "尚未生效") + "。" + when(d.Date != "", d.Witness+" 给出的时间是 "+d.Date+"。", "多家网站的证书不会在同一天同时出问题。")
			},
			Manual: func(d wrongClock) []string {
				return []string{
					"校准本机时钟：" + d.System.setClock(),
					"如果是虚拟机，与宿主机同步时间；WSL：运行 wsl --shutdown 后重新启动。",
				}
			},
			Log: Log{
				Title: func(l Seen) string {
					return "证书不在有效期内" + with("（", l.Target, "）") + "：很可能是时钟不准"
				},
				Steps: func(Seen) []string {
					return []string{
						"与另一个时钟核对并校准时间：",
						"$ date -u",
						"虚拟机或 WSL 休眠后可能停留在旧时间：重启它，或让它同步（Linux：timedatectl set-ntp true；WSL：wsl --shutdown）。",
					}
				},
			},
		},
	},
	Match: matchClockSkew,
}

// wrongClock is the hosts whose certificates are expired or not yet valid, and the host whose answer has the right time.
type wrongClock struct {
	Hosts   hostNames
	Symptom symptom.Symptom
	Date    string
	Seconds int64 // how far the clock is off by that, without a sign
	Witness string
	System  system
}

// off is how far the clock is off, in words for a year, a day and an hour and what is
// behind them where there are several; "" if that is not known.
func (d wrongClock) off(year, day, hour, plural string) string {
	if d.Seconds == 0 {
		return ""
	}
	n, unit := (d.Seconds+1800)/3600, hour
	if n >= 48 {
		n, unit = (n+12)/24, day
	}
	if unit == day && n >= 730 {
		n, unit = (n+182)/365, year
	}
	if n > 1 {
		unit += plural
	}
	return strconv.FormatInt(n, 10) + " " + unit
}

// trueEnough is how far a clock may be off, in seconds, without being the cause:
// certificates are valid for weeks, and a Date can be as old as a cache.
const trueEnough = 3600

// matchClockSkew matches certificates that are all expired or all not yet valid, none
// that is valid now, and a witness: the Date of an answer that is off in the same
// direction. If no answer has a Date, two hosts are enough instead; a
// Date that agrees with the clock rules the cause out.
func matchClockSkew(f *facts.Facts) []Finding {
	var wrong []*probe.Result
	var hosts []string
	for _, r := range f.Of(probe.TLS) {
		switch {
		case r.Status != probe.Fail:
			return nil
		case facts.OneOf(r.Symptom, symptom.TLSExpired, symptom.TLSNotYetValid):
			wrong = append(wrong, r)
			hosts = append(hosts, r.About.Host)
		}
	}
	if len(wrong) == 0 || !facts.AllMet(wrong, wrong[0].Symptom) {
		return nil
	}
	d := wrongClock{Hosts: hosts, Symptom: wrong[0].Symptom, System: systemOf(f)}
	witness, cleared := clockWitness(wrong)
	switch {
	case cleared, witness == nil && len(wrong) < 2:
		return nil
	case witness != nil:
		d.Date = witness.Evidence.TLS.Plain.Date.Format(time.RFC1123)
		d.Witness = witness.About.Host
		d.Seconds = max(witness.Evidence.TLS.Plain.Ahead, -witness.Evidence.TLS.Plain.Ahead)
	}
	return []Finding{{Target: "clock", Symptom: wrong[0].Symptom, Evidence: facts.IDs(wrong), Data: d}}
}

// clockWitness returns the first result whose answer over plain HTTP was of
// another time than the clock's, in the direction that its symptom says.
// cleared says that an answer agreed with the clock.
func clockWitness(wrong []*probe.Result) (witness *probe.Result, cleared bool) {
	for _, r := range wrong {
		if r.Evidence.TLS == nil || r.Evidence.TLS.Plain == nil || r.Evidence.TLS.Plain.Date.IsZero() {
			continue
		}
		ahead := r.Evidence.TLS.Plain.Ahead
		if r.Symptom == symptom.TLSExpired {
			ahead = -ahead // a clock that is fast makes certificates expire
		}
		if ahead < trueEnough {
			return nil, true
		}
		if witness == nil {
			witness = r
		}
	}
	return witness, false
}
