package known

import (
	"net/netip"
	"strings"
)

// Loopback reports whether a host, with or without a port, is this machine by its
// name or address: localhost and what is below it (RFC 6761), 127.0.0.0/8 and ::1.
// What goes there crosses no network.
func Loopback(host string) bool {
	if a, ok := address(host); ok {
		return a.IsLoopback()
	}
	host = normal(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost")
}

// ContainerHost reports whether a host is the name by which a container reaches the
// machine that it runs on (Docker, Podman).
func ContainerHost(host string) bool {
	host = normal(host)
	return host == "host.docker.internal" || host == "host.containers.internal"
}

// PrivateNetwork reports whether a host is inside a private network by its name or
// address: an address of RFC 1918, RFC 4193 or of one link, or an [Internal] name.
func PrivateNetwork(host string) bool {
	if a, ok := address(host); ok {
		return a.IsPrivate() || a.IsLinkLocalUnicast()
	}
	return Internal(host)
}

// address reads a host that is an address, with or without a port, brackets or a zone.
func address(host string) (netip.Addr, bool) {
	if ap, err := netip.ParseAddrPort(host); err == nil {
		return ap.Addr().Unmap(), true
	}
	a, err := netip.ParseAddr(strings.TrimSuffix(strings.TrimPrefix(host, "["), "]"))
	return a.Unmap(), err == nil
}
