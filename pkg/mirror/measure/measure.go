// Package measure measures module proxies: first whether go can use them, then how
// fast they are. All are measured at the same time, each within a bound of bytes.
package measure

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/mirror"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/protocol"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/wire"
)

// DefaultBytes is what is downloaded from one mirror at most.
const DefaultBytes = 256 << 10

// LeastBytes is what all that a mirror is asked for needs.
const LeastBytes = 64 << 10

// DefaultTimeout bounds a measurement.
const DefaultTimeout = 15 * time.Second

// Options say what to measure.
type Options struct {
	// Mirrors are the base URLs.
	Mirrors []settings.Value
	Sample  Sample
	// Bytes bounds what is downloaded from each; 0 means [DefaultBytes].
	Bytes int64
	// Timeout bounds the whole; 0 means [DefaultTimeout].
	Timeout time.Duration
	// NewEnv returns an Env of its own for each mirror, so that connections are shared
	// with no other.
	NewEnv func() *probe.Env
	// Observe is told how far a mirror is, from several goroutines, one call at a
	// time; nil: nothing is told.
	Observe func(Progress)
}

// Progress is how far one mirror is.
type Progress struct {
	Mirror      int // index in Options.Mirrors
	Done, Total int // checks
	Bytes       int64
	Ended       bool
}

// Run measures. It returns soon after ctx ends, with what is known by then, and
// leaves nothing running.
func Run(ctx context.Context, o Options) *Result {
	if o.Bytes <= 0 {
		o.Bytes = DefaultBytes
	}
	if o.Timeout <= 0 {
		o.Timeout = DefaultTimeout
	}
	ctx, cancel := context.WithTimeout(ctx, o.Timeout)
	defer cancel()
	started := time.Now()
	r := &Result{Started: started, Sample: o.Sample, Bytes: o.Bytes, Mirrors: make([]Mirror, len(o.Mirrors))}
	x := &run{o: &o, result: r, board: newBoard(started), patience: wire.NewPatience(0)}
	var all, mirrors sync.WaitGroup
	asking, enough := context.WithCancelCause(ctx)
	defer enough(nil)
	all.Go(func() { x.direct(asking) })
	for i := range o.Mirrors {
		one, end := context.WithCancel(ctx)
		x.board.begin(i, end)
		mirrors.Add(1)
		all.Go(func() {
			defer mirrors.Done()
			defer end()
			x.one(one, i)
			x.board.end(i)
		})
	}
	all.Go(func() {
		mirrors.Wait()
		if x.allRelay() {
			enough(errEnough) // the database itself is asked for the sake of those that do not
		}
	})
	x.wait(&all)
	env := o.NewEnv()
	sums := protocol.GoSums(env)
	env.Close()
	compare(r, sums, env.Now())
	r.Mirrors = ranked(r.Mirrors)
	r.Took = time.Since(started)
	return r
}

// run is one measurement under way.
type run struct {
	o        *Options
	result   *Result
	board    *board
	patience *wire.Patience
	telling  sync.Mutex
}

// errEnough ends the question to the database itself.
var errEnough = errors.New("every mirror relays the database")

// allRelay reports whether every mirror relays the checksum database.
func (x *run) allRelay() bool {
	return !slices.ContainsFunc(x.result.Mirrors, func(m Mirror) bool { return m.Relays != known.Yes })
}

// wait ends with the group, and hurries what keeps all others waiting.
func (x *run) wait(all *sync.WaitGroup) {
	done := make(chan struct{})
	go func() { all.Wait(); close(done) }()
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-done:
			return
		case now := <-tick.C:
			x.board.hurry(now)
		}
	}
}

// env returns an Env whose connections are counted and given up in time.
func (x *run) env(count *counter) *probe.Env {
	env := x.o.NewEnv()
	wire.Patient(env, x.patience) // silence is judged by what the other mirrors need
	env.Dial = counting(env.Dial, count)
	return env
}

func (x *run) one(ctx context.Context, i int) {
	m := &x.result.Mirrors[i]
	m.URL, m.Relays = x.o.Mirrors[i], known.Unknown
	m.Row, m.Known = mirror.Lookup(m.URL)
	count := &counter{}
	env := x.env(count)
	defer env.Close()
	tell := func(done int, ended bool) {
		if x.o.Observe == nil {
			return
		}
		x.telling.Lock()
		defer x.telling.Unlock()
		x.o.Observe(Progress{Mirror: i, Done: done, Total: asked, Bytes: count.n.Load(), Ended: ended})
	}
	defer func() { tell(asked, true) }()
	base, err := url.Parse(m.URL.Reveal())
	var t probe.Target
	if err == nil {
		t, err = wire.Reach(env.Settings, probe.GoClient, m.URL)
	}
	if err != nil {
		m.Checks = []Check{{ID: Info, Status: Fail, Symptom: "unknown", Detail: probe.OneLine(foreign.Redact(err.Error()))}}
		return
	}
	v := &visitor{
		o: x.o, client: wire.NewClient(env, t), base: base, count: count, m: m, seen: map[CheckID]Check{},
		tell: func(done int) { tell(done, false) }, sumdb: x.database(env.Settings),
		looksUp: !route.Read(env.Settings).SkipsSumDB(x.o.Sample.Capital.Path),
	}
	v.run(ctx)
}

// asked is how many checks a mirror itself is asked for.
const asked = 8

// database is the checksum database in force for the sample; without a name where
// it is off or not asked about it.
func (x *run) database(s *settings.Snapshot) route.SumDB {
	c := route.Read(s)
	if c.SumDB.Off || c.SumDB.Err != nil || c.SkipsSumDB(x.o.Sample.recorded().Path) {
		return route.SumDB{}
	}
	return c.SumDB
}

// direct looks the sample up in the checksum database itself: a mirror without a
// relay is of use only where that answers.
func (x *run) direct(ctx context.Context) {
	env := x.env(&counter{})
	defer env.Close()
	db := x.database(env.Settings)
	d := &x.result.Database
	if d.Name = db.Name; db.Name == "" {
		return
	}
	base, err := url.Parse(db.URL.Reveal())
	if err != nil {
		return
	}
	t, err := wire.Reach(env.Settings, probe.GoClient, db.URL)
	if err != nil {
		return
	}
	d.Tried, d.Hop = true, t.Endpoint
	d.record = protocol.NewDatabase(wire.NewClient(env, t), base, db.Key).Verify(ctx, x.o.Sample.recorded())
	if d.record.Failed != nil && errors.Is(context.Cause(ctx), errEnough) {
		*d = Database{Name: d.Name, Hop: d.Hop} // given up: nothing is known of it
		return
	}
	d.Reached = d.record.Failed == nil
	if f := d.record.Failed; f != nil {
		d.Symptom = f.Symptom
	}
}

// productMarks keeps the header lines that name a product.
func productMarks(h http.Header) map[string]string {
	out := map[string]string{}
	for name := range h {
		low := strings.ToLower(name)
		if low == "server" || low == "via" || low == "www-authenticate" || strings.HasPrefix(low, "x-") {
			out[low] = probe.OneLine(foreign.Redact(h.Get(name)))
		}
		if low == "set-cookie" {
			cookie, _, _ := strings.Cut(h.Get(name), "=") // the name tells a product, the value is a secret
			out[low] = probe.OneLine(cookie)
		}
	}
	return out
}

func decimal(n int64) string { return strconv.FormatInt(n, 10) }

// String is a short account for tests and logs.
func (m Mirror) String() string {
	text := fmt.Sprintf("%d %s %s", m.Rank, m.URL, m.Verdict)
	if c := m.Decisive(); c != nil {
		text += fmt.Sprintf(" (%s %s at %s: %s)", c.ID, c.Symptom, c.Hop, c.Detail)
	}
	return text
}
