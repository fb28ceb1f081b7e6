package facts

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// Trial is what another way than the one in force gave for one request.
type Trial struct {
	Way route.Way
	// Reached says that the host answered by this way; otherwise Symptom says what
	// happened.
	Reached  bool
	Symptom  symptom.Symptom
	Evidence []evidence.ID
	// Others are hosts other than the request's that were reached by this way.
	Others []string
}

// Trials returns the other ways out that were tried for a request, in the order of
// [route.Ways]. A way without a result is left out.
func (f *Facts) Trials(r walk.Request) []Trial {
	u, err := urlOf(r)
	if err != nil {
		return nil
	}
	var out []Trial
	for _, w := range route.Ways(f.Settings) {
		then := f.With(w.Settings(f.Settings))
		via, _, err := route.OutboundProxy(then.Settings, clientOf(r), u)
		if err != nil || via.String() == r.Via.String() {
			continue
		}
		other := r
		other.Via = via
		if t, tried := then.trial(other); tried {
			t.Way = w
			t.Others = then.reached(via, "", HostName(r.URL))
			out = append(out, t)
		}
	}
	return out
}

// trial reads what became of a request by its way.
func (f *Facts) trial(r walk.Request) (t Trial, tried bool) {
	hp, err := route.HostPort(r.URL)
	if err != nil {
		return t, false
	}
	a := f.Answer(r)
	if a.State == walk.Unknown {
		shaken := f.Handshake(hp, r.Via)
		if shaken == nil {
			return t, false
		}
		a = walk.Answer{State: walk.Good, Result: shaken.ID}
	}
	t.Evidence = []evidence.ID{a.Result}
	t.Reached = a.State != walk.Bad || answered(a.Symptom)
	if !t.Reached {
		t.Symptom = a.Symptom
	}
	return t, true
}

// answered reports whether a symptom is an answer of the host itself, so that the way
// to it is open.
func answered(s symptom.Symptom) bool {
	return s.Layer() == symptom.LayerHTTP && !s.Unreachable() && s != symptom.HTTP407 || OneOf(s, symptom.VCSAuth, symptom.VCSHostKey, symptom.ChecksumMismatch)
}

// reached returns the hosts that were reached by a way, each once, without one of them;
// client "" is any.
func (f *Facts) reached(via settings.Value, client probe.Client, but string) []string {
	var out []string
	for i := range f.Results {
		r := &f.Results[i]
		passed := r.Status == probe.OK || r.Status == probe.Warn
		if !r.Kind.Arrives() {
			continue
		}
		host := r.About.Host
		if !passed || r.Via != via.String() || client != "" && r.About.Client != client || host == but || host == "" || slices.Contains(out, host) {
			continue
		}
		out = append(out, host)
	}
	return out
}

// Elsewhere is a host that go or git does not reach by the way in force, and that was
// reached by another one that something on this machine names.
type Elsewhere struct {
	Trial
	Host   string
	Client probe.Client
	// Exception is the list that keeps the host from the proxy (NO_PROXY); not set
	// where the client does not read what names the proxy.
	Exception settings.Setting
	Symptom   symptom.Symptom // by the way in force
	Evidence  []evidence.ID
}

// Mistyped reports whether the client reads what names the proxy, and does not take it
// because the value is not what it was meant to be.
func (e *Elsewhere) Mistyped() bool {
	return e.Way.Meant && strings.EqualFold(e.Way.From.Key.Name, "HTTPS_PROXY")
}

// ElsewhereOf returns the outbound proxy by which the host of a stop was reached, where
// the client does not take it; nil where there is none.
func ElsewhereOf(f *Facts, s Stop) *Elsewhere {
	if s.Hop == nil || s.Hop.Via != "" || !s.Hop.Symptom.Unreachable() {
		return nil
	}
	u, err := urlOf(s.Hop.Request)
	if err != nil {
		return nil
	}
	for _, t := range f.Trials(s.Hop.Request) {
		if !t.Reached || t.Way.Proxy == "" {
			continue
		}
		e := &Elsewhere{Trial: t, Host: HostName(s.Hop.URL), Client: clientOf(s.Hop.Request), Symptom: s.Hop.Symptom, Evidence: s.Evidence()}
		if _, variable, _ := route.OutboundProxy(f.Settings, e.Client, u); variable != "" {
			if in := f.Settings.Effective(settings.Variable(variable)); in.Set() && in.Key.Name != t.Way.From.Key.Name {
				e.Exception = in
			}
		}
		e.Evidence = append(e.Evidence, t.Evidence...)
		e.Evidence = append(e.Evidence, evidence.Setting(t.Way.From.Key.String()))
		if e.Exception.Set() {
			e.Evidence = append(e.Evidence, evidence.Setting(e.Exception.Key.String()))
		}
		return e
	}
	return nil
}

// ReachedBeyond reports whether anything beyond this machine was reached by any way.
func (f *Facts) ReachedBeyond() bool {
	return slices.ContainsFunc(f.Results, func(r probe.Result) bool {
		return r.Status == probe.OK && (r.Kind == probe.TLS || r.Kind == probe.TCP && !onThisMachine(&r))
	})
}
