package protocol

import (
	"bytes"
	"context"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"time"

	"golang.org/x/mod/module"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/gofix-net/gofix-net/pkg/errtype"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
	"github.com/gofix-net/gofix-net/pkg/wire"
)

// MaxNote bounds a signed tree head or a record: they have some hundred bytes.
const MaxNote = 64 << 10

// AskDatabase asks everything at once that does not depend on another answer, and
// then for the tiles that prove the record to be in the signed tree: without them the
// go command takes no record.
func AskDatabase(ctx context.Context, env *probe.Env, t probe.Target, base *url.URL, relay bool) probe.Outcome {
	verifier, err := note.NewVerifier(t.Value.Reveal())
	if err != nil {
		return probe.Failed(symptom.Unknown, "GOSUMDB: "+err.Error())
	}
	c := wire.NewClient(env, t)
	d := database{client: c, base: base, trusted: note.VerifierList(verifier)}
	var supported, latest, lookup wire.Answer
	var wg sync.WaitGroup
	if relay {
		wg.Go(func() { supported = d.get(ctx, probe.ReqSumSupported, "supported", nil) })
	}
	wg.Go(func() { latest = d.get(ctx, probe.ReqSumLatest, "latest", d.checkTree) })
	if HasVersion(t.Query) {
		wg.Go(func() { lookup = d.lookup(ctx, t.Query) })
	}
	wg.Wait()
	if lookup.Name != "" && lookup.Symptom == "" {
		d.prove(ctx, &lookup, t)
	}
	e := &probe.HTTPEvidence{Entry: t.URL.String(), Module: t.Query.String()}
	var decisive *probe.HTTPRequest
	// The go command asks for the record before it wants a tree of its own. What
	// fails it whenever it is run goes before what passes.
	for _, a := range []*wire.Answer{&supported, &lookup, &latest} {
		if a.Name == "" {
			continue
		}
		e.Requests = append(e.Requests, a.HTTPRequest)
		if a.Symptom != "" && (decisive == nil || decisive.Passed && !a.Passed) {
			decisive = &a.HTTPRequest
		}
	}
	if lookup.Symptom == "" {
		e.Zip.Hash, e.Mod.Hash = recorded(lookup.Body, t.Query)
	}
	o := OutcomeOf(e, decisive)
	if supported.Symptom.NotFound() {
		o.Status = probe.Warn // the protocol's way to say that there is no relay
	}
	return o
}

// database is a checksum database at one base URL.
type database struct {
	client  *wire.Client
	base    *url.URL
	trusted note.Verifiers
}

// get asks for a path and checks the answer; nil means that, as for
// "supported", only the status counts.
func (d database) get(ctx context.Context, name, path string, check func([]byte) error) wire.Answer {
	q := wire.Request{Name: name, URL: wire.Join(d.base, path), Limit: MaxNote}
	if check == nil {
		q.Spell = time.Nanosecond
		return d.client.Ask(ctx, q, nil)
	}
	return d.client.Ask(ctx, q, func(a *wire.Answer) error { return check(a.Body) })
}

func (d database) lookup(ctx context.Context, q probe.Query) wire.Answer {
	path, err := module.EscapePath(q.Path)
	if err != nil {
		return wire.Answer{}
	}
	version, err := module.EscapeVersion(q.Version)
	if err != nil {
		return wire.Answer{}
	}
	return d.get(ctx, probe.ReqSumLookup, "lookup/"+path+"@"+version, func(body []byte) error {
		return d.checkRecord(body, q)
	})
}

// checkTree verifies a signed tree head.
func (d database) checkTree(body []byte) error {
	return CheckTreeHead(body, d.trusted)
}

// CheckTreeHead verifies a signed tree head as golang.org/x/mod/sumdb does.
func CheckTreeHead(data []byte, trusted note.Verifiers) error {
	n, err := note.Open(data, trusted)
	if err != nil {
		return noteError(data, err)
	}
	if _, err := tlog.ParseTree([]byte(n.Text)); err != nil {
		return fmt.Errorf("a signed note, but not a tree head: %v", err)
	}
	return nil
}

// prove verifies that the record of a look-up is in the tree that was signed with it,
// as the go command does (golang.org/x/mod/sumdb). A tile that is missing or wrong
// fails the look-up. What was not done when ctx ended fails nothing: the tiles of a
// large tree have some 50 kB, and a slow line is not a wrong one.
func (d database) prove(ctx context.Context, lookup *wire.Answer, t probe.Target) {
	db := NewDatabase(d.client, d.base, t.Value.Reveal())
	db.record = lookup.Body
	failed := db.Verify(ctx, t.Query).Failed
	if failed == nil || ctx.Err() != nil {
		return
	}
	lookup.Symptom, lookup.HopSymptom, lookup.Detail, lookup.Refusal = failed.Symptom, failed.HopSymptom, failed.Detail, failed.Refusal
	lookup.FinalHost, lookup.Repeats, lookup.Passed = failed.FinalHost, failed.Repeats, failed.Passed
	if failed.Name == probe.ReqCheck { // a tile
		lookup.URL, lookup.Status = failed.URL, failed.Status
		if failed.Symptom.NotFound() { // of a tile, not of the record: it has one
			lookup.Symptom = symptom.HTTPNotProxy
		}
		lookup.Detail = "the record is not proved, a tile of the tree is missing: " + failed.Detail
	}
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
// module, and a signed tree head. That the record is in that tree is proved by tiles,
// see prove.
func (d database) checkRecord(body []byte, q probe.Query) error {
	_, text, rest, err := tlog.ParseRecord(body)
	if err != nil {
		return fmt.Errorf("not a record of a checksum database%s", wire.Quote(string(body)))
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
	if _, ok := errtype.As[*note.UnverifiedNoteError](err); ok {
		return fmt.Errorf("not signed by the key of GOSUMDB")
	}
	if _, ok := errtype.As[*note.InvalidSignatureError](err); ok {
		return fmt.Errorf("the signature is wrong")
	}
	return fmt.Errorf("not a signed note (%s)%s", strings.TrimPrefix(err.Error(), "note: "), wire.Quote(string(body)))
}
