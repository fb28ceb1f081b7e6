package walk

import (
	"time"

	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// Op is what is asked in one request.
type Op string

// The operations, named like the requests in probe.HTTPRequest where both exist.
const (
	OpInfo         Op = probe.ReqInfo
	OpMod          Op = probe.ReqMod
	OpZip          Op = probe.ReqZip
	OpList         Op = probe.ReqList
	OpLatest       Op = probe.ReqLatest
	OpSumSupported Op = probe.ReqSumSupported
	OpSumLookup    Op = probe.ReqSumLookup
	OpGoGet        Op = probe.ReqGoGet
	OpGit          Op = "git"
)

// Request is one thing that the go command asks of the network, or of this machine.
type Request struct {
	Op      Op
	Entry   route.Entry // the entry of GOPROXY on whose behalf; for the database itself the zero Entry
	Query   probe.Query
	URL     settings.Value // where the request is sent
	Via     settings.Value // the outbound proxy, "" for none
	Private bool           // the path bypasses proxies or the database by a pattern
	// Resolved is the version that Query has led to so far, "" where not known.
	Resolved string
	// Unrewritten is the repository of OpGit before git's insteadOf rules, Root
	// its module path.
	Unrewritten settings.Value
	Root        string
}

// State is what is known of the answer to a request.
type State string

// The states. Unknown means that no probe made the request: it decides nothing.
const (
	Unknown  State = "unknown"
	Good     State = "ok"
	NotFound State = "not-found" // 404 or 410, or no repository at all: counts as "does not exist"
	Bad      State = "failed"
)

// Answer is what became, or would become, of a request.
type Answer struct {
	State   State
	Symptom symptom.Symptom
	Detail  string        // for people; nothing takes it apart
	Refusal probe.Refusal // the parts of the failure, where it has any
	Result  evidence.ID   // the id of the probe result that says so, "" where none
	Cost    time.Duration // what the go command waits for it; 0 lets Walk derive it from Symptom
	// Status is the status of the last HTTP answer, 0 where none came or it is
	// not known. With [symptom.HTTPNotProxy] it decides: a page with status 200
	// in place of a go.mod or a zip is taken for the file, any other is not.
	Status int
	// Version is what a query that is no version led to, where known.
	Version string
	// Empty says of a list that it names no version that the query accepts.
	Empty bool
	// Compatible is, of a list, the newest version without +incompatible, where
	// versions with it follow: whether it has a go.mod decides if those count.
	Compatible string
	// Lacks says of a zip that it does not have the package on whose behalf it
	// was asked for. Only [Get] asks for packages.
	Lacks bool
	// Import is what ?go-get=1 led to, nil where not known.
	Import *Import
	// Setting is the setting that forbids the request or, of OpStart, that ends the
	// command by itself; "" where none does.
	Setting string
}

// Import is the go-import tag of a module path.
type Import struct {
	// Root is the path that the tag is for, "" for the one asked about. For a
	// shorter one its own page is asked to confirm, with Check as the answer.
	Root  string
	Check Answer
	VCS   string         // "git", "hg", "svn", "fossil", or "mod" for the GOPROXY protocol
	URL   settings.Value // the repository, or the proxy's base URL
}

// Ask answers requests: from probe results, from the live network, or not at
// all (every answer Unknown).
type Ask func(Request) Answer

// Hop is a request, its answer and what the go command does then.
type Hop struct {
	Request
	Answer
	// Next says why the go command goes on or stops: an i18n key.
	Next Next
	// Times is how often the go command asks: twice for a 4xx over https since
	// Go 1.24 (GOAUTH's second chance, cmd/go/internal/web), otherwise once.
	Times int
	// Together is the same number for hops that are made at the same time, 0 for
	// one that is made by itself.
	Together int
	// Ignored says that a failure of this request changes nothing: it is made
	// to learn of retracted versions.
	Ignored bool
}

// Next is what follows an answer.
type Next string

// What follows an answer.
const (
	Served      Next = "served"       // go has this file
	GoesOnBar   Next = "goes-on-bar"  // a bar: any error leads to the next entry
	GoesOn404   Next = "goes-on-404"  // a comma, and the answer was 404 or 410
	StopsComma  Next = "stops-comma"  // a comma, and the error is not "not found"
	StopsEnd    Next = "stops-end"    // the list is at its end
	StopsDirect Next = "stops-direct" // direct or off ends the list
	StopsOff    Next = "stops-off"    // GOPROXY=off
	StopsRelay  Next = "stops-relay"  // the database's route was chosen before and has no fallback
	StopsSumDB  Next = "stops-sumdb"  // the database itself failed: nothing replaces it
	StopsTaken  Next = "stops-taken"  // taken for the file, and found wrong when no entry is asked any more
	StopsStart  Next = "stops-start"  // the go command ends before its first request
	StopsStore  Next = "stops-store"  // a file of this machine fails it
	StopsQuery  Next = "stops-query"  // the answer names no version that the query accepts, which is no "not found"
	Lacks       Next = "lacks"        // the module has no such package
	Outranked   Next = "outranked"    // another path, asked at the same time, has the package
	Replaced    Next = "replaced"     // a replace directive replaces the version
	Hangs       Next = "hangs"        // the go command has no time limit here, so that nothing follows
	Undecided   Next = "undecided"    // not known, so nothing after it is known either
)

// Outcome is how a walk ends.
type Outcome string

// The outcomes.
const (
	Succeeds  Outcome = "succeeds"
	Fails     Outcome = "fails"
	CannotSay Outcome = "cannot-say"
)

// Path is the way that the go command takes for one module.
type Path struct {
	Query probe.Query
	// Found is the module and version that Query led to; empty where that is
	// not known.
	Found probe.Query
	// Get says that the command is `go get` and not `go mod download`.
	Get bool
	// Verifying is, where the stop is at the checksum database, the go command's
	// words for what it was asked: "verifying go.mod: M@V/go.mod: ".
	Verifying string
	Hops      []Hop
	Outcome   Outcome
	// Stop is the index in Hops of the hop whose error the go command shows
	// and that decides a failure; -1 where it does not fail.
	Stop int
	// Setting is set instead of a hop if only a setting fails the
	// command: "GOPROXY", "GOSUMDB", "GO111MODULE", "GOTOOLCHAIN", or "go" where
	// there is no go command.
	Setting string
	// Err is the go command's own words where Setting, or a malformed module
	// path, fails it; nil otherwise.
	Err error
	// Cost is the sum of what the go command waits on dead entries.
	Cost time.Duration
}
