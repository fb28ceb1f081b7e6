package route

import (
	"fmt"

	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"

	"github.com/gofix-net/gofix-net/pkg/probe"
)

// Walk predicts `go mod download` of q with a cold cache: info, go.mod, the
// checksum database, zip. Each file starts again at the first entry of GOPROXY,
// since nothing is remembered as dead. Without a version it is the query
// "latest".
//
// A request that ask knows nothing of leaves the outcome open, unless another
// one decides it: a file that no entry can give makes the command fail
// whatever the rest answers, and behind a bar an unknown answer does not matter
// where a later entry surely has the file.
func (c *Config) Walk(q probe.Query, ask Ask) Path {
	w := &walker{c: c, q: q, ask: ask, version: q.Version, opened: map[EntryKind]Origin{}, open: -1}
	w.path = Path{Query: q, Outcome: Succeeds, Stop: -1}
	if w.refused() {
		return w.path
	}
	for _, f := range []file{{op: OpInfo, attempt: w.stat}, {op: OpMod, attempt: w.goMod}, {op: OpZip, attempt: w.plain}} {
		if !w.take(w.fetch(f)) {
			break
		}
		if f.op == OpMod && !w.take(w.verifyAnyway()) {
			break
		}
	}
	w.finish()
	return w.path
}

// walker is one walk under way.
type walker struct {
	c    *Config
	q    probe.Query
	ask  Ask
	path Path
	// version is what the query led to, where it is known.
	version string
	// opened are the repositories that a direct entry has opened: the go
	// command does that once, and all files come out of it.
	opened map[EntryKind]Origin
	// sum is the checksum database's answer, asked for once.
	sum *result
	// open is the first hop that leaves the outcome open, -1 where none does.
	open int
}

// file is one of the files that make up a module, and how one entry is asked.
type file struct {
	op      Op
	attempt func(Entry, Op) result
}

// verdict is what an attempt, a file or the whole database came to.
type verdict int

const (
	served verdict = iota
	failed
	unknown
)

// result is a verdict with what decides the way on.
type result struct {
	verdict verdict
	// hop is the index of the hop that decided; -1 where a setting did.
	hop int
	// notExist says that the error counts as "does not exist", after which a
	// comma goes on too.
	notExist bool
	// final says that nothing can follow: the go command hangs, or has taken
	// the file and finds it wrong later.
	final bool
}

// refused handles what fails before any request.
func (w *walker) refused() bool {
	switch v := text(w.c.Settings, "GO111MODULE", "auto"); v {
	case "on", "auto":
	case "off":
		return w.failBy("GO111MODULE", fmt.Errorf("modules disabled by GO111MODULE=off; see 'go help modules'"))
	default:
		return w.failBy("GO111MODULE", fmt.Errorf("unknown environment setting GO111MODULE=%s", v))
	}
	if err := module.CheckPath(w.q.Path); err != nil {
		return w.failBy("", err)
	}
	if err := w.c.GOPROXY.Err; err != nil {
		return w.failBy("GOPROXY", err)
	}
	return false
}

func (w *walker) failBy(setting string, err error) bool {
	w.path.Outcome, w.path.Setting, w.path.Err = Fails, setting, err
	return true
}

// take puts the result of a file into the path and reports whether the walk
// may go on.
func (w *walker) take(r result) bool {
	switch r.verdict {
	case failed:
		w.path.Outcome = Fails
		w.path.Stop = r.hop
		return false
	case unknown:
		w.open = firstOf(w.open, r.hop)
	}
	return true
}

// finish settles an open outcome and sums up what the command waits.
func (w *walker) finish() {
	if w.path.Outcome != Fails && w.open >= 0 {
		w.path.Outcome = CannotSay
		w.path.Hops = w.path.Hops[:w.open+1]
	}
	w.path.Cost = 0
	for _, h := range w.path.Hops {
		w.path.Cost += h.Cost
	}
}

// isQuery reports whether a version is found out by listing (latest, v1, >=v1.2)
// rather than by asking for it (modload.queryProxy).
func isQuery(version string) bool {
	switch version {
	case "", "latest", "upgrade", "patch":
		return true
	}
	if version[0] == '<' || version[0] == '>' {
		return true
	}
	// A prefix like v1 or v1.2; the rest are versions, branches and commits.
	return semver.IsValid(version) && semver.Canonical(version) != version &&
		semver.Build(version) == "" && semver.Prerelease(version) == ""
}
