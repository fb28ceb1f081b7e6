package measure

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"

	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/protocol"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/symptom"
	"github.com/gofix-net/gofix-net/pkg/wire"
)

// Bounds of what is downloaded from one mirror, as shares of Options.Bytes, so
// that all of it together stays within.
const (
	shareZip   = 4  // the sample's zip
	shareList  = 16 // its list of versions
	shareSmall = 32 // any other file
	shareOwn   = 16 // the zip of a module of the project
	shareLarge = 3  // the range of the large zip
	reserve    = 16 << 10
)

// patienceMissing bounds the wait for the answer about a version that does not
// exist: a proxy may ask its own upstream first, and nothing else waits for it.
const patienceMissing = 2 * time.Second

// visitor measures one mirror.
type visitor struct {
	o      *Options
	client *wire.Client
	base   *url.URL
	sumdb  route.SumDB
	// looksUp says that go would look Sample.Capital up in the checksum database.
	looksUp bool
	count   *counter
	tell    func(done int)

	named sync.WaitGroup // list and @latest: until both have said which versions there are

	mu   sync.Mutex
	m    *Mirror
	seen map[CheckID]Check
	// relayed is how the relay failed for a path with capitals, nil where it did not.
	relayed *Check
}

// run asks everything at once: the first request makes the connection, and the
// others share it.
func (v *visitor) run(ctx context.Context) {
	q := v.o.Sample.Module
	start := time.Now()
	var all sync.WaitGroup
	answered := make(chan bool, 1)
	all.Go(func() {
		a := v.info(ctx, Info, q)
		v.m.Cold = time.Since(start)
		v.m.Header = productMarks(a.Header)
		answered <- a.Symptom == ""
	})
	all.Go(func() { v.mod(ctx, q) })
	all.Go(func() { v.zip(ctx, q) })
	v.named.Add(2)
	all.Go(func() { defer v.named.Done(); v.list(ctx, q) })
	all.Go(func() { defer v.named.Done(); v.latest(ctx, q) })
	all.Go(func() { v.info(ctx, Escape, v.o.Sample.Capital) })
	all.Go(func() { v.missing(ctx, q) })
	all.Go(func() { v.database(ctx, v.o.Sample.recorded()) })
	for _, own := range v.o.Sample.Own {
		all.Go(func() { v.own(ctx, own) })
	}
	all.Go(func() {
		if <-answered {
			v.warm(ctx, q)
			v.rate(ctx)
		} else {
			v.m.Cold = 0
		}
	})
	all.Wait()
	v.m.Received = v.count.n.Load()
	if v.relayed != nil && v.seen[Escape].Status == Pass {
		v.seen[Escape] = *v.relayed
	}
	takenAlong(v.seen)
	for _, id := range checkIDs {
		if c, ok := v.seen[id]; ok {
			v.m.Checks = append(v.m.Checks, c)
		}
	}
}

// note keeps the outcome of a check.
func (v *visitor) note(c Check) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.seen[c.ID] = c
	if v.tell != nil {
		v.tell(len(v.seen))
	}
}

// takenAlong passes the checks that failed only because another one ended the connection
// that they shared, and that passed on a connection of their own. The go command asks one
// after the other, and does not ask everything that is asked here.
func takenAlong(seen map[CheckID]Check) {
	ends := map[int]bool{} // connections that were ended by what fails whenever it is asked
	for _, c := range seen {
		if c.Status == Fail && !c.Passed && brokeOff(c) {
			ends[c.connection] = true
		}
	}
	for id, c := range seen {
		if c.Status == Fail && c.Passed && brokeOff(c) && ends[c.connection] {
			c.Status, c.Symptom, c.HopSymptom, c.Detail = Pass, "", "", ""
			seen[id] = c
		}
	}
}

// brokeOff reports whether a request ended with its connection.
func brokeOff(c Check) bool {
	s := c.Symptom
	if s == symptom.HTTPRedirectFailed {
		s = c.HopSymptom
	}
	return c.connection != 0 && (s == symptom.HTTPReset || s == symptom.HTTPTruncated)
}

// highest returns the highest release that a mirror names, "" where it names none.
func (m *Mirror) highest() string {
	best := ""
	for _, v := range append([]string{m.newest.name}, m.listed...) {
		if semver.Prerelease(v) == "" && semver.Compare(v, best) > 0 {
			best = v
		}
	}
	return best
}

// checked makes a check of an answer.
func (v *visitor) checked(ctx context.Context, id CheckID, a wire.Answer) Check {
	c := Check{
		ID: id, Status: Pass, Symptom: a.Symptom, HopSymptom: a.HopSymptom, Hop: a.FinalHost, Detail: probe.OneLine(a.Detail), Refusal: a.Refusal, Request: a.URL, Code: a.Status,
		Took: time.Duration(a.Ms) * time.Millisecond, MIME: a.Header.Get("Content-Type"), Said: a.Said,
		Passed: a.Passed, connection: a.Connection,
	}
	if c.Hop == "" {
		c.Hop, _ = route.HostPort(v.m.URL)
	}
	if a.Symptom != "" {
		c.Status = Fail
	}
	if ctx.Err() != nil && c.Status == Fail {
		c.Symptom, c.HopSymptom = silence(c), ""
	}
	return c
}

// silence names a request that was given up while its answer was awaited.
func silence(c Check) symptom.Symptom {
	if c.Symptom == symptom.Unknown || c.Symptom == "" || c.Symptom == symptom.HTTPReset {
		return symptom.HTTPTimeout
	}
	return c.Symptom
}

// file is the URL of a file of a module.
func (v *visitor) file(q probe.Query, name string) *url.URL {
	path, _ := module.EscapePath(q.Path)
	return wire.Join(v.base, path+"/"+name)
}

func (v *visitor) versioned(q probe.Query, suffix string) *url.URL {
	version, _ := module.EscapeVersion(q.Version)
	return v.file(q, "@v/"+version+suffix)
}

func (v *visitor) info(ctx context.Context, id CheckID, q probe.Query) wire.Answer {
	r := wire.Request{Name: probe.ReqInfo, URL: v.versioned(q, ".info"), Limit: v.o.Bytes / shareSmall}
	a := v.client.Ask(ctx, r, func(a *wire.Answer) error {
		_, err := protocol.ParseInfo(a.Body, q.Version)
		return err
	})
	v.note(v.checked(ctx, id, a))
	return a
}

func (v *visitor) mod(ctx context.Context, q probe.Query) {
	r := wire.Request{Name: probe.ReqMod, URL: v.versioned(q, ".mod"), Limit: v.o.Bytes / shareList}
	a := v.client.Ask(ctx, r, func(a *wire.Answer) error {
		path, err := protocol.ParseMod(a.Body)
		// A fork may keep the path that it had; the well-known module has its own.
		if err == nil && path != q.Path && q == WellKnown().Module {
			err = fmt.Errorf("the go.mod file of another module, %s", path)
		}
		if hash, hashErr := protocol.HashMod(a.Body); hashErr == nil && err == nil {
			v.m.mod.Hash = hash
		}
		return err
	})
	v.note(v.checked(ctx, Mod, a))
}

func (v *visitor) zip(ctx context.Context, q probe.Query) {
	r := wire.Request{Name: probe.ReqZip, URL: v.versioned(q, ".zip"), Limit: v.o.Bytes / shareZip, Spell: leastWait}
	a := v.client.Ask(ctx, r, func(a *wire.Answer) (err error) {
		v.m.zip.Hash, err = protocol.CheckDownload(a, module.Version{Path: q.Path, Version: q.Version})
		return err
	})
	v.note(v.checked(ctx, Zip, a))
}

func (v *visitor) list(ctx context.Context, q probe.Query) {
	r := wire.Request{Name: probe.ReqList, URL: v.file(q, "@v/list"), Limit: v.o.Bytes / shareList, Spell: leastWait}
	a := v.client.Ask(ctx, r, func(a *wire.Answer) error {
		body := a.Body
		if !a.Ended { // the last line may be cut
			body = body[:max(strings.LastIndexByte(string(body), '\n'), 0)]
		}
		l, err := protocol.ParseList(body)
		v.m.listed = l.Releases
		if err == nil && a.Ended && !slices.Contains(l.Releases, q.Version) && !module.IsPseudoVersion(q.Version) {
			return fmt.Errorf("the list lacks %s", q.Version)
		}
		return err
	})
	v.m.listAge = age(a.Header)
	v.note(v.checked(ctx, List, a))
}

func (v *visitor) latest(ctx context.Context, q probe.Query) {
	r := wire.Request{Name: probe.ReqLatest, URL: v.file(q, "@latest"), Limit: v.o.Bytes / shareSmall}
	a := v.client.Ask(ctx, r, func(a *wire.Answer) (err error) {
		v.m.newest.name, v.m.newest.at, err = protocol.ParseInfoTime(a.Body)
		return err
	})
	v.m.latestAge = age(a.Header)
	v.note(v.checked(ctx, Latest, a))
}

// age is how long an answer has been in caches, by what the last of them says of it, 0
// where none does (RFC 9111, section 5.1).
func age(h http.Header) time.Duration {
	seconds, err := strconv.ParseUint(strings.TrimSpace(h.Get("Age")), 10, 31)
	if err != nil {
		return 0
	}
	return time.Duration(seconds) * time.Second //nolint:gosec // 31 bits
}

// own downloads a module of the project at hand, as far as the bound allows, to be
// compared with go.sum: the go.mod file always, the zip where it is small.
func (v *visitor) own(ctx context.Context, q probe.Query) {
	sums := ownSums{module: q}
	a := v.client.Once(ctx, wire.Request{Name: probe.ReqMod, URL: v.versioned(q, ".mod"), Limit: v.o.Bytes / shareSmall}, nil)
	if a.Symptom == "" {
		sums.mod, _ = protocol.HashMod(a.Body)
		limit := v.o.Bytes / shareOwn
		z := v.client.Once(ctx, wire.Request{Name: probe.ReqZip, URL: v.versioned(q, ".zip"), Limit: limit, Spell: time.Second, Range: "bytes=0-" + decimal(limit)}, nil)
		if z.Symptom == "" && z.Ended && int64(len(z.Body)) <= limit {
			sums.zip, _ = protocol.HashZip(z.Body) // fails on a part of a zip: nothing is known then
		}
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.m.own = append(v.m.own, sums)
}

// missing wants a refusal that lets go ask the next entry.
func (v *visitor) missing(ctx context.Context, q probe.Query) {
	limited, cancel := context.WithTimeout(ctx, patienceMissing)
	defer cancel()
	q.Version = missingVersion
	r := wire.Request{Name: probe.ReqCheck, URL: v.versioned(q, ".info"), Limit: v.o.Bytes / shareSmall, Spell: time.Second}
	c := v.checked(limited, Missing, v.client.Once(limited, r, nil))
	switch {
	case c.Symptom.NotFound():
		c.Status, c.Symptom = Pass, ""
	case limited.Err() != nil:
		c.Status = Untried
	case c.Symptom == "":
		c.Say = Sentence{"missing", map[string]string{"version": missingVersion}}
		c.Status, c.Symptom, c.Detail = Fail, symptom.HTTPNotProxy, "200 for the version "+missingVersion+", which does not exist"
	}
	v.note(c)
}

// database looks the sample up in the checksum database by the mirror's relay.
func (v *visitor) database(ctx context.Context, q probe.Query) {
	if v.sumdb.Name == "" || !v.sumdb.Relay {
		v.m.Relays = known.Unknown
		v.note(Check{ID: Sumdb, Status: NA})
		return
	}
	base := wire.Join(v.base, "sumdb/"+v.sumdb.Name)
	supported := make(chan wire.Answer, 1)
	go func() {
		supported <- v.client.Ask(ctx, wire.Request{Name: probe.ReqSumSupported, URL: wire.Join(base, "supported"), Limit: v.o.Bytes / shareSmall, Spell: time.Nanosecond}, nil)
	}()
	looking, cancel := context.WithCancel(ctx)
	defer cancel()
	verified := make(chan protocol.Record, 1)
	db := protocol.NewDatabase(v.client, base, v.sumdb.Key)
	go func() { verified <- db.Verify(looking, q) }()
	c := v.checked(ctx, Sumdb, <-supported)
	if c.Status == Fail {
		cancel()
		<-verified
		v.m.Relays = known.No
		if c.Symptom.NotFound() {
			c.Status = NA
		}
		v.note(c)
		return
	}
	v.m.Relays = known.Yes
	v.m.records = <-verified
	if f := v.m.records.Failed; f != nil {
		c = v.checked(ctx, Sumdb, wire.Answer{HTTPRequest: *f})
		v.note(c)
		return
	}
	v.note(c)
	v.capital(ctx, base)
	if !v.o.Sample.IsSecret() {
		v.versions(ctx, db, q)
	}
}

// capital asks the relay for the record of the module whose path has capitals: it has to
// pass the escaped path on too.
func (v *visitor) capital(ctx context.Context, base *url.URL) {
	q := v.o.Sample.Capital
	path, err := module.EscapePath(q.Path)
	if err != nil || !v.looksUp || !usable(q) {
		return
	}
	a := v.client.Ask(ctx, wire.Request{Name: probe.ReqSumLookup, URL: wire.Join(base, "lookup/"+path+"@"+q.Version), Limit: protocol.MaxNote}, nil)
	if a.Symptom != "" {
		c := v.checked(ctx, Escape, a)
		v.relayed = &c
	}
}

// versions looks up the newest version that the mirror names: one that the
// database does not know may not exist.
func (v *visitor) versions(ctx context.Context, db *protocol.Database, q probe.Query) {
	v.named.Wait()
	q.Version = v.m.highest()
	if q.Version == "" {
		return
	}
	c := Check{ID: Versions, Status: Pass}
	if f := db.Verify(ctx, q).Failed; f != nil {
		c = v.checked(ctx, Versions, wire.Answer{HTTPRequest: *f})
		c.Say = Sentence{"versions", map[string]string{"version": q.Version}}
		c.Detail = "the checksum database does not know " + q.Version
		if !c.Symptom.NotFound() {
			c.Status = Untried
		}
	}
	v.note(c)
}

// warmSamples is how many small answers the latency is the median of.
const warmSamples = 3

// warm measures the time to a small answer over a connection that stands.
func (v *visitor) warm(ctx context.Context, q probe.Query) {
	var took []time.Duration
	for range warmSamples {
		start := time.Now()
		a := v.client.Once(ctx, wire.Request{Name: probe.ReqInfo, URL: v.versioned(q, ".info"), Limit: v.o.Bytes / shareSmall}, nil)
		if a.Symptom != "" {
			break
		}
		took = append(took, time.Since(start))
	}
	if len(took) > 0 {
		slices.Sort(took)
		v.m.Warm = took[len(took)/2]
	}
}

// leastRate is how much has to come for a rate to mean anything.
const leastRate = 32 << 10

// rate downloads the first bytes of a large zip: the same range of the same file
// from every mirror.
func (v *visitor) rate(ctx context.Context) {
	want := min(v.o.Bytes/shareLarge, v.o.Bytes-v.count.n.Load()-reserve)
	if want < leastRate || !usable(v.o.Sample.Large) {
		return
	}
	a := v.client.Once(ctx, wire.Request{
		Name: probe.ReqZip, URL: v.versioned(v.o.Sample.Large, ".zip"), Limit: want, Spell: leastWait, Range: "bytes=0-" + decimal(want-1),
	}, nil)
	if a.Symptom == "" && len(a.Body) >= leastRate {
		v.m.RateBytes = int64(len(a.Body))
		v.m.BytesPerSecond = int64(float64(len(a.Body)) / max(a.Reading+v.m.Warm, time.Millisecond).Seconds())
	}
}
