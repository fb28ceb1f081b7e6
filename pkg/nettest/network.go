package nettest

import (
	"context"
	"net"
	"net/netip"
	"os"
	"syscall"
)

// Network leads public names and addresses to servers on the loopback
// interface, so that production code runs against them unchanged. What it has
// no route for is unreachable.
type Network struct {
	// Hosts are the addresses of names.
	Hosts map[string][]netip.Addr
	// Routes lead an address with its port ("192.0.2.1:443") to a server's
	// Addr, or to [Blackhole] and its like.
	Routes map[string]string
}

// Routes that lead nowhere.
const (
	Blackhole = "blackhole" // every packet is dropped
	Broken    = "broken"    // connect is reset (ECONNRESET)
	Forbidden = "forbidden" // this machine does not allow it (EACCES)
	Unrouted  = ""          // there is no route (ENETUNREACH)
)

// Dial connects as [net.Dialer.DialContext] does, by the routes.
func (n *Network) Dial(ctx context.Context, network, address string) (net.Conn, error) {
	route := n.Routes[address]
	switch route {
	case Blackhole:
		<-ctx.Done()
		return nil, dialError(network, address, os.ErrDeadlineExceeded)
	case Broken:
		return nil, dialError(network, address, os.NewSyscallError("connect", syscall.ECONNRESET))
	case Forbidden:
		return nil, dialError(network, address, os.NewSyscallError("connect", syscall.EACCES))
	case Unrouted:
		return nil, dialError(network, address, os.NewSyscallError("connect", syscall.ENETUNREACH))
	}
	var d net.Dialer
	return d.DialContext(ctx, network, route)
}

// Lookup resolves a name by the hosts.
func (n *Network) Lookup(_ context.Context, name string) ([]netip.Addr, error) {
	if a := n.Hosts[name]; len(a) > 0 {
		return a, nil
	}
	return nil, &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
}

func dialError(network, address string, err error) error {
	op := &net.OpError{Op: "dial", Net: network, Err: err}
	if a, perr := netip.ParseAddrPort(address); perr == nil {
		op.Addr = net.TCPAddrFromAddrPort(a)
	}
	return op
}
