package settings

import (
	"net"
	"net/netip"
	"strconv"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/order"
)

// DomainServers are the name servers that the system asks for the names of one domain
// in place of the others: macOS' split DNS (a VPN, /etc/resolver), Windows' NRPT.
type DomainServers struct {
	Domain  string   `json:"domain"`            // lower case, without dots at its ends
	Servers []string `json:"servers,omitempty"` // host:port; none where no server is asked (mDNS)
}

// ServersFor returns the servers that the system asks for a host: those of the longest
// domain that the host is in. A server of another domain must not learn its name.
func (r Resolver) ServersFor(host string) []string {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	servers, longest := r.Servers, 0
	for _, d := range r.Domains {
		if len(d.Domain) > longest && (host == d.Domain || strings.HasSuffix(host, "."+d.Domain)) {
			servers, longest = d.Servers, len(d.Domain)
		}
	}
	return servers
}

// withDomain adds servers to those of a domain. Domains of reverse look-ups are left out.
func withDomain(domains []DomainServers, domain string, servers []string) []DomainServers {
	domain = strings.ToLower(strings.Trim(domain, "."))
	if domain == "" || strings.HasSuffix(domain, ".arpa") {
		return domains
	}
	for i := range domains {
		if domains[i].Domain == domain {
			domains[i].Servers = append(domains[i].Servers, servers...)
			return domains
		}
	}
	return append(domains, DomainServers{Domain: domain, Servers: servers})
}

// scutilResolver is one "resolver #N" of `scutil --dns`.
type scutilResolver struct {
	domain, port string
	addresses    []string
	order        int // of several for one domain, the lowest is asked first
}

func (s *scutilResolver) servers() []string {
	var out []string
	for _, a := range s.addresses {
		out = append(out, net.JoinHostPort(a, s.port))
	}
	return out
}

// parseScutil returns macOS' name servers from the output of `scutil --dns`: those of
// the first resolver that serves no particular domain, and those of domains, among
// them the files of /etc/resolver. Resolvers of one interface ("scoped queries"), or of
// one service, are not asked by programs that bind to none.
func parseScutil(text string) (servers []string, domains []DomainServers) {
	text, _, _ = strings.Cut(text, "DNS configuration (for ")
	var all []*scutilResolver
	for _, block := range strings.Split(text, "resolver #")[1:] {
		all = append(all, readScutilResolver(block))
	}
	order.Stable(all, func(a, b *scutilResolver) int { return a.order - b.order })
	for _, r := range all {
		switch {
		case r.domain != "":
			domains = withDomain(domains, r.domain, r.servers())
		case len(servers) == 0:
			servers = r.servers()
		}
	}
	return servers, domains
}

func readScutilResolver(block string) *scutilResolver {
	r := &scutilResolver{port: "53"}
	for line := range strings.Lines(block) {
		name, value, _ := strings.Cut(line, " : ")
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		switch {
		case name == "domain":
			r.domain = value
		case name == "port":
			if _, err := strconv.ParseUint(value, 10, 16); err == nil {
				r.port = value
			}
		case name == "order":
			r.order, _ = strconv.Atoi(value)
		case strings.HasPrefix(name, "nameserver["):
			if _, err := netip.ParseAddr(value); err == nil {
				r.addresses = append(r.addresses, value)
			}
		}
	}
	return r
}

// nrptKeys hold the rules of Windows' Name Resolution Policy Table: those of a group
// policy, and those of this machine (Add-DnsClientNrptRule, VPN clients).
var nrptKeys = []string{
	`HKLM\SOFTWARE\Policies\Microsoft\Windows NT\DNSClient\DnsPolicyConfig`,
	`HKLM\SYSTEM\CurrentControlSet\Services\Dnscache\Parameters\DnsPolicyConfig`,
}

// parseNRPT returns the domains of what `reg query KEY /s` prints of [nrptKeys]. A rule
// has Name, one or more domains with a dot before them, and GenericDNSServers, parted
// by semicolons; one without servers concerns DNSSEC or DirectAccess (MS-GPNRPT 2.2.2).
func parseNRPT(text string) []DomainServers {
	var out []DomainServers
	var names, servers []string
	end := func() {
		for _, name := range names {
			if len(servers) > 0 {
				out = withDomain(out, name, servers)
			}
		}
		names, servers = nil, nil
	}
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		if !strings.HasPrefix(line, " ") {
			end() // a key: the next rule
			continue
		}
		if len(words) < 3 {
			continue
		}
		switch words[0] {
		case "Name":
			for name := range strings.SplitSeq(words[2], `\0`) {
				if strings.HasPrefix(name, ".") { // others stand for one host, or for a prefix of names
					names = append(names, name)
				}
			}
		case "GenericDNSServers":
			for _, address := range strings.Split(strings.Join(words[2:], ""), ";") {
				if s := server(address); s != "" {
					servers = append(servers, s)
				}
			}
		}
	}
	end()
	return out
}
