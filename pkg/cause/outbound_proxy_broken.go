package cause

import (
	"slices"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/mirror"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// OutboundProxyBroken is its id.
const OutboundProxyBroken ID = "outbound-proxy-broken"

var outboundProxyBroken = &Cause{
	ID:       OutboundProxyBroken,
	Traits:   Traits{EachTarget, Lasts, ByDownload},
	Severity: Warning,
	Layer:    Way,
	Probe:    probe.OutboundProxy,
	Fixes:    []settings.Key{settings.Git("http.*.proxy")},
	Words: Languages{
		Text[deadProxy]{
			Title:  func(d deadProxy) string { return d.Except.titleEn(d.titleEn) },
			Detail: func(d deadProxy) string { return d.Except.detailEn(d.detailEn) },
			Manual: func(d deadProxy) []string {
				if d.Except != nil {
					return d.Except.stepsEn()
				}
				return d.stepsEn(d.Removal.En()+"; then "+d.Removal.AfterwardsEn(), d.Removal.ForgetEn())
			},
			Log: Log{
				Title: func(l Seen) string { return "the outbound proxy does not work" + with(" (seen at ", l.Target, ")") },
				Steps: func(Seen) []string {
					return []string{
						"See where it is set: HTTPS_PROXY, HTTP_PROXY and ALL_PROXY in the environment (also in lower case), ~/.docker/config.json and the daemon's settings for containers.",
						"Start that proxy or correct its address; if none is needed, unset the variables. In a container 127.0.0.1 is the container itself: name the host (host.docker.internal) instead.",
						"Add hosts that are reached without the proxy to NO_PROXY.",
					}
				},
			},
		},
		Text[deadProxy]{
			Title:  func(d deadProxy) string { return d.Except.titleZh(d.titleZh) },
			Detail: func(d deadProxy) string { return d.Except.detailZh(d.detailZh) },
			Manual: func(d deadProxy) []string {
				if d.Except != nil {
					return d.Except.stepsZh()
				}
				return d.stepsZh(d.Removal.Zh()+"；然后"+d.Removal.AfterwardsZh(), d.Removal.ForgetZh())
			},
			Log: Log{
				Title: func(l Seen) string { return "出站代理不可用" + with("（见于 ", l.Target, "）") },
				Steps: func(Seen) []string {
					return []string{
						"查看它在哪里设置：环境变量 HTTPS_PROXY、HTTP_PROXY、ALL_PROXY（包括小写形式），容器还要看 ~/.docker/config.json 和守护进程的设置。",
						"启动该代理或改正其地址；不需要代理时取消这些变量。在容器中 127.0.0.1 是容器自己：应改为宿主机（host.docker.internal）。",
						"不经代理访问的主机应写入 NO_PROXY。",
					}
				},
			},
		},
	},
	Match: func(f *facts.Facts) []Finding {
		if found := deadOnTheWay(f); len(found) > 0 {
			return found
		}
		return deadBeforeMirrors(f)
	},
}

// deadOnTheWay matches a proxy at which a download stops.
func deadOnTheWay(f *facts.Facts) []Finding {
	return onStop(func(f *facts.Facts, s facts.Stop) *Finding {
		e := facts.ElsewhereOf(f, s)
		if e != nil && e.Mistyped() {
			return &Finding{Target: e.Way.From.Key.String(), Symptom: e.Symptom, Evidence: e.Evidence, Data: deadProxy{Hop: mistypedHop(f, e)}}
		}
		if e != nil && e.Exception.Set() {
			return &Finding{Target: e.Exception.Key.String(), Symptom: e.Symptom, Evidence: e.Evidence, Data: deadProxy{Except: exceptedOf(f, e)}}
		}
		return deadProxyAt(f, s)
	})(f)
}

func deadProxyAt(f *facts.Facts, s facts.Stop) *Finding {
	v := facts.ViaFault(f, s)
	if v == nil || v.Tool != settings.Env || v.Login {
		return nil
	}
	return &Finding{
		Target: v.Proxy, Symptom: v.Symptom, Evidence: v.Evidence,
		Data: deadProxy{Hop: hopOf(f, v), Removal: removalOf(f, v.In)},
	}
}

// deadBeforeMirrors matches a proxy that stands before the public mirrors, where the one of
// GOPROXY is reached without it (NO_PROXY) and fails: no list helps until it is gone. A
// mirror that is reached helps without that, and none helps in place of a company's own
// proxy, or with a module that is not public.
func deadBeforeMirrors(f *facts.Facts) []Finding {
	if !slices.ContainsFunc(facts.Stops(f), func(s facts.Stop) bool {
		if !s.AtProxy() || s.Hop.Via != "" || !s.Hop.Symptom.Unreachable() || !mirror.IsPublic(settings.Value(s.Hop.Entry.Name())) {
			return false
		}
		_, private := route.PrivateEvidence(f.Settings, s.Path.Query.Path)
		return !private
	}) {
		return nil
	}
	var dead *Finding
	for _, m := range mirror.Candidates() {
		with := f.With(f.Settings.As(settings.Go("GOPROXY"), settings.Value(m.URL)))
		if slices.ContainsFunc(with.Walks(), func(p walk.Path) bool { return slices.ContainsFunc(p.Hops, answeredByProxy) }) {
			return nil
		}
		for _, s := range facts.Stops(with) {
			if x := deadProxyAt(with, s); x != nil && dead == nil {
				dead = x
			}
		}
	}
	if dead == nil || slices.ContainsFunc(f.Results, func(r probe.Result) bool { return r.Via == dead.Target && r.Status == probe.OK }) {
		return nil
	}
	return []Finding{*dead}
}

// answeredByProxy reports whether a module proxy answered, whatever it said: no outbound
// proxy did in its place.
func answeredByProxy(h walk.Hop) bool {
	return h.Entry.Kind == route.Proxy && (h.State == walk.Good || h.State == walk.NotFound ||
		h.Status != 0 && !facts.OneOf(h.Symptom, symptom.OutboundProxyFailed, symptom.HTTP407))
}

// deadProxy is an outbound proxy that does not work.
type deadProxy struct {
	Hop
	Removal removal
	// Except is set where the fault is that a host is kept from the proxy.
	Except *excepted
}
