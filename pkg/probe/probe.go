// Package probe defines what a probe is, what it may bring back, and the
// runner. It knows no probe: those are in package probes.
package probe

import (
	"cmp"
	"context"
	"net"
	"time"

	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// Kind names a probe in result ids, in --only and --skip, and in the documentation.
type Kind string

// The kinds. A rule of package cause names the kind whose results it weighs.
const (
	DNS           Kind = "dns"            // name resolution, per resolver and as go does it
	TCP           Kind = "tcp"            // connect
	TLS           Kind = "tls"            // handshake and certificate
	OutboundProxy Kind = "outboundproxy"  // the HTTP(S) or SOCKS5 proxy of the environment or of git
	Goproxy       Kind = "goproxy"        // the GOPROXY protocol at one entry, for one module
	SumdbRelay    Kind = "sumdb-relay"    // the checksum database through one entry of GOPROXY
	Sumdb         Kind = "sumdb"          // the checksum database itself
	GoGet         Kind = "goget"          // ?go-get=1 discovery of a module path
	Git           Kind = "git"            // git ls-remote of a module's origin
	GitRule       Kind = "gitrule"        // where an insteadOf rule leads, and whether git gets an answer there
	CrossCheck    Kind = "dns-crosscheck" // a public host by public resolvers, only where asked for
	Internet      Kind = "internet"       // a page that tells whether there is a network at all, only where all else failed
	Roots         Kind = "roots"          // the certificate authorities that the go command finds
	GoCommand     Kind = "gocommand"      // the go command itself, up to its first question to the network
	Modcache      Kind = "modcache"       // the module cache: permissions, room, damaged files
	SumdbState    Kind = "sumdb-state"    // the local record of the checksum database
	GoenvFile     Kind = "goenv"          // the file that go env -w writes
	Rehearsal     Kind = "rehearsal"      // the person's own command, by the real go in copies
)

// Stage orders the targets of one endpoint. A later stage is tried only where
// every earlier one succeeded; targets of one stage run at the same time.
type Stage int

// The stages of a connection's life.
const (
	Resolve Stage = iota
	Connect
	Handshake
	Protocol
)

// Query is a module that is asked about. Version is a version, a query such as
// a branch, or "" for latest.
type Query struct {
	Path    string `json:"path"`
	Version string `json:"version,omitempty"`
}

// String returns PATH@VERSION, or PATH where no version is asked for.
func (q Query) String() string {
	if q.Version == "" {
		return q.Path
	}
	return q.Path + "@" + q.Version
}

// Client is the program on whose behalf a probe looks: they differ in outbound
// proxies, roots and resolver.
type Client string

// The clients.
const (
	GoClient  Client = "go"
	GitClient Client = "git"
)

// Target is one thing to look at.
type Target struct {
	// Name is unique among the targets of a probe. It is in result ids and
	// reports and never holds a credential.
	Name string
	// Endpoint is the host:port on which the target depends; targets of one
	// Endpoint and one Via form a chain. "" depends on none.
	Endpoint string
	// Peer is the host:port that is probed where that must not wait for what
	// becomes of the endpoint: an outbound proxy, a name at public resolvers.
	Peer string
	// URL is what is asked, credentials included: an entry of GOPROXY, a
	// checksum database, the place a git rule leads to, an outbound proxy.
	URL settings.Value
	// Via is the outbound proxy that Client uses for URL; "" means none.
	Via    settings.Value
	Client Client
	// Query is the module asked about, where the probe asks about one.
	Query Query
	// Root is the module path of the repository that URL is, "" where not known,
	// and Inside are the modules asked about that are in it.
	Root   string
	Inside []Query
	// Way says by which other way than the one in force the endpoint is probed,
	// as a proxy's URL without credentials or "direct"; "" is the one in force.
	Way string
	// Reference says that the toolchain would not come here under the present
	// settings: it is probed for comparison only.
	Reference bool
	// Key and Value are the setting that the target comes from, where the
	// probe examines a setting (GitRule, OutboundProxy).
	Key   settings.Key
	Value settings.Value
	// Database is the checksum database asked about, where it is one.
	Database string
}

// about returns what a result about t is about.
func (t Target) about() About {
	at := cmp.Or(t.Endpoint, t.Peer)
	a := About{Host: hostOnly(at), Endpoint: at, Client: t.Client, Module: t.Query, Database: t.Database}
	if t.Key != (settings.Key{}) {
		a.Key, a.Value = t.Key.String(), t.Value.String()
	}
	return a
}

// hostOnly cuts the port from host:port.
func hostOnly(endpoint string) string {
	host, _, err := net.SplitHostPort(endpoint)
	if err != nil {
		return ""
	}
	return host
}

// chain identifies the targets that wait for each other.
func (t Target) chain() string { return t.Endpoint + " " + string(t.Via) }

// Status is how a probe of a target ended.
type Status string

// The statuses. Skip means that the probe was not run: it proves nothing.
const (
	OK   Status = "ok"
	Warn Status = "warn"
	Fail Status = "fail"
	Skip Status = "skip"
)

// Probe is one way of looking at targets.
type Probe struct {
	Kind  Kind
	Doc   string // one line
	Stage Stage
	// Budget bounds one Run.
	Budget time.Duration
	// Targets is pure: it computes what to look at.
	Targets func(*settings.Snapshot, []Query) []Target
	// Run looks. It has no error: not being able to look is a symptom too. It
	// returns soon after its context ends and leaves no goroutine behind.
	Run func(context.Context, *Env, Target) Outcome
}

// Outcome is what a probe saw. Symptoms are of the wire: a failure of this
// machine's own files has none, and its evidence says what it is.
type Outcome struct {
	Status   Status          `json:"status"`
	Symptom  symptom.Symptom `json:"symptom,omitempty"`
	Detail   string          `json:"detail,omitempty"` // for people, redacted, one line
	Evidence Evidence        `json:"evidence"`
	Refusal  Refusal         `json:"-"` // the parts of the failure, where it has any
}

// Result is an outcome with the labels that the runner gives it.
type Result struct {
	ID   evidence.ID `json:"id"` // see [MakeID]
	Kind Kind        `json:"kind"`
	// Target is the name of what was probed, for people. Nothing reads it
	// apart: what it is made of is in About.
	Target string        `json:"target"`
	About  About         `json:"about,omitzero"`
	Took   time.Duration `json:"took"`
	// Started is when the probe began; zero where it was not run.
	Started time.Time `json:"started,omitzero"`
	// Via is the outbound proxy on the way to the target, without credentials; ""
	// for none. One host can be probed by several ways.
	Via string `json:"via,omitempty"`
	// Way is the way by which it was probed for comparison: a proxy's URL without
	// credentials, or "direct"; "" where that is the way in force.
	Way string `json:"way,omitempty"`
	// BlockedBy is the id of the earlier result of the same endpoint whose
	// failure is why this one is a Skip; "" otherwise.
	BlockedBy evidence.ID `json:"blockedBy,omitempty"`
	Outcome
}

// About is what a result is about. A field is zero where the target has no such
// part: a place on disk has no host.
type About struct {
	Host     string `json:"host,omitempty"`     // without port and brackets
	Endpoint string `json:"endpoint,omitempty"` // host:port
	Client   Client `json:"client,omitempty"`   // who gets there: go, or git for it
	Module   Query  `json:"module,omitzero"`
	Database string `json:"database,omitempty"` // the checksum database
	// Key and Value are the setting that is examined, without credentials.
	Key   string `json:"key,omitempty"`
	Value string `json:"value,omitempty"`
}

// MakeID returns the id of what a probe of that kind found about the target of
// that name.
func MakeID(k Kind, name string) evidence.ID { return evidence.Probe(string(k), name) }
