package netlab

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"
)

// Lab is a running network. Its methods are safe for concurrent use.
type Lab struct {
	// Dir holds the lab's files: home, work and tmp.
	Dir string

	modules   []Module
	hosts     map[string]*hostEntry
	byAddress map[netip.Addr]*hostEntry
	authority *authority // trusted by the system
	untrusted *authority // not trusted by the system
	sumdb     *checksumDatabase
	forged    func() http.Handler // a checksum database that signs with another key
	git       *gitServer
	wire      *wire
	resolver  *resolver
	servers   *servers
	env       []string

	work sync.WaitGroup
	done chan struct{}

	mu       sync.Mutex
	faults   []Fault
	healed   chan struct{} // closed when these faults end
	requests []Request
	counts   map[string]int
	closers  map[int]func()
	closerID int
}

// Request is what a server of the lab was asked.
type Request struct {
	Time      time.Time
	Host      string
	Method    string // of HTTP; DNS for a query, SOCKS for a connection
	Path      string // with the query; the record type of a DNS query
	UserAgent string
}

// InterceptionIssuer is the name of the authority behind [CertUnknown].
const InterceptionIssuer = "Example Corp TLS Inspection CA"

// start makes the lab in the namespaces that this process was started in.
func start(ctx context.Context) (*Lab, error) {
	l := &Lab{
		Dir: os.Getenv(insideVariable), modules: Modules(), hosts: map[string]*hostEntry{}, byAddress: map[netip.Addr]*hostEntry{},
		done: make(chan struct{}), healed: make(chan struct{}), counts: map[string]int{}, closers: map[int]func(){},
	}
	if l.Dir == "" || os.Getpid() != 1 {
		return nil, errors.New("start a lab: not in namespaces of its own")
	}
	for _, step := range []func(context.Context) error{l.makeFiles, l.makeServices, l.makeNetwork} {
		if err := step(ctx); err != nil {
			return nil, fmt.Errorf("start the lab: %w", err)
		}
	}
	if err := l.bindSystem(ctx); err != nil {
		l.Close()
		return nil, fmt.Errorf("start the lab: %w", err)
	}
	return l, nil
}

// makeFiles mounts the lab's directories. Child processes see the environment
// that was made for the lab.
func (l *Lab) makeFiles(context.Context) error {
	l.env = slices.DeleteFunc(os.Environ(), func(kv string) bool { return len(kv) > 13 && kv[:13] == "GOFIX_NETLAB_" })
	return mountDirectories(l.Dir)
}

func (l *Lab) makeServices(context.Context) (err error) {
	if l.authority, err = newAuthority("Network Lab Root"); err != nil {
		return err
	}
	if l.untrusted, err = newAuthority(InterceptionIssuer); err != nil {
		return err
	}
	if l.sumdb, err = newChecksumDatabase(l.modules); err != nil {
		return err
	}
	l.forged = sync.OnceValue(func() http.Handler {
		db, err := newChecksumDatabase(l.modules)
		if err != nil {
			return http.NotFoundHandler()
		}
		return db.handler
	})
	if l.git, err = newGitServer(filepath.Join(l.Dir, "git"), l.modules); err != nil {
		return err
	}
	l.addHosts(l.publicHosts())
	return nil
}

func (l *Lab) makeNetwork(ctx context.Context) (err error) {
	if l.wire, err = newWire(); err != nil {
		return err
	}
	l.resolver = &resolver{lab: l}
	if err := l.resolver.start(ctx); err != nil {
		return err
	}
	l.servers = &servers{lab: l}
	return l.servers.start(ctx)
}

// bindSystem makes the machine's own files the lab's.
func (l *Lab) bindSystem(ctx context.Context) error {
	s := systemFiles{dir: filepath.Join(l.Dir, "etc")}
	defaults := "GOPROXY=https://proxy.golang.org,direct\nGOSUMDB=" + l.sumdb.verifier + "\nGOTOOLCHAIN=auto\n"
	return errors.Join(
		s.goDefaults(ctx, defaults),
		s.write("resolv.conf", "/etc/resolv.conf", "nameserver "+resolverAddress.String()+"\n"),
		s.write("hosts", "/etc/hosts", "127.0.0.1 localhost\n::1 localhost\n"),
		s.writeIfPresent("nsswitch.conf", "/etc/nsswitch.conf", "hosts: files dns\n"),
		s.writeIfPresent("gitconfig", "/etc/gitconfig", ""),
		s.authorities(l.authority.bundle()),
		s.hideSockets(),
	)
}

// Close ends the servers and waits for them. What is mounted ends with the process.
func (l *Lab) Close() {
	close(l.done)
	l.mu.Lock()
	closers := l.closers
	l.closers = nil
	l.mu.Unlock()
	for _, c := range closers {
		c()
	}
	l.resolver.close()
	l.servers.close()
	l.wire.close()
	l.work.Wait()
}

// Break lets faults happen from now on, in addition to the present ones. See
// [ParseFault] for the form of a line.
func (l *Lab) Break(lines ...string) error {
	for _, line := range lines {
		f, err := ParseFault(line)
		if err != nil {
			return err
		}
		l.mu.Lock()
		l.faults = append(l.faults, f)
		l.mu.Unlock()
	}
	return l.setPackets()
}

// Heal ends all faults, and what servers are silent about because of one: they
// need not hear of a client that went away, since a reset of the connection can
// get lost, and then only keep-alive tells them.
func (l *Lab) Heal() error {
	l.mu.Lock()
	l.faults, l.counts = nil, map[string]int{}
	close(l.healed)
	l.healed = make(chan struct{})
	l.mu.Unlock()
	return l.setPackets()
}

// setPackets hands the faults of packets to the kernel.
func (l *Lab) setPackets() error {
	l.mu.Lock()
	faults := slices.Clone(l.faults)
	l.mu.Unlock()
	var packets []packetFault
	for _, f := range faults {
		to, err := l.reach(f)
		if err != nil {
			return err
		}
		if f.Kind == IPv6Dead {
			f.Kind = Drop
		}
		for _, p := range to {
			packets = append(packets, packetFault{p, f})
		}
	}
	return l.wire.set(packets)
}

// reach returns the networks where the kernel or the line carries f out.
func (l *Lab) reach(f Fault) ([]netip.Prefix, error) {
	switch f.Kind {
	case Drop, Refuse, ResetAtOnce, Unreachable, NoRoute, Deny, Latency, Loss, FirstSYN:
		return l.prefixes(f.Host)
	case IPv6Dead:
		all, err := l.prefixes(f.Host)
		return slices.DeleteFunc(slices.Clone(all), func(p netip.Prefix) bool { return p.Addr().Is4() }), err
	}
	return nil, nil
}

// prefixes returns the addresses of a fault's target: a host, an address, or *.
func (l *Lab) prefixes(target string) ([]netip.Prefix, error) {
	if target == "*" {
		return labNetworks, nil
	}
	if target == "resolver" {
		return []netip.Prefix{netip.PrefixFrom(resolverAddress, 32)}, nil
	}
	if a, err := netip.ParseAddr(target); err == nil {
		return []netip.Prefix{netip.PrefixFrom(a, a.BitLen())}, nil
	}
	h := l.hosts[target]
	if h == nil {
		return nil, fmt.Errorf("a fault at %s: the lab has no such host", target)
	}
	return []netip.Prefix{netip.PrefixFrom(h.v4, 32), netip.PrefixFrom(h.fake, 32), netip.PrefixFrom(h.v6, 128)}, nil
}

// Requests returns what the servers were asked so far, in order.
func (l *Lab) Requests() []Request {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.requests)
}

func (l *Lab) record(r Request) {
	r.Time = time.Now()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.requests = append(l.requests, r)
}

// Home is the HOME directory of the programs run in the lab.
func (l *Lab) Home() string { return filepath.Join(l.Dir, "home") }

// Work is the working directory of the programs run in the lab.
func (l *Lab) Work() string { return filepath.Join(l.Dir, "work") }

// Environ returns the environment in which the lab runs programs.
func (l *Lab) Environ() []string { return append([]string(nil), l.env...) }
