// Package walk predicts the requests that the go command makes for a module under the
// settings of package route, and where it stops. It is pure: the answers of the
// network come in as a function.
package walk

import (
	"fmt"

	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"

	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
)

// Download predicts `go mod download` of q with a cold cache: info, go.mod, the
// checksum database, zip. Each file starts again at the first entry of GOPROXY,
// since nothing is remembered as dead. Without a version it is the query
// "latest".
//
// A request that ask knows nothing of leaves the outcome open, unless another
// one decides it: a file that no entry can give makes the command fail
// whatever the rest answers, and behind a bar an unknown answer does not matter
// where a later entry surely has the file.
//
// Of golang.org/toolchain, the go command itself, it asks only for the zip.
// Replace directives do not apply to a version that is asked for by name.
func Download(c *route.Config, q probe.Query, ask Ask) Path {
	w := newRun(c, q, ask).of(q)
	if w.refused() {
		return w.path
	}
	w.withReplacement()
	for _, f := range w.files() {
		if !w.take(w.fetch(f)) {
			break
		}
		if f.op == OpMod && !w.take(w.verifyAnyway()) {
			break
		}
		if f.op == OpZip && w.take(w.verifyZip()) {
			w.checkMajor()
		}
	}
	w.found()
	w.finish()
	w.store()
	return w.path
}

// run is one go command under way: what its requests for several modules share.
type run struct {
	c    *route.Config
	ask  Ask
	path Path
	// sums are the checksum database's answers by PATH@VERSION: each record is
	// asked for once.
	sums map[string]result
	// way is how the database is reached, found out once.
	way *way
	// asked are the hops by the question and the server asked: the go command keeps the
	// answer, good or bad, and asks again only for zips (modfetch.cachingRepo).
	asked map[string]int
	// have are the info and go.mod files in the cache, by PATH@VERSION and what
	// they are; zips what became of each zip.
	have map[string]bool
	zips map[string]result
	// sumErr is why the value of GOSUMDB fails every question to the database.
	sumErr error
	// wanted says of a failed hop to the checksum database what for.
	wanted map[int]string
	// open is the first hop that leaves the outcome open, -1 where none does.
	open int
}

// way is the relay of the checksum database, the zero Entry for itself, or why
// there is none.
type way struct {
	relay route.Entry
	result
}

func newRun(c *route.Config, q probe.Query, ask Ask) *run {
	return &run{
		c: c, ask: ask, path: Path{Query: q, Outcome: Succeeds, Stop: -1},
		sums: map[string]result{}, asked: map[string]int{}, have: map[string]bool{}, zips: map[string]result{}, wanted: map[int]string{}, open: -1,
	}
}

// of returns the walk of one module within the run.
func (r *run) of(q probe.Query) *walker {
	return &walker{run: r, q: q, version: q.Version, opened: map[route.EntryKind]route.Origin{}}
}

// walker is the walk of one module under way.
type walker struct {
	*run
	q probe.Query
	// version is what the query led to, where it is known.
	version string
	// opened are the repositories that a direct entry has opened: the go
	// command does that once, and all files come out of it.
	opened map[route.EntryKind]route.Origin
	// anyVersion says that retracted versions count too: the question is what
	// the newest version is, whose go.mod tells of retractions.
	anyVersion bool
}

// files are what the go command fetches of the module, in order.
func (w *walker) files() []file {
	zip := file{op: OpZip, attempt: w.plain}
	if w.q.Path == known.ToolchainModule {
		return []file{zip}
	}
	return []file{{op: OpInfo, attempt: w.stat}, {op: OpMod, attempt: w.goMod}, zip}
}

// checkMajor fails a version that its path does not allow, such as v2.0.0
// without /v2: the go command notices when it unpacks the zip.
func (w *walker) checkMajor() {
	if w.q.Path == known.ToolchainModule || w.version == "" || module.CanonicalVersion(w.version) != w.version {
		return
	}
	if err := module.Check(w.q.Path, w.version); err != nil && w.open < 0 {
		w.failBy("", fmt.Errorf("unzip …: %w", err))
	}
}

// found notes what the query led to.
func (w *walker) found() {
	if w.version != "" && !isQuery(w.version) {
		w.path.Found = probe.Query{Path: w.q.Path, Version: w.version}
	}
}

// file is one of the files that make up a module, and how one entry is asked.
type file struct {
	op      Op
	attempt func(route.Entry, Op) result
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
	// noVersion says that no version fits the query, and noPackage that the
	// module lacks the package: errors that a longer path's rank above others.
	noVersion, noPackage bool
}

// refused handles what fails before any request.
func (w *walker) refused() bool {
	if w.start() {
		return true
	}
	if err := module.CheckPath(w.q.Path); err != nil {
		return w.failBy("", err)
	}
	if w.q.Version == "patch" {
		return w.failBy("", fmt.Errorf("can't query version %q of module %s: no existing version is required", w.q.Version, w.q.Path))
	}
	return false
}

// refusedSettings handles the settings that fail every command.
func (w *walker) refusedSettings() bool {
	switch v := w.c.Settings.Get("GO111MODULE"); v {
	case "", "on", "auto":
	case "off":
		return w.failBy("GO111MODULE", fmt.Errorf("modules disabled by GO111MODULE=off; see 'go help modules'"))
	default:
		return w.failBy("GO111MODULE", fmt.Errorf("unknown environment setting GO111MODULE=%s", string(v)))
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
		w.path.Verifying = w.wanted[r.hop]
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

// mayUseLatest reports whether @latest is asked where the list has nothing
// (modload.newQueryMatcher).
func mayUseLatest(version string) bool {
	return version == "" || version == "latest" || version == "upgrade"
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
