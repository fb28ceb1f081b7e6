//go:build !windows

package host

import "net/netip"

// nameServers returns nothing: a file or a program of the system names them here.
func nameServers() []netip.Addr { return nil }
