// Package facts is what was seen of a machine, settings, modules asked about and
// results of probes, read as answers to the questions that a cause may ask: where
// the go command's path for each module ends, what blocks it, which
// results speak of one thing. It judges nothing and is pure: no clock, no
// machine, no network.
package facts

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// Facts are everything that a diagnosis may rest on. They survive JSON. What is
// computed from them is kept, so a Facts is used by one goroutine at a time and
// not changed after its first use.
type Facts struct {
	Settings *settings.Snapshot `json:"settings"`
	Queries  []probe.Query      `json:"queries"`
	Results  []probe.Result     `json:"results"`
	// Partial says that only some kinds of probes were wanted.
	Partial bool `json:"partial,omitempty"`

	config *route.Config
	walks  []walk.Path
	index  *index
}

// Config is the toolchain's reading of the settings.
func (f *Facts) Config() *route.Config {
	if f.config == nil {
		f.config = route.Read(f.Settings)
	}
	return f.config
}

// Walks predicts the toolchain's path for each query, answered from the results.
func (f *Facts) Walks() []walk.Path {
	if f.walks != nil {
		return f.walks
	}
	for _, q := range f.Queries {
		f.walks = append(f.walks, walk.Download(f.Config(), q, f.Answer))
	}
	return f.walks
}

// With returns the same results under other settings: what would become of the
// queries if these settings were in force.
func (f *Facts) With(s *settings.Snapshot) *Facts {
	return &Facts{Settings: s, Queries: f.Queries, Results: f.Results}
}

// PastLocal returns the facts without what the go command itself said, for
// settings without the value that it rejects.
func (f *Facts) PastLocal() *Facts {
	results := slices.DeleteFunc(slices.Clone(f.Results), func(r probe.Result) bool { return r.Kind == probe.GoCommand })
	return &Facts{Settings: f.Settings, Queries: f.Queries, Results: results}
}

// PastDisk returns the facts without what was seen of this machine's module
// cache, for settings that put it elsewhere.
func (f *Facts) PastDisk() *Facts {
	results := slices.DeleteFunc(slices.Clone(f.Results), func(r probe.Result) bool {
		return r.Kind == probe.Modcache || r.Kind == probe.SumdbState || r.Kind == probe.GoCommand
	})
	return &Facts{Settings: f.Settings, Queries: f.Queries, Results: results}
}

// Outcome is the worst outcome of all walks: one module that fails is a failure.
func (f *Facts) Outcome() walk.Outcome {
	worst := walk.Succeeds
	for _, p := range f.Walks() {
		if p.Outcome == walk.Fails {
			return walk.Fails
		}
		if p.Outcome == walk.CannotSay {
			worst = walk.CannotSay
		}
	}
	return worst
}

// Answer tells from the results what became of a request of the walk. A request
// is Unknown if no probe made it and no probe before it failed.
func (f *Facts) Answer(r walk.Request) walk.Answer {
	switch r.Op {
	case walk.OpStart:
		return f.start()
	case walk.OpStore:
		return f.stored(r)
	case walk.OpRecord:
		return f.record(r)
	case walk.OpGit:
		return f.answerGit(r)
	case walk.OpGoGet:
		return f.answerFrom(f.indexed().anyWay[probe.GoGet], func(x *probe.Result) bool {
			return x.Evidence.HTTP != nil && x.About.Module.Path == r.Query.Path // the page is one for all versions
		}, probe.ReqGoGet, r)
	case walk.OpSumSupported:
		return f.answerFrom(f.AtEntry(probe.SumdbRelay, r.Entry.Name()), f.atRelay(r.Entry), probe.ReqSumSupported, r)
	case walk.OpSumLookup:
		if r.Entry.Kind == route.Proxy {
			return f.lookup(f.AtEntry(probe.SumdbRelay, r.Entry.Name()), f.atRelay(r.Entry), r)
		}
		return f.lookup(f.AtEntry(probe.Sumdb, f.Config().SumDB.URL.String()), aboutModule(""), r)
	}
	return f.verified(f.answerFrom(f.AtEntry(probe.Goproxy, r.Entry.Name()), aboutModule(r.Query.String()), string(r.Op), r), r)
}

// NetworkAnswer is [Facts.Answer] for the network only: it says nothing about
// this machine.
func (f *Facts) NetworkAnswer(r walk.Request) walk.Answer {
	if r.Op.Local() {
		return walk.Answer{State: walk.Unknown}
	}
	return f.Answer(r)
}

// answerGit answers what git met at a repository. A result counts only where git
// was led to the same place as it would be under these settings, and trusted the
// same authorities: a rule that is taken away, or added, makes it another question. The request's URL is the
// one after git's rules.
func (f *Facts) answerGit(r walk.Request) walk.Answer {
	a := f.answerFrom(f.Of(probe.Git), func(x *probe.Result) bool {
		g := x.Evidence.Git
		return g != nil && cmp.Or(g.Rewritten, g.URL) == r.URL.String() &&
			(g.Authorities == "" || g.Authorities == f.Config().GitAuthorities(r.URL).Value.String())
	}, "", r)
	if x := f.Result(a.Result); x != nil && x.Evidence.Git != nil && slices.Contains(x.Evidence.Git.Missing, r.Query.String()) {
		a.State = walk.NotFound // the repository is there, this version of it is not
	}
	return a
}

// lookup answers a lookup in the checksum database: from the one about the
// same module, else from any that was made, else from the signed tree head. That
// another module is not found says nothing about this one, nor that it is refused: a
// relay may serve some modules only. Then only a tree head that fails as well tells.
func (f *Facts) lookup(of []*probe.Result, match func(*probe.Result) bool, r walk.Request) walk.Answer {
	same := func(x *probe.Result) bool { return match(x) && x.Evidence.HTTP.Module == r.Query.String() }
	refused := false
	for _, try := range []struct {
		match   func(*probe.Result) bool
		request string
	}{{same, probe.ReqSumLookup}, {match, probe.ReqSumLookup}} {
		a := f.answerFrom(of, try.match, try.request, r)
		if f.aboutAnother(a, r.Query) && (a.State == walk.NotFound || OneOf(a.Symptom, symptom.HTTP401, symptom.HTTP403, symptom.HTTP451)) {
			refused = a.State != walk.NotFound
			continue
		}
		if a.State != walk.Unknown {
			return a
		}
	}
	a := f.answerFrom(of, match, probe.ReqSumLatest, r)
	if refused && a.State == walk.Good {
		return walk.Answer{State: walk.Unknown}
	}
	return a
}

// aboutAnother reports whether an answer was given to a question about another module.
func (f *Facts) aboutAnother(a walk.Answer, q probe.Query) bool {
	x := f.Result(a.Result)
	return x != nil && x.Evidence.HTTP != nil && x.Evidence.HTTP.Module != q.String()
}

// atRelay matches the probes of an entry's relay of the database in force: the same
// entry may have been asked for others too.
func (f *Facts) atRelay(e route.Entry) func(*probe.Result) bool {
	return func(x *probe.Result) bool { return x.About.Database == f.Config().SumDB.Name }
}

// aboutModule matches the results about a module, "" for any.
func aboutModule(module string) func(*probe.Result) bool {
	return func(x *probe.Result) bool { return module == "" || x.Evidence.HTTP.Module == module }
}

// answerFrom reads the answer out of the first of these results that matches.
func (f *Facts) answerFrom(of []*probe.Result, match func(*probe.Result) bool, request string, r walk.Request) walk.Answer {
	for _, x := range of {
		if x.Via == r.Via.String() && match(x) {
			return f.answer(x, request)
		}
	}
	if b := f.Blocker(r.URL, r.Via, clientOf(r)); b != nil {
		return walk.Answer{State: walk.Bad, Symptom: metAt(f, b), Detail: b.Detail, Refusal: b.Refusal, Result: b.ID}
	}
	return walk.Answer{State: walk.Unknown}
}

// clientOf returns the program that makes a request.
func clientOf(r walk.Request) probe.Client {
	if r.Op == walk.OpGit {
		return probe.GitClient
	}
	return probe.GoClient
}

// answer reads one request out of a result, or the result as a whole where it
// is about one thing only.
func (f *Facts) answer(x *probe.Result, request string) walk.Answer {
	a := walk.Answer{State: walk.Good, Result: x.ID, Detail: x.Detail, Refusal: x.Refusal}
	sym := x.Symptom
	if x.Evidence.HTTP != nil {
		req := x.Evidence.HTTP.Request(request)
		a.Version = x.Evidence.HTTP.Resolved
		a.Import = importOf(x.Evidence.HTTP)
		switch {
		case req != nil:
			sym, a.Status, a.Empty = req.Symptom, req.Status, req.Bytes == 0
			if f.TakenAlong(x.Evidence.HTTP, req) {
				sym = ""
			}
			if request == probe.ReqList { // one whose versions do not fit is as good as empty
				a.Empty = a.Empty || a.Version == "" || x.Evidence.HTTP.Request(probe.ReqLatest) != nil
			}
			if req.Detail != "" {
				a.Detail, a.Refusal = req.Detail, req.Refusal
			}
		case x.Status == probe.Fail && len(x.Evidence.HTTP.Requests) == 0:
			// The conversation broke before its first request.
		default:
			return walk.Answer{State: walk.Unknown}
		}
	}
	a.Symptom = sym
	switch {
	case sym == "":
	case sym.NotFound():
		a.State = walk.NotFound
	default:
		a.State = walk.Bad
	}
	return a
}

// importOf returns where a go-import tag leads, nil where there was none.
func importOf(e *probe.HTTPEvidence) *walk.Import {
	if e.Repository == "" {
		return nil
	}
	tag := &walk.Import{VCS: e.VCS, URL: settings.Value(e.Repository)}
	if q := e.Request(probe.ReqCheck); q != nil {
		tag.Root = strings.TrimSuffix(strings.TrimSuffix(strings.TrimPrefix(q.URL, "https://"), "?go-get=1"), "/")
		tag.Check = walk.Answer{State: walk.Good, Symptom: q.Symptom, Status: q.Status, Detail: q.Detail, Refusal: q.Refusal}
		if q.Symptom != "" {
			tag.Check.State = walk.Bad
		}
	}
	return tag
}

// Blocker returns the failed transport result on which a request to u depends:
// of the outbound proxy where there is one, else of the host itself.
func (f *Facts) Blocker(u, via settings.Value, client probe.Client) *probe.Result {
	hp, err := route.HostPort(u)
	if err != nil {
		return nil
	}
	at := hp // what this machine itself connects to
	if via != "" {
		if at, err = route.ProxyHostPort(via, client); err != nil {
			at = ""
		}
	}
	host := at[:max(strings.LastIndexByte(at, ':'), 0)]
	for _, x := range []*probe.Result{
		f.At(probe.DNS, strings.Trim(host, "[]")),
		f.At(probe.TCP, at),
		f.Handshake(hp, via),
	} {
		if x != nil && x.Status == probe.Fail {
			return x
		}
	}
	return nil
}

// Handshake returns what became of the TLS handshake at a host:port by that way,
// or nil where it was not tried.
func (f *Facts) Handshake(hostport string, via settings.Value) *probe.Result {
	for _, r := range f.indexed().byHost[hostport] {
		if r.Via == via.String() {
			return r
		}
	}
	return nil
}

// Result returns the result of that id, or nil.
func (f *Facts) Result(id evidence.ID) *probe.Result {
	return f.indexed().byID[id]
}

// At returns what a probe of that kind found about the target of that name, or nil.
func (f *Facts) At(k probe.Kind, target string) *probe.Result {
	return f.Result(probe.MakeID(k, target))
}

// Of returns the results of a kind that a probe really examined, by the current way.
func (f *Facts) Of(k probe.Kind) []*probe.Result {
	of := f.indexed().byKind[k]
	return of[:len(of):len(of)]
}

// HostName returns the host of a URL for people, or the text itself.
func HostName(v settings.Value) string {
	u, err := url.Parse(v.String())
	if err != nil || u.Hostname() == "" {
		return v.String()
	}
	return u.Hostname()
}

// OneOf reports whether s is among list.
func OneOf(s symptom.Symptom, list ...symptom.Symptom) bool {
	for _, x := range list {
		if s == x {
			return true
		}
	}
	return false
}
