package probes

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"time"

	"golang.org/x/mod/module"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// Sumdb asks the checksum database itself, where GOSUMDB says it is: for its
// signed tree head, and for the checksums of one module asked about. Signatures
// are verified with the key that the go command has. It asks nothing where no
// module may be asked about, and never about a path that the settings keep
// from the database.
//
// Symptoms: all of http-*; http-not-proxy where an answer is not signed by the
// database. Evidence: both requests. Budget: 5 s: two round trips and slack.
var Sumdb = probe.Probe{
	Kind: probe.Sumdb, Doc: "checksum database, asked directly", Stage: probe.Protocol,
	Budget: 5 * time.Second, Targets: sumdbTargets, Run: runSumdb,
}

// SumdbRelay asks the same through each proxy entry of GOPROXY, and first
// whether the entry relays the database at all: a plain 404 there means that
// it does not, and is nothing bad in itself. Evidence: the three requests.
var SumdbRelay = probe.Probe{
	Kind: probe.SumdbRelay, Doc: "checksum database, through a module proxy", Stage: probe.Protocol,
	Budget: 5 * time.Second, Targets: relayTargets, Run: runRelay,
}

// maxNote bounds a signed tree head or a record: they have some hundred bytes.
const maxNote = 64 << 10

func sumdbTargets(s *settings.Snapshot, queries []probe.Query) []probe.Target {
	c := route.Read(s)
	q, ok := publicQuery(c, queries)
	if !ok {
		return nil
	}
	if keptBack(s, q) {
		// Where a relay answers, the go command does not come here.
		q.Version = ""
	}
	return withKey(c, baseTarget(s, c.SumDB.URL, c.SumDB.URL.String(), q))
}

// keptBack reports whether a path may be private, so that nobody is told of it
// whom the go command might not tell.
func keptBack(s *settings.Snapshot, q probe.Query) bool {
	_, private := route.PrivateEvidence(s, q.Path)
	return private || route.MaybePrivate(s, q.Path)
}

// withKey puts the database's verifier key into targets: a second round looks at
// databases that the settings in force do not name.
func withKey(c *route.Config, targets []probe.Target) []probe.Target {
	for i := range targets {
		targets[i].Value = settings.Value(c.SumDB.Key)
	}
	return targets
}

func relayTargets(s *settings.Snapshot, queries []probe.Query) []probe.Target {
	c := route.Read(s)
	q, ok := publicQuery(c, queries)
	if !ok || !c.SumDB.Relay {
		return nil
	}
	var out []probe.Target
	for _, e := range c.GOPROXY.Entries {
		if e.Kind == route.Proxy {
			out = append(out, relayTarget(s, c, e.URL, q)...)
			out = append(out, recordTargets(s, c, e.URL, q, queries)...)
		}
	}
	return out
}

// recordTargets are the modules whose record is looked up by itself: those that
// may be private, because a record that the database cannot have is what fails
// them. The go command asks this entry for it under the present settings.
func recordTargets(s *settings.Snapshot, c *route.Config, base settings.Value, asked probe.Query, queries []probe.Query) []probe.Target {
	var out []probe.Target
	for _, q := range queries {
		if q == asked || !hasVersion(q) || module.CheckPath(q.Path) != nil || c.SkipsSumDB(q.Path) || !keptBack(s, q) {
			continue
		}
		name := base.String() + "/sumdb/" + c.SumDB.Name + "/lookup/" + q.String()
		out = append(out, withKey(c, baseTarget(s, base, name, q))...)
	}
	return out
}

func relayTarget(s *settings.Snapshot, c *route.Config, base settings.Value, q probe.Query) []probe.Target {
	return withKey(c, baseTarget(s, base, base.String()+"/sumdb/"+c.SumDB.Name, q))
}

// publicQuery returns the module to ask the database about: one with a known
// version where there is one. False where the go command would ask nothing.
func publicQuery(c *route.Config, queries []probe.Query) (probe.Query, bool) {
	if c.ModulesOff || c.SumDB.Off || c.SumDB.Err != nil {
		return probe.Query{}, false
	}
	var some *probe.Query
	for _, q := range queries {
		if module.CheckPath(q.Path) != nil || c.SkipsSumDB(q.Path) {
			continue
		}
		if hasVersion(q) && !keptBack(c.Settings, q) && q.Path != toolchainModule {
			return q, true
		}
		if some == nil || !hasVersion(*some) && hasVersion(q) {
			some = &q
		}
	}
	if some == nil {
		return probe.Query{}, false
	}
	return *some, true
}

func hasVersion(q probe.Query) bool { return parseVersion(q.Version).exact != "" }

func runSumdb(ctx context.Context, env *probe.Env, t probe.Target) probe.Outcome {
	base, err := url.Parse(t.URL.Reveal())
	if err != nil {
		return probe.Failed(symptom.Unknown, "the checksum database's address is not a URL")
	}
	return askDatabase(ctx, env, t, base, false)
}

func runRelay(ctx context.Context, env *probe.Env, t probe.Target) probe.Outcome {
	base, err := url.Parse(t.URL.Reveal())
	if err != nil {
		return probe.Failed(symptom.Unknown, "the entry is not a URL")
	}
	// The database is the target's, which need not be the one in force.
	name, _, _ := strings.Cut(t.Value.Reveal(), "+")
	return askDatabase(ctx, env, t, join(base, "sumdb/"+name), true)
}

// askDatabase asks everything at once: the answers do not depend on each other.
func askDatabase(ctx context.Context, env *probe.Env, t probe.Target, base *url.URL, relay bool) probe.Outcome {
	verifier, err := note.NewVerifier(t.Value.Reveal())
	if err != nil {
		return probe.Failed(symptom.Unknown, "GOSUMDB: "+err.Error())
	}
	c := newHTTPClient(env, t)
	d := database{client: c, base: base, trusted: note.VerifierList(verifier)}
	var supported, latest, lookup answer
	var wg sync.WaitGroup
	if relay {
		wg.Go(func() { supported = d.get(ctx, probe.ReqSumSupported, "supported", nil) })
	}
	wg.Go(func() { latest = d.get(ctx, probe.ReqSumLatest, "latest", d.checkTree) })
	if hasVersion(t.Query) {
		wg.Go(func() { lookup = d.lookup(ctx, t.Query) })
	}
	wg.Wait()
	e := &probe.HTTPEvidence{Entry: t.URL.String(), Module: t.Query.String()}
	var decisive *probe.HTTPRequest
	// The go command asks for the record before it wants a tree of its own. What
	// fails it whenever it is run goes before what passes.
	for _, a := range []*answer{&supported, &lookup, &latest} {
		if a.Name == "" {
			continue
		}
		e.Requests = append(e.Requests, a.HTTPRequest)
		if a.Symptom != "" && (decisive == nil || decisive.Passed && !a.Passed) {
			decisive = &a.HTTPRequest
		}
	}
	if lookup.Symptom == "" {
		e.Zip.Hash, e.Mod.Hash = recorded(lookup.body, t.Query)
	}
	o := httpOutcome(e, decisive)
	if supported.Symptom.NotFound() {
		o.Status = probe.Warn // the protocol's way to say that there is no relay
	}
	return o
}

// database is a checksum database at one base URL.
type database struct {
	client  *httpClient
	base    *url.URL
	trusted note.Verifiers
}

// get asks for a path and checks the answer; nil means that, as for
// "supported", only the status counts.
func (d database) get(ctx context.Context, name, path string, check func([]byte) error) answer {
	return repeated(ctx, &d.client.passing, func(alone bool) answer { return d.once(ctx, name, path, alone, check) })
}

func (d database) once(ctx context.Context, name, path string, alone bool, check func([]byte) error) answer {
	q := request{name: name, url: join(d.base, path), limit: maxNote, alone: alone}
	if check == nil {
		q.spell = time.Nanosecond
	}
	a := d.client.get(ctx, q)
	if a.Symptom != "" || check == nil {
		return a
	}
	if err := check(a.body); err != nil {
		d.client.blame(&a, q.url, symptom.HTTPNotProxy, err.Error())
	}
	return a
}

func (d database) lookup(ctx context.Context, q probe.Query) answer {
	path, err := module.EscapePath(q.Path)
	if err != nil {
		return answer{}
	}
	version, err := module.EscapeVersion(q.Version)
	if err != nil {
		return answer{}
	}
	return d.get(ctx, probe.ReqSumLookup, "lookup/"+path+"@"+version, func(body []byte) error {
		return d.checkRecord(body, q)
	})
}

// checkTree verifies a signed tree head.
func (d database) checkTree(body []byte) error {
	return checkTreeHead(body, d.trusted)
}

// checkTreeHead verifies a signed tree head as golang.org/x/mod/sumdb does.
func checkTreeHead(data []byte, trusted note.Verifiers) error {
	n, err := note.Open(data, trusted)
	if err != nil {
		return noteError(data, err)
	}
	if _, err := tlog.ParseTree([]byte(n.Text)); err != nil {
		return fmt.Errorf("a signed note, but not a tree head: %v", err)
	}
	return nil
}

// recorded returns the checksums that a verified record has for a module's zip
// and go.mod file.
func recorded(body []byte, q probe.Query) (zip, mod string) {
	for line := range strings.Lines(string(body)) {
		f := strings.Fields(line)
		switch {
		case len(f) != 3 || f[0] != q.Path:
		case f[1] == q.Version:
			zip = f[2]
		case f[1] == q.Version+"/go.mod":
			mod = f[2]
		}
	}
	return zip, mod
}

// checkRecord verifies the answer to a look-up: a record with lines about the
// module, and a signed tree head. That the record is in that tree is left to
// the go command: it takes tiles to prove.
func (d database) checkRecord(body []byte, q probe.Query) error {
	_, text, rest, err := tlog.ParseRecord(body)
	if err != nil {
		return fmt.Errorf("not a record of a checksum database%s", quote(string(body)))
	}
	if err := d.checkTree(rest); err != nil {
		return err
	}
	for _, suffix := range []string{"", "/go.mod"} {
		if !bytes.Contains(append([]byte("\n"), text...), []byte("\n"+q.Path+" "+q.Version+suffix+" h1:")) {
			return fmt.Errorf("the record has no checksum of %s%s", q, suffix)
		}
	}
	return nil
}

// noteError says what is wrong with a note, in one line.
func noteError(body []byte, err error) error {
	if _, ok := errors.AsType[*note.UnverifiedNoteError](err); ok {
		return fmt.Errorf("not signed by the key of GOSUMDB")
	}
	if _, ok := errors.AsType[*note.InvalidSignatureError](err); ok {
		return fmt.Errorf("the signature is wrong")
	}
	return fmt.Errorf("not a signed note (%s)%s", strings.TrimPrefix(err.Error(), "note: "), quote(string(body)))
}
