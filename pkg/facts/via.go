package facts

import (
	"net/url"
	"slices"

	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// Via is an outbound proxy at which a module's download fails.
type Via struct {
	Proxy    string
	Variable string // the variable or git setting that names it
	Client   probe.Client
	Tool     settings.Tool
	In       settings.Setting
	Symptom  symptom.Symptom
	Login    bool // it accepts no client without credentials, or not these
	Detail   string
	Evidence []evidence.ID
	Host     string // that was asked for
	// Passes are other hosts that the client reaches by the proxy: then the fault is
	// the proxy with this host, and not the proxy.
	Passes []string
	// Trials are the other ways that were tried for the host.
	Trials []Trial
}

// Direct returns what the line without a proxy gave, and whether it was tried.
func (v *Via) Direct() (Trial, bool) {
	for _, t := range v.Trials {
		if t.Way.Proxy == "" {
			return t, true
		}
	}
	return Trial{}, false
}

// Better returns another proxy by which the host was reached.
func (v *Via) Better() (Trial, bool) {
	for _, t := range v.Trials {
		if t.Way.Proxy != "" && t.Reached {
			return t, true
		}
	}
	return Trial{}, false
}

// ViaFault returns the outbound proxy that causes a stop, or nil where
// there is none or it did its part.
func ViaFault(f *Facts, s Stop) *Via {
	if s.Hop == nil || s.Hop.Via == "" {
		return nil
	}
	at := f.Result(s.Hop.Result)
	trials := f.Trials(s.Hop.Request)
	open := slices.ContainsFunc(trials, func(t Trial) bool { return t.Reached })
	broken := s.Hop.Symptom.Unreachable() && open // in the tunnel, and not without it
	if !broken && !OneOf(s.Hop.Symptom, symptom.OutboundProxyFailed, symptom.HTTP407) && !isTransportOf(at, s.Hop.Via, clientOf(s.Hop.Request)) {
		return nil
	}
	v := &Via{Proxy: s.Hop.Via.String(), Client: clientOf(s.Hop.Request), Symptom: s.Hop.Symptom, Login: s.Hop.Symptom == symptom.HTTP407 || s.Hop.Refusal.Login, Detail: s.Hop.Detail, Evidence: s.Evidence(), Host: HostName(s.Hop.URL), Trials: trials}
	v.Passes = f.reached(s.Hop.Via, v.Client, v.Host)
	u, err := urlOf(s.Hop.Request)
	if err != nil {
		return nil
	}
	if _, v.Variable, err = route.OutboundProxy(f.Settings, v.Client, u); err != nil {
		v.Detail = foreign.Redact(err.Error())
	}
	v.In, v.Tool = proxySetting(f, v.Variable)
	v.Evidence = append(v.Evidence, evidence.Setting(v.Variable))
	for _, t := range trials {
		if t.Way.Proxy == "" || t.Reached {
			v.Evidence = append(v.Evidence, t.Evidence...)
		}
	}
	return v
}

// isTransportOf reports whether a result is the failed resolution or connection
// of the proxy itself.
func isTransportOf(r *probe.Result, proxy settings.Value, client probe.Client) bool {
	hp, err := route.ProxyHostPort(proxy, client)
	if r == nil || err != nil {
		return false
	}
	switch r.Kind {
	case probe.DNS:
		return r.About.Host == WithoutPort(hp)
	case probe.TCP:
		return r.About.Endpoint == hp
	}
	return false
}

// proxySetting finds where the variable or git setting that names a proxy is set.
func proxySetting(f *Facts, name string) (settings.Setting, settings.Tool) {
	if s := f.Settings.Effective(settings.Git(name)); s.Set() {
		return s, settings.GitConfig
	}
	return f.Settings.Effective(settings.Variable(name)), settings.Env
}

// urlOf is the URL of a request.
func urlOf(r walk.Request) (*url.URL, error) { return url.Parse(r.URL.Reveal()) }
