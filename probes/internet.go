package probes

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
	"github.com/gofix-net/gofix-net/pkg/wire"
)

// Internet asks the pages by which operating systems tell whether they have the
// Internet, over plain HTTP as they do, abroad and in China. It runs only where
// nothing else was reached ([InternetChecks]), and says nothing about this machine.
//
// Symptoms: http-not-proxy where another server answers, such as a login page; else
// what kept the page from being asked. Evidence: the request. Budget: 3 s: name,
// connection and one round trip.
var Internet = probe.Probe{
	Kind: probe.Internet, Doc: "whether there is the Internet at all, by the pages that operating systems ask; only where all else failed",
	Stage: probe.Protocol, Budget: 3 * time.Second, Targets: unasked, Run: runInternet,
}

// InternetChecks returns the tasks for these pages.
func InternetChecks(s *settings.Snapshot) []probe.Task {
	var tasks []probe.Task
	for _, c := range known.Checks() {
		t, err := wire.Reach(s, probe.GoClient, settings.Value("http://"+c.Host+c.Path))
		if err != nil {
			continue
		}
		t.Name, t.Reference = c.Host, true
		tasks = append(tasks, probe.Task{Probe: &Internet, Target: t})
	}
	return tasks
}

// maxCheck bounds the body of such a page, in bytes: they have some twenty.
const maxCheck = 4 << 10

func runInternet(ctx context.Context, env *probe.Env, t probe.Target) probe.Outcome {
	check, ok := checkOf(t.Name)
	if !ok {
		return probe.Failed(symptom.Unknown, "not a page that is known")
	}
	u := &url.URL{Scheme: "http", Host: check.Host, Path: check.Path}
	a := wire.NewClient(env, t).Once(ctx, wire.Request{Name: probe.ReqCheck, URL: u, Limit: maxCheck, AnyStatus: true, Spell: time.Second}, nil)
	e := &probe.HTTPEvidence{Entry: "http://" + check.Host, Requests: []probe.HTTPRequest{a.HTTPRequest}}
	o := probe.Outcome{Status: probe.OK, Evidence: probe.Evidence{HTTP: e}}
	answered := a.Status != 0
	switch {
	case a.FinalHost == "" && a.Status == check.Status && strings.HasPrefix(string(a.Body), check.Body):
	case answered:
		detail := fmt.Sprintf("somebody else answers: status %d in place of %d", a.Status, check.Status)
		if a.FinalHost != "" {
			detail = "somebody else answers: redirected to " + a.FinalHost
		}
		o.Status, o.Symptom, o.Detail = probe.Fail, symptom.HTTPNotProxy, foreign.Redact(detail)
	case a.FinalHost != "": // a redirect to a page that fails, which such a page never is
		o.Status, o.Symptom, o.Detail = probe.Fail, symptom.HTTPNotProxy, foreign.Redact("somebody else answers: redirected to "+a.FinalHost)
	default:
		o.Status, o.Symptom, o.Detail = probe.Fail, a.Symptom, a.Detail
	}
	return o
}

func checkOf(host string) (known.Check, bool) {
	for _, c := range known.Checks() {
		if c.Host == host {
			return c, true
		}
	}
	return known.Check{}, false
}
