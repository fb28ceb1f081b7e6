package cause

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// CaptivePortal is its id.
const CaptivePortal ID = "captive-portal"

var captivePortal = &Cause{
	ID:          CaptivePortal,
	Traits:      Traits{EachTarget, Lasts, ByDownload},
	Severity:    Error,
	Layer:       Network,
	Probe:       probe.TLS,
	NoWayAround: true,
	Words: Languages{
		Text[loginPage]{
			Title: func(loginPage) string { return "a login page answers instead of every host on this network" },
			Detail: func(d loginPage) string {
				if d.Page != "" {
					return "None of the " + strconv.Itoa(d.Count) + " hosts tried works, and http://" + d.Page + ", by which operating systems test the connection, is answered by another page" + with(" (at ", d.Location, ")") + ". Hotel, train and airport networks do this until you log in."
				}
				return "All " + strconv.Itoa(d.Count) + " hosts tried show the same certificate (\"" + d.Subject + "\"), which belongs to none of them. Hotel, train and airport networks do this until you log in."
			},
			Manual: func(loginPage) []string {
				return []string{
					"Open any page in a browser, log in to the network, then run gofix-net doctor again.",
				}
			},
			Log: Log{
				Title: func(l Seen) string {
					return "a login page answers instead of " + when(l.Target != "", l.Target, "the server")
				},
				Steps: func(Seen) []string {
					return []string{
						"Open a browser on that network, go to any http:// page, and log in.",
						"Then repeat the command.",
					}
				},
			},
		},
		Text[loginPage]{
			Title: func(loginPage) string { return "本网络对所有主机都返回登录页面" },
			Detail: func(d loginPage) string {
				if d.Page != "" {
					return "尝试的 " + strconv.Itoa(d.Count) + " 个主机都不可用，而操作系统用来检测网络的 http://" + d.Page + " 返回了别的页面" + with("（位于 ", d.Location, "）") + "。酒店、火车、机场的网络在登录前就是这样。"
				}
				return "尝试的 " + strconv.Itoa(d.Count) + " 个主机返回同一张证书（“" + d.Subject + "”），但它不属于其中任何一个。酒店、火车、机场的网络在登录前就是这样。"
			},
			Manual: func(loginPage) []string {
				return []string{
					"用浏览器打开任意网页，登录该网络，然后重新运行 gofix-net doctor。",
				}
			},
			Log: Log{
				Title: func(l Seen) string {
					return when(l.Target != "", l.Target+" ", "服务器") + "返回的是登录页面"
				},
				Steps: func(Seen) []string {
					return []string{
						"在该网络中打开浏览器，访问任意 http:// 页面并登录。",
						"然后重新执行命令。",
					}
				},
			},
		},
	},
	Match: matchCaptivePortal,
}

// loginPage is the certificate that answers for several hosts.
type loginPage struct {
	Count   int    // of those hosts
	Subject string // of the certificate, its common name where it has one
	// Page is the page that tells whether there is a network, where another one came in
	// its place, and Location the host that it was redirected to.
	Page, Location string
}

// matchCaptivePortal matches a login page that shows itself by one certificate for
// every host, or in place of a page whose answer is known.
func matchCaptivePortal(f *facts.Facts) []Finding {
	if found := matchOneCertificate(f); len(found) > 0 {
		return found
	}
	return matchStrangePage(f)
}

// matchStrangePage matches a page of another in place of every one of those that tell
// whether there is a network, where no host works.
func matchStrangePage(f *facts.Facts) []Finding {
	n := facts.ConnectivityOf(f)
	if f.Outcome() == walk.Succeeds || len(n.Strange) == 0 || len(n.Internet) > 0 {
		return nil
	}
	failed := slices.Concat(n.Unresolved, n.Dead)
	for _, r := range f.Of(probe.TLS) {
		if r.Status != probe.Fail {
			return nil
		}
		failed = append(failed, r)
	}
	d := loginPage{Count: len(failed), Page: n.Strange[0].About.Host}
	if h := n.Strange[0].Evidence.HTTP; h != nil && len(h.Requests) > 0 && h.Requests[0].FinalHost != "" {
		d.Location = facts.WithoutPort(h.Requests[0].FinalHost)
	}
	return []Finding{{Target: "network", Symptom: n.Strange[0].Symptom, Evidence: facts.IDs(n.Strange, failed), Data: d}}
}

// matchOneCertificate matches one certificate that names none of the hosts that
// showed it, from at least three hosts, and no host that proved its name. If
// all of them redirect plain HTTP to one other host, fewer are enough.
func matchOneCertificate(f *facts.Facts) []Finding {
	if f.Outcome() == walk.Succeeds {
		return nil
	}
	var shown []*probe.Result
	var hosts []string
	for _, r := range f.Of(probe.TLS) {
		e := r.Evidence.TLS
		switch {
		case r.Status != probe.Fail:
			return nil
		case !facts.OneOf(r.Symptom, symptom.TLSNameMismatch, symptom.TLSUnknownAuthority) || e == nil || e.Subject == "":
			continue
		case slices.Contains(e.Names, r.About.Host):
			return nil // made for that host, as an inspecting firewall does
		case len(shown) > 0 && e.Subject != shown[0].Evidence.TLS.Subject:
			return nil
		}
		shown = append(shown, r)
		hosts = append(hosts, r.About.Host)
	}
	if len(shown) < 3 && !(len(shown) > 0 && sentElsewhere(shown)) {
		return nil
	}
	evidence := facts.IDs(shown)
	for _, h := range hosts {
		// The portal may answer by DNS: then it caused the result of the name too.
		if r := f.At(probe.DNS, h); r != nil {
			evidence = append(evidence, r.ID)
		}
	}
	return []Finding{{Target: "network", Symptom: shown[0].Symptom, Evidence: evidence, Data: loginPage{Count: len(hosts), Subject: commonName(shown[0].Evidence.TLS.Subject)}}}
}

// sentElsewhere reports whether every one of these hosts answers plain HTTP with
// a redirect to one and the same other host.
func sentElsewhere(shown []*probe.Result) bool {
	to := ""
	for _, r := range shown {
		if r.Evidence.TLS.Plain == nil {
			return false
		}
		u, err := url.Parse(r.Evidence.TLS.Plain.Location)
		own := r.About.Host
		if err != nil || u.Hostname() == "" || u.Hostname() == own || strings.HasSuffix(u.Hostname(), "."+own) || to != "" && u.Hostname() != to {
			return false
		}
		to = u.Hostname()
	}
	return true
}
