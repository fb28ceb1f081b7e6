package host

import "net/netip"

// adapter is a network interface of Windows with the name servers that are set for it.
type adapter struct {
	up, gateway bool // it works, and leads to other networks
	servers     []netip.Addr
}

// maxNameServers bounds the servers of all adapters.
const maxNameServers = 8

// nameServersOf returns those that the system asks, in its order: of adapters that
// work and lead to other networks, each server once. It leaves out the site-local
// addresses that Windows gives to every adapter without servers (fec0:0:0:ffff::1 to
// 3). So does the go command (net/dnsconfig_windows.go).
func nameServersOf(adapters []adapter) []netip.Addr {
	var out []netip.Addr
	seen := map[netip.Addr]bool{}
	siteLocal := netip.MustParsePrefix("fec0::/10")
	for _, a := range adapters {
		if !a.up || !a.gateway {
			continue
		}
		for _, s := range a.servers {
			if s = s.Unmap(); !s.IsValid() || siteLocal.Contains(s.WithZone("")) || seen[s] || len(out) == maxNameServers {
				continue
			}
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}
