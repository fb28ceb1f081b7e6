package diagnose

import (
	"net/url"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// via is an outbound proxy at which a module's download fails.
type via struct {
	proxy    string
	variable string // the variable or git setting that names it
	client   probe.Client
	tool     settings.Tool
	in       settings.Setting
	symptom  symptom.Symptom
	detail   string
	evidence []string
}

// viaFault returns the outbound proxy that is to blame for a stop, or nil where
// there is none or it did its part.
func viaFault(f *Facts, s stop) *via {
	if s.hop == nil || s.hop.Via == "" {
		return nil
	}
	at := f.Result(s.hop.Result)
	if !oneOf(s.hop.Symptom, symptom.OutboundProxyFailed, symptom.HTTP407) && !isTransportOf(at, s.hop.Via, clientOf(s.hop.Request)) {
		return nil
	}
	v := &via{proxy: s.hop.Via.String(), client: clientOf(s.hop.Request), symptom: s.hop.Symptom, detail: s.hop.Detail, evidence: s.evidence()}
	u, err := url.Parse(s.hop.URL.Reveal())
	if err != nil {
		return nil
	}
	if _, v.variable, err = route.OutboundProxy(f.Settings, v.client, u); err != nil {
		v.detail = settings.Redact(err.Error())
	}
	v.in, v.tool = proxySetting(f, v.variable)
	v.evidence = append(v.evidence, "setting/"+v.variable)
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
		return r.Target == hostOnly(hp)
	case probe.TCP:
		return r.Target == hp
	}
	return false
}

func viaFinding(v *via) *Finding {
	args := Args{
		"proxy": v.proxy, "variable": v.variable, "client": string(v.client),
		"symptom": string(v.symptom), "detail": v.detail, "where": "",
	}
	if v.in.File != "" {
		args["where"] = Where(v.in)
	}
	return &Finding{Target: v.proxy, Symptom: v.symptom, Evidence: v.evidence, Args: args}
}

// proxySetting finds where the variable or git setting that names a proxy stands.
func proxySetting(f *Facts, name string) (settings.Setting, settings.Tool) {
	if s := f.Settings.Effective(settings.Git(name)); s.Set() {
		return s, settings.GitConfig
	}
	return f.Settings.Effective(settings.Variable(name)), settings.Env
}
