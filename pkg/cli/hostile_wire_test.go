package cli

import (
	"context"
	"net"
	"slices"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/nettest"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

// overTLS is a siege by a server of TLS whose authority is trusted.
func overTLS(name string, ca *nettest.CA, h nettest.Handler) siege {
	return siege{name, func(t *testing.T, dir string) (*host.Machine, string, func()) {
		server := nettest.Serve(h)
		target := "https://" + server.Addr
		return closedMachine(t, dir, "GOPROXY="+target, "SSL_CERT_FILE="+put(t, dir, "ca.pem", string(ca.PEM()))), target, server.Close
	}}
}

// TestHostileHTTP2: floods and nonsense in frames of HTTP/2.
func TestHostileHTTP2(t *testing.T) {
	need.Long(t)
	need.Program(t, "go")
	ca := nettest.NewCA("test")
	var list []siege
	for _, h := range nettest.HostileHTTP2s() {
		list = append(list, overTLS(h.Name, ca, h.Handler(ca.Valid("127.0.0.1"))))
	}
	besieged(t, "example.test/m", list)
}

// TestHostileCertificates: certificates that would write on a terminal.
func TestHostileCertificates(t *testing.T) {
	need.Long(t)
	need.Program(t, "go")
	var list []siege
	for _, c := range nettest.HostileCertificates() {
		list = append(list, overTLS(c.Name, c.Authority, nettest.Handshake(c.Cert)))
	}
	besieged(t, "example.test/m", list)
}

// TestHostileResolvers: answers to DNS questions. The real go asks this machine's own
// resolver, which is no part of the test, so it is not started for downloads.
func TestHostileResolvers(t *testing.T) {
	need.Long(t)
	need.Program(t, "go")
	var list []siege
	for _, h := range nettest.HostileResolvers() {
		list = append(list, siege{"DNS: " + h.Name, func(t *testing.T, dir string) (*host.Machine, string, func()) {
			const target = "http://proxy.example.com"
			resolver := nettest.StartHostileDNS(h.Serve)
			m := closedMachine(t, dir, "GOPROXY="+target)
			m.OS = "linux" // so that package net asks by itself
			dial, start := m.Dial, m.Run
			m.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
				if strings.HasSuffix(address, ":53") {
					address = resolver.Addr
				}
				return dial(ctx, network, address)
			}
			m.Run = func(ctx context.Context, c host.Command) (host.Output, error) {
				if slices.Contains(c.Args, "mod") || slices.Contains(c.Args, "list") || slices.Contains(c.Args, "ls-remote") {
					return host.Output{Code: 1, Stderr: []byte("go: not in this test\n")}, nil
				}
				return start(ctx, c)
			}
			return m, target, resolver.Close
		}})
	}
	besieged(t, "example.test/m", list)
}
