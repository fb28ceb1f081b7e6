package walk

import (
	"time"

	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// What the clients wait before they give up on one request. Measured with Go
// 1.26 and git 2.39 on Linux; the go command's come from net/http.DefaultTransport
// (dial 30 s for all addresses together, TLS handshake 10 s) and from the
// resolver (two attempts of 5 s at each server of resolv.conf).
const (
	GoDial      = 30 * time.Second
	GoHandshake = 10 * time.Second
	// GoLookup is the wait for each silent name server.
	GoLookup = 10 * time.Second
	// GitDial is the kernel's patience with dropped SYNs; git sets no limit.
	GitDial = 135 * time.Second
	// GitHandshake is libcurl's limit for establishing a connection.
	GitHandshake = 300 * time.Second
	// Hang represents a wait without end: neither client limits the time to a
	// response's headers or body.
	Hang = time.Hour
)

// maxServers is how many name servers of resolv.conf are used.
const maxServers = 3

// waitOf returns what the client of op waits until it meets s.
func waitOf(op Op, s symptom.Symptom, snap *settings.Snapshot) time.Duration {
	git := op == OpGit
	switch s {
	case symptom.TCPTimeout:
		return pick(git, GitDial, GoDial)
	case symptom.TLSTimeout:
		return pick(git, GitHandshake, GoHandshake)
	case symptom.DNSTimeout:
		return GoLookup * time.Duration(min(max(servers(snap), 1), maxServers))
	case symptom.HTTPTimeout:
		return Hang
	}
	return 0
}

func servers(snap *settings.Snapshot) int {
	if snap == nil {
		return 1
	}
	return len(snap.Resolver.Servers)
}

func pick(first bool, a, b time.Duration) time.Duration {
	if first {
		return a
	}
	return b
}
