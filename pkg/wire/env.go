package wire

import (
	"context"
	"net"
	"net/netip"
	"slices"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// UserAgent is what probes call themselves: first what the go command does, because a
// filter that refuses its client is to refuse the probes too. No version: it would tell
// servers apart that treat clients alike.
const UserAgent = "Go-http-client/1.1 gofix-net"

// NewEnv returns the Env of a real machine: its authorities, its resolver.
func NewEnv(m *host.Machine, s *settings.Snapshot) *probe.Env {
	return &probe.Env{
		Settings:  s,
		Dial:      m.Dial,
		Lookup:    systemLookup(m),
		Run:       m.Run,
		TempDir:   m.TempDir,
		ReadFile:  m.ReadFile,
		HomeDir:   m.HomeDir,
		Stat:      m.Stat,
		ReadDir:   m.ReadDir,
		Writable:  m.Writable,
		FreeBytes: m.FreeBytes,
		Roots:     ownRoots(m),
		Now:       m.Now,
		Lack:      m.Lack,
		MaxFiles:  m.MaxFiles,
		UserAgent: UserAgent,
	}
}

// systemLookup resolves as the go command of that system does. The go command
// of the distributions is built without cgo, so that on Unix it reads
// resolv.conf and the hosts file itself; on macOS and Windows package net asks
// the system either way.
func systemLookup(m *host.Machine) func(context.Context, string) ([]netip.Addr, error) {
	r := &net.Resolver{PreferGo: m.OS != "windows" && m.OS != "darwin", Dial: EndWithContext(m.Dial)}
	return func(ctx context.Context, name string) ([]netip.Addr, error) {
		found, err := r.LookupNetIP(ctx, "ip", name)
		for i, a := range found {
			found[i] = a.Unmap()
		}
		return found, err
	}
}

// EndWithContext closes a resolver's connection when its context ends. By
// itself package net waits for the answer to a question that is not needed any
// more until that question's own time is over (Go 1.26, dnsclient_unix.go).
func EndWithContext(dial func(ctx context.Context, network, address string) (net.Conn, error)) func(ctx context.Context, network, address string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := dial(ctx, network, address)
		if err == nil {
			context.AfterFunc(ctx, func() { _ = c.Close() })
		}
		return c, err
	}
}

// Resolve returns the addresses of t's host: those that the resolve stage
// left, the literal itself, or a look-up of its own where that stage was not
// asked for.
func Resolve(ctx context.Context, env *probe.Env, t probe.Target, host string) ([]netip.Addr, error) {
	if a, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{a}, nil
	}
	if kept := env.Addresses(t); len(kept) > 0 {
		return kept, nil
	}
	return lookUp(ctx, env, host)
}

// lookUp resolves as the go command does, but does not wait with it for a resolver
// that does not answer: what that costs is known from the names that were looked up
// before.
func lookUp(ctx context.Context, env *probe.Env, host string) ([]netip.Addr, error) {
	if !slices.ContainsFunc(env.Settings.Resolver.ServersFor(host), env.IsMute) {
		return env.Lookup(ctx, host)
	}
	r := Gather(ctx, env, host)
	switch usable := r.Usable(); {
	case r.goWay.ended:
		return r.goWay.addresses, r.goWay.err
	case len(usable) > 0:
		return usable, nil
	}
	return nil, &net.DNSError{Err: "no answer from any resolver", Name: host, IsTimeout: true}
}
