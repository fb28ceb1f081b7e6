package probe

import (
	"context"
	"crypto/x509"
	"io"
	"io/fs"
	"net"
	"net/netip"
	"slices"
	"sync"
	"time"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// Env is what probes may use of the machine, and what they hand to each other:
// the resolve stage leaves the addresses of a chain, the connect stage its
// connection, the handshake stage its TLS connection, so that a chain takes
// the round trips of one visit and not of four. Its methods are safe for
// concurrent use.
type Env struct {
	Settings *settings.Snapshot
	// Dial connects to a literal address, or to a name where a probe has to
	// leave resolution to the system.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	// ConnectLimit is how long Dial lets a connect go unanswered, as far as is known
	// now; nil means that only contexts end it. Saw is told how long an answer took.
	ConnectLimit func() time.Duration
	Saw          func(took time.Duration)
	// Lookup resolves as the go command does.
	Lookup func(ctx context.Context, host string) ([]netip.Addr, error)
	// Run starts git. See [host.Command].
	Run func(ctx context.Context, c host.Command) (host.Output, error)
	// ReadFile and HomeDir are those of [host.Machine]: for file:// entries of
	// GOPROXY and for netrc. Nil means that nothing is read.
	ReadFile func(name string, limit int64) (data []byte, cut bool, err error)
	HomeDir  func() (string, error)
	// Stat, ReadDir, Writable and FreeBytes are those of [host.Machine]. Nil
	// means that the probes of this machine's files are left out.
	Stat      func(name string) (fs.FileInfo, error)
	ReadDir   func(name string) ([]fs.DirEntry, error)
	Writable  func(name string) error
	FreeBytes func(name string) (uint64, error)
	// TempDir makes a scratch directory. See [host.Machine].
	TempDir func(pattern string) (string, func(), error)
	// Roots are the certificate authorities of the go command; nil means the system's.
	Roots *x509.CertPool
	Now   func() time.Time
	// Lack and MaxFiles are those of [host.Machine].
	Lack     func() host.Lack
	MaxFiles func() int
	// UserAgent is sent with every request.
	UserAgent string

	mu        sync.Mutex
	addresses map[string][]netip.Addr
	parked    map[string][]net.Conn
	shared    map[string]io.Closer
	closed    bool
	knownMu   sync.Mutex
	known     map[string]any  // see Remember
	alive     map[string]bool // resolvers that gave a sign of life
	mute      map[string]bool // resolvers that left a name without an answer
}

// Heard notes an answer of a resolver (host:port), and how long it took.
func (e *Env) Heard(resolver string, took time.Duration) {
	if e.Saw != nil {
		e.Saw(took)
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.mark(&e.alive, resolver)
	delete(e.mute, resolver)
}

// Alive notes that the machine of a resolver is there, whether it answers or not.
func (e *Env) Alive(resolver string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.mark(&e.alive, resolver)
}

// Mute notes that a resolver gave no answer in the time of two questions.
func (e *Env) Mute(resolver string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.mark(&e.mute, resolver)
}

func (e *Env) mark(in *map[string]bool, resolver string) {
	if *in == nil {
		*in = map[string]bool{}
	}
	(*in)[resolver] = true
}

// IsAlive reports whether a resolver gave a sign of life.
func (e *Env) IsAlive(resolver string) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.alive[resolver]
}

// IsMute reports whether a resolver left the last name without an answer.
func (e *Env) IsMute(resolver string) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.mute[resolver]
}

// KeepAddresses leaves the addresses of t's endpoint to the later stages.
func (e *Env) KeepAddresses(t Target, a []netip.Addr) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.addresses == nil {
		e.addresses = map[string][]netip.Addr{}
	}
	e.addresses[t.chain()] = slices.Clone(a)
}

// Addresses returns what the resolve stage of t's chain left, or nil.
func (e *Env) Addresses(t Target) []netip.Addr {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.addresses[t.chain()])
}

// Park leaves an open connection to the later stages of t's chain. The runner
// closes what no stage claims.
func (e *Env) Park(t Target, c net.Conn) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		_ = c.Close()
		return
	}
	if e.parked == nil {
		e.parked = map[string][]net.Conn{}
	}
	e.parked[t.chain()] = append(e.parked[t.chain()], c)
}

// Claim takes over the connection that an earlier stage of t's chain parked,
// or returns nil. The caller closes it.
func (e *Env) Claim(t Target) net.Conn {
	e.mu.Lock()
	defer e.mu.Unlock()
	l := e.parked[t.chain()]
	if len(l) == 0 {
		return nil
	}
	c := l[len(l)-1]
	e.parked[t.chain()] = l[:len(l)-1]
	return c
}

// Share returns what the targets of t's chain have in common, such as an HTTP
// client with its connections: made by the first that asks, and closed with e.
func (e *Env) Share(t Target, make func() io.Closer) io.Closer {
	e.mu.Lock()
	defer e.mu.Unlock()
	if c, ok := e.shared[t.chain()]; ok {
		return c
	}
	c := make()
	if e.shared == nil {
		e.shared = map[string]io.Closer{}
	}
	e.shared[t.chain()] = c
	return c
}

// Remember returns what a run keeps under a name: made by the first that asks. make is
// quick; what takes time, the value does later by itself.
func (e *Env) Remember(name string, make func() any) any {
	e.knownMu.Lock() // not mu: what Share makes may ask
	defer e.knownMu.Unlock()
	if v, ok := e.known[name]; ok {
		return v
	}
	if e.known == nil {
		e.known = map[string]any{}
	}
	e.known[name] = make()
	return e.known[name]
}

// Close closes the connections that no stage claimed, and what is shared. It is
// called when no probe runs any more.
func (e *Env) Close() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.closed = true
	for _, l := range e.parked {
		for _, c := range l {
			_ = c.Close()
		}
	}
	e.parked = nil
	for _, c := range e.shared {
		_ = c.Close()
	}
	e.shared = nil
}
