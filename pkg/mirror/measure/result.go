package measure

import (
	"time"

	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/mirror"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/protocol"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// CheckID names one thing that go needs of a module proxy.
type CheckID string

// The checks, in the order of the output.
const (
	Info     CheckID = "info"     // @v/V.info is the JSON of the version
	Mod      CheckID = "mod"      // @v/V.mod is a go.mod file
	Zip      CheckID = "zip"      // @v/V.zip is the version's archive, wherever a redirect leads
	Content  CheckID = "content"  // both have the checksums that everybody else has
	Sumdb    CheckID = "sumdb"    // the checksum database is relayed and verifies, or is within reach itself
	List     CheckID = "list"     // @v/list is a list of versions
	Latest   CheckID = "latest"   // @latest is the JSON of a version
	Escape   CheckID = "escape"   // a path with capitals is found under its escaped form
	Missing  CheckID = "missing"  // 404 or 410 for a version that does not exist
	Versions CheckID = "versions" // it names no version that the checksum database does not know
	Fresh    CheckID = "fresh"    // @latest is no older than everybody else's
)

// checkIDs are all checks in their order.
var checkIDs = []CheckID{Info, Mod, Zip, Content, Sumdb, List, Latest, Escape, Missing, Versions, Fresh}

// core reports whether `go mod download` of any module fails without a check.
func (id CheckID) core() bool {
	switch id {
	case Info, Mod, Zip, Content, Sumdb:
		return true
	}
	return false
}

// Status is how a check ended.
type Status string

// The statuses. Untried means that nothing was learnt: it blames no server.
const (
	Pass    Status = "pass"
	Fail    Status = "fail"
	NA      Status = "not-applicable"
	Untried Status = "untried"
)

// Check is one check of one mirror.
type Check struct {
	ID     CheckID
	Status Status
	// Symptom is why it failed, Hop the host:port that did: the mirror's own, or
	// the one that a redirect led to. HopSymptom is what that one did.
	Symptom    symptom.Symptom
	HopSymptom symptom.Symptom
	Hop        string
	Detail     string // as a server or a library says it, redacted
	// Say is the detail for people where this package has words for it.
	Say     Sentence
	Refusal probe.Refusal
	Request string // the URL, without credentials
	Code    int    // the HTTP status, 0 where none came
	Took    time.Duration
	// Passed says that the request succeeded when it was repeated.
	Passed bool
	// MIME and Said describe the answer for a conformance report: its media type, and
	// what the server says of a refusal, redacted.
	MIME, Said string

	connection int // that the request failed on, 0 for none
}

// Sentence is a text of package i18n with what it names; no ID means none.
type Sentence struct {
	ID   string
	Args map[string]string
}

// Words is the detail of a check for people.
func (c *Check) Words(t *i18n.Texts) string {
	if c.Say.ID == "" {
		return c.Detail
	}
	return t.T("mirrors.say."+c.Say.ID, c.Say.Args)
}

// Verdict is what go can do with a mirror.
type Verdict string

// The verdicts.
const (
	// Usable mirrors passed everything that applies.
	Usable Verdict = "usable"
	// Limited mirrors serve modules, and fail at something that some go command needs.
	Limited Verdict = "limited"
	// Broken mirrors cannot be downloaded from.
	Broken Verdict = "broken"
	// Silent mirrors gave no answer in the time that others needed many times
	// over. The go command might wait longer.
	Silent Verdict = "silent"
)

// Mirror is what was measured of one.
type Mirror struct {
	URL settings.Value
	// Row is what is known of it beforehand; Known says that there is a row.
	Row     known.Mirror
	Known   bool
	Verdict Verdict
	Checks  []Check
	Relays  known.Tri
	// Cold is the time from nothing to the first answer, Warm the median of a few
	// small answers over a connection that stands. 0 where not measured.
	Cold, Warm time.Duration
	// BytesPerSecond is measured over the first RateBytes of a large zip; 0 where
	// it was not.
	BytesPerSecond int64
	RateBytes      int64
	// Received is all that was received from it and the hosts it redirects to.
	Received int64
	Rank     int
	Reason   mirror.Reason
	// Header are the lines of its answers by which a product is recognised.
	Header map[string]string

	// listAge and latestAge are how long @v/list and @latest have been in a cache.
	listAge, latestAge time.Duration

	newest  version
	listed  []string // releases
	zip     probe.Sums
	mod     probe.Sums
	own     []ownSums
	records protocol.Record
}

// ownSums are the checksums of a module of the project at hand, "" where unknown.
type ownSums struct {
	module   probe.Query
	zip, mod string
}

// version is a version with its time.
type version struct {
	name string
	at   time.Time
}

// Check returns a check by its id, the zero value where it was not made.
func (m *Mirror) Check(id CheckID) Check {
	for _, c := range m.Checks {
		if c.ID == id {
			return c
		}
	}
	return Check{ID: id, Status: Untried}
}

// Decisive returns the failed check that decides the verdict, nil where none did: one
// that go needs before others, and what fails always before what passed on repeat.
func (m *Mirror) Decisive() *Check {
	var first *Check
	weight := func(c *Check) int {
		switch {
		case !c.ID.core():
			return 1
		case c.Passed:
			return 2
		}
		return 3
	}
	for i := range m.Checks {
		c := &m.Checks[i]
		if c.Status == Fail && (first == nil || weight(c) > weight(first)) {
			first = c
		}
	}
	return first
}

// Database is how the checksum database itself was found.
type Database struct {
	Name    string // "" where verification is off
	Tried   bool
	Reached bool
	Symptom symptom.Symptom
	Hop     string
	record  protocol.Record
}

// Result is one measurement.
type Result struct {
	Started time.Time
	Took    time.Duration
	Sample  Sample
	// Kept are the modules that were not shown, because nothing proves them to be public.
	Kept     []probe.Query
	Database Database
	Bytes    int64    // the bound for each mirror
	Mirrors  []Mirror // best first
}
