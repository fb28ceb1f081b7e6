package emit

import (
	"encoding/json"
	"fmt"
	"io"
	"net/netip"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/order"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/tell"
)

// Host is one host that downloads need.
type Host struct {
	Name string   `json:"host"`
	Port string   `json:"port"`
	Why  []string `json:"why"` // "proxy", "database", "origin", "redirect", "outbound-proxy"
}

// endpoint is host:port, with brackets around an IPv6 address.
func (h Host) endpoint() string {
	if strings.Contains(h.Name, ":") {
		return "[" + h.Name + "]:" + h.Port
	}
	return h.Name + ":" + h.Port
}

// Hosts are the hosts that go asks on its ways to modules: walks are the ways, results
// what was seen on them, where redirects led included. The checksum database is among
// them even where go.sum has every hash at present: the next new module needs it. Of
// proxy.golang.org, which redirects only large files, the target is known beforehand.
func Hosts(walks []walk.Path, results []probe.Result, db route.SumDB) []Host {
	c := &collector{}
	for _, w := range walks {
		for _, h := range w.Hops {
			c.add(h.URL.String(), why(h.Op))
			c.add(h.Via.String(), "outbound-proxy")
		}
	}
	if !db.Off && db.Err == nil {
		c.add(db.URL.String(), "database")
	}
	for _, r := range results {
		if r.Evidence.HTTP == nil {
			continue
		}
		for _, q := range r.Evidence.HTTP.Requests {
			if q.FinalHost != "" {
				c.add("https://"+q.FinalHost, "redirect")
			}
		}
	}
	if c.has(known.ProxyGolangOrg) {
		for _, h := range known.Hosts() {
			if h.Role == known.Storage {
				c.add("https://"+h.Name, "redirect")
			}
		}
	}
	order.Stable(c.hosts, func(a, b Host) int { return strings.Compare(a.Name+":"+a.Port, b.Name+":"+b.Port) })
	return c.hosts
}

func why(op walk.Op) string {
	switch op {
	case walk.OpSumSupported, walk.OpSumLookup:
		return "database"
	case walk.OpGoGet, walk.OpGit:
		return "origin"
	}
	return "proxy"
}

type collector struct{ hosts []Host }

func (c *collector) has(name string) bool {
	return slices.ContainsFunc(c.hosts, func(h Host) bool { return h.Name == name })
}

// add notes the host of a URL, or of git's user@host:path.
func (c *collector) add(raw, why string) {
	endpoint, err := route.HostPort(settings.Value(raw))
	if err != nil {
		return
	}
	at := strings.LastIndexByte(endpoint, ':')
	name, port := strings.Trim(endpoint[:at], "[]"), endpoint[at+1:]
	if !plainHost(name) {
		return
	}
	for i, h := range c.hosts {
		if h.Name == name && h.Port == port {
			if !slices.Contains(h.Why, why) {
				c.hosts[i].Why = append(h.Why, why)
			}
			return
		}
	}
	c.hosts = append(c.hosts, Host{Name: name, Port: port, Why: []string{why}})
}

// plainHost reports whether a text is a name or address and nothing that a format
// would read in another way.
func plainHost(name string) bool {
	if _, err := netip.ParseAddr(name); err == nil {
		return true
	}
	return name != "" && strings.Trim(strings.ToLower(name), "abcdefghijklmnopqrstuvwxyz0123456789.-_") == ""
}

// Format is a way to write a list of hosts.
type Format struct {
	Name  string
	JSON  bool
	Write func(io.Writer, []Host) error
}

// Formats are the ways to write an allowlist, the default first.
var Formats = []Format{
	{"plain", false, writePlain}, {"squid", false, writeSquid}, {"harden-runner", false, writeHardenRunner}, {"cilium", false, writeCilium}, {"json", true, writeJSON},
}

// FormatNames are the names of [Formats], as --format takes them.
func FormatNames() []string {
	var out []string
	for _, f := range Formats {
		out = append(out, f.Name)
	}
	return out
}

// HostsAreJSON reports whether the format of that name is JSON.
func HostsAreJSON(format string) bool {
	return slices.ContainsFunc(Formats, func(f Format) bool { return f.Name == format && f.JSON })
}

// ErrNoHosts says that nothing is downloaded.
var ErrNoHosts = tell.New("no hosts to list: there is no go.mod here, or it needs no download")

// WriteHosts writes the list in the format of that name.
func WriteHosts(w io.Writer, format string, hosts []Host) error {
	if len(hosts) == 0 {
		return ErrNoHosts
	}
	for _, f := range Formats {
		if f.Name == format {
			return f.Write(w, hosts)
		}
	}
	return tell.Errorf("unknown format %q", format)
}

func writePlain(w io.Writer, hosts []Host) error {
	return eachHost(w, hosts, func(h Host) string { return h.endpoint() + "\n" })
}

func eachHost(w io.Writer, hosts []Host, line func(Host) string) error {
	for _, h := range hosts {
		if _, err := io.WriteString(w, line(h)); err != nil {
			return err
		}
	}
	return nil
}

// writeSquid allows CONNECT to exactly these names and ports.
func writeSquid(w io.Writer, hosts []Host) error {
	for i, h := range hosts {
		kind := "dstdomain"
		if _, err := netip.ParseAddr(h.Name); err == nil {
			kind = "dst"
		}
		if _, err := fmt.Fprintf(w, "acl go_modules_%d %s %s\nacl go_modules_port_%d port %s\nhttp_access allow go_modules_%d go_modules_port_%d\n", i, kind, h.Name, i, h.Port, i, i); err != nil {
			return err
		}
	}
	return nil
}

// writeHardenRunner is a step of a GitHub workflow.
func writeHardenRunner(w io.Writer, hosts []Host) error {
	if _, err := io.WriteString(w, "- uses: step-security/harden-runner@v2\n  with:\n    egress-policy: block\n    allowed-endpoints: >\n"); err != nil {
		return err
	}
	return eachHost(w, hosts, func(h Host) string { return "      " + h.endpoint() + "\n" })
}

// writeCilium allows names by their DNS answers, which Cilium has to see: the first
// rule lets Pods ask the cluster's resolver.
func writeCilium(w io.Writer, hosts []Host) error {
	const head = `apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata:
  name: go-modules
spec:
  endpointSelector:
    matchLabels:
      app: go-build
  egress:
    - toEndpoints:
        - matchLabels:
            k8s:io.kubernetes.pod.namespace: kube-system
            k8s-app: kube-dns
      toPorts:
        - ports:
            - port: "53"
              protocol: ANY
          rules:
            dns:
              - matchPattern: "*"
`
	if _, err := io.WriteString(w, head); err != nil {
		return err
	}
	return eachHost(w, hosts, func(h Host) string {
		to := fmt.Sprintf("    - toFQDNs:\n        - matchName: %s\n", quoted(h.Name))
		if ip, err := netip.ParseAddr(h.Name); err == nil {
			to = fmt.Sprintf("    - toCIDR:\n        - %s\n", quoted(fmt.Sprintf("%s/%d", ip, ip.BitLen())))
		}
		return to + fmt.Sprintf("      toPorts:\n        - ports:\n            - port: %s\n              protocol: TCP\n", quoted(h.Port))
	})
}

func writeJSON(w io.Writer, hosts []Host) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(struct {
		Schema string `json:"schema"`
		Hosts  []Host `json:"hosts"`
	}{"gofix-net/allowlist/v1", hosts})
}
