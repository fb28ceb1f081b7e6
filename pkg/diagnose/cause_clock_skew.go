package diagnose

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

var clockSkew = &Cause{
	ID:       ClockSkew,
	Severity: Error,
	HiddenBy: []ID{Offline},
	Text: map[string]Text{
		"en": {
			Title:  "this machine's clock is wrong",
			Detail: "The certificates of {{.hosts}} are all {{if eq .symptom `tls-expired`}}expired{{else}}not yet valid{{end}} by the local clock. Several operators do not let that happen on one day.",
			Manual: []string{"Set the clock (Linux: timedatectl set-ntp true; macOS: sudo sntp -sS time.apple.com; Windows: w32tm /resync; a virtual machine: let it take its host's time) and try again."},
			Page:   "Certificates are valid for a span of time. A clock outside of it makes every one of them invalid.",
		},
		"zh": {
			Title:  "本机时钟不准",
			Detail: "按本机时钟，{{.hosts}} 的证书都{{if eq .symptom `tls-expired`}}已过期{{else}}尚未生效{{end}}。多家运营者不会在同一天出这种问题。",
			Manual: []string{"校准时钟（Linux：timedatectl set-ntp true；macOS：sudo sntp -sS time.apple.com；Windows：w32tm /resync；虚拟机：与宿主机同步时间）后重试。"},
			Page:   "证书只在一段时间内有效；时钟落在这段时间之外，所有证书都会失效。",
		},
	},
	Match: matchClockSkew,
}

// matchClockSkew wants at least two hosts whose certificates are wrong in time
// in the same direction, and none that is right.
func matchClockSkew(f *Facts) []Finding {
	var wrong []*probe.Result
	var hosts []string
	for _, r := range f.Of(probe.TLS) {
		switch {
		case r.Status != probe.Fail:
			return nil
		case oneOf(r.Symptom, symptom.TLSExpired, symptom.TLSNotYetValid):
			wrong = append(wrong, r)
			hosts = append(hosts, hostOnly(strings.Fields(r.Target)[0]))
		}
	}
	if len(wrong) < 2 || !all(wrong, wrong[0].Symptom) {
		return nil
	}
	return []Finding{{Target: "clock", Symptom: wrong[0].Symptom, Evidence: ids(wrong), Args: Args{
		"hosts": strings.Join(hosts, ", "), "symptom": string(wrong[0].Symptom),
	}}}
}
