package cause

import (
	"strings"
	"time"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

var clockSkew = &Cause{
	ID:          ClockSkew,
	Severity:    Error,
	Layer:       Machine,
	NoWayAround: true,
	Templates: map[string]Template{
		"en": {
			Title:  "this machine's clock is wrong",
			Detail: "The certificates of {{.hosts}} are {{if eq .symptom `tls-expired`}}expired{{else}}not yet valid{{end}} by the local clock. {{if .date}}Asked for the time, {{.witness}} said {{.date}}.{{else}}Several operators do not let that happen on one day.{{end}}",
			Manual: []string{"Set the clock (Linux: timedatectl set-ntp true; macOS: sudo sntp -sS time.apple.com; Windows: w32tm /resync; a virtual machine: let it take its host's time) and try again."},
			Page:   "Certificates are valid for a span of time. A clock outside of it makes every one of them invalid.",
		},
		"zh": {
			Title:  "本机时钟不准",
			Detail: "按本机时钟，{{.hosts}} 的证书{{if eq .symptom `tls-expired`}}已过期{{else}}尚未生效{{end}}。{{if .date}}{{.witness}} 给出的时间是 {{.date}}。{{else}}多家运营者不会在同一天出这种问题。{{end}}",
			Manual: []string{"校准时钟（Linux：timedatectl set-ntp true；macOS：sudo sntp -sS time.apple.com；Windows：w32tm /resync；虚拟机：与宿主机同步时间）后重试。"},
			Page:   "证书只在一段时间内有效；时钟落在这段时间之外，所有证书都会失效。",
		},
	},
	Match: matchClockSkew,
}

// trueEnough is how far a clock may be off, in seconds, without being to blame:
// certificates are valid for weeks, and a Date can be as old as a cache.
const trueEnough = 3600

// matchClockSkew wants certificates that are wrong in time in one direction, none
// that is right, and a witness: the Date of an answer that is off in the same
// direction. Where no answer has a Date, two hosts stand in for the witness; a
// Date that agrees with the clock clears it.
func matchClockSkew(f *facts.Facts) []Finding {
	var wrong []*probe.Result
	var hosts []string
	for _, r := range f.Of(probe.TLS) {
		switch {
		case r.Status != probe.Fail:
			return nil
		case facts.OneOf(r.Symptom, symptom.TLSExpired, symptom.TLSNotYetValid):
			wrong = append(wrong, r)
			hosts = append(hosts, facts.HostOnly(strings.Fields(r.Target)[0]))
		}
	}
	if len(wrong) == 0 || !facts.AllMet(wrong, wrong[0].Symptom) {
		return nil
	}
	args := Args{"hosts": strings.Join(hosts, ", "), "symptom": string(wrong[0].Symptom), "date": "", "witness": ""}
	witness, cleared := clockWitness(wrong)
	switch {
	case cleared, witness == nil && len(wrong) < 2:
		return nil
	case witness != nil:
		args["date"] = witness.Evidence.TLS.Plain.Date.Format(time.RFC1123)
		args["witness"] = facts.HostOnly(strings.Fields(witness.Target)[0])
	}
	return []Finding{{Target: "clock", Symptom: wrong[0].Symptom, Evidence: facts.IDs(wrong), Args: args}}
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
