package settings

import (
	"net"
	"net/netip"
	"strconv"
	"strings"
	"time"
)

// defaultServers are asked where resolv.conf names none (net.defaultNS).
var defaultServers = []string{"127.0.0.1:53", "[::1]:53"}

// maxServers is how many servers of resolv.conf are used, by go and by the C
// libraries alike (net.dnsReadConfig, MAXNS).
const maxServers = 3

// parseResolvConf returns the name servers of a resolv.conf as go takes them, and the
// lines, from 1, where they stand.
func parseResolvConf(text string) (out []string, lines []int) {
	at := 0
	for line := range strings.Lines(text) {
		at++
		if line[0] == ';' || line[0] == '#' {
			continue
		}
		f := strings.Fields(line)
		if len(f) < 2 || f[0] != "nameserver" || len(out) == maxServers {
			continue
		}
		if s := server(f[1]); s != "" {
			out, lines = append(out, s), append(lines, at)
		}
	}
	if len(out) == 0 {
		return append(out, defaultServers...), nil
	}
	return out, lines
}

// parseResolvTimeout returns the option "timeout" of a resolv.conf, at least a second
// as go takes it (net/dnsconfig_unix.go); 0 where there is none.
func parseResolvTimeout(text string) time.Duration {
	var out time.Duration
	for line := range strings.Lines(text) {
		f := strings.Fields(line)
		if len(f) == 0 || f[0] != "options" {
			continue
		}
		for _, option := range f[1:] {
			value, ok := strings.CutPrefix(option, "timeout:")
			if n, err := strconv.Atoi(value); ok && err == nil {
				out = time.Duration(max(n, 1)) * time.Second
			}
		}
	}
	return out
}

// server returns host:port of a name server's address, or "".
func server(address string) string {
	if _, err := netip.ParseAddr(address); err != nil {
		return ""
	}
	return net.JoinHostPort(address, "53")
}

// parseHosts returns the entries of a hosts file, one per name, without those
// that every system has for itself. Lines are read as net.readHosts does.
func parseHosts(text, file string) []HostsEntry {
	var out []HostsEntry
	n := 0
	for line := range strings.Lines(text) {
		n++
		line, _, _ = strings.Cut(line, "#")
		f := strings.Fields(line)
		if len(f) < 2 {
			continue
		}
		if _, err := netip.ParseAddr(f[0]); err != nil {
			continue
		}
		for _, name := range f[1:] {
			name = strings.ToLower(strings.TrimSuffix(name, "."))
			if name == "" || isLocalName(name) {
				continue
			}
			out = append(out, HostsEntry{Name: name, Address: f[0], File: file, Line: n})
		}
	}
	return out
}

// isLocalName reports whether a name is one of those that every system writes into
// its hosts file for itself or its links: more than the loopback addresses.
func isLocalName(name string) bool {
	switch name {
	case "localhost", "broadcasthost", "ip6-localhost", "ip6-loopback", "ip6-localnet", "ip6-mcastprefix", "ip6-allnodes", "ip6-allrouters":
		return true
	}
	return strings.HasSuffix(name, ".localdomain") || strings.HasSuffix(name, ".localhost") || strings.HasPrefix(name, "localhost.")
}
