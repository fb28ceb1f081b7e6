package settings

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/order"
)

// readResolver reads the name servers and the hosts file. On Windows no file names the
// servers: the system tells those of the network adapters.
func (r *reader) readResolver(ctx context.Context, n *notes) Resolver {
	var out Resolver
	hosts := "/etc/hosts"
	if r.m.OS == "windows" {
		hosts = filepath.Join(r.windowsDir(), `System32\drivers\etc\hosts`)
		if r.m.NameServers != nil {
			for _, address := range r.m.NameServers() {
				out.Servers = append(out.Servers, net.JoinHostPort(address.String(), "53"))
			}
		}
		for _, key := range nrptKeys {
			out.Domains = append(out.Domains, parseNRPT(r.printed(ctx, "reg", "query", key, "/s"))...)
		}
	} else {
		r.readServers(ctx, &out, n)
	}
	data, _, err := r.m.ReadFile(hosts, maxHosts)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		n.add("resolver", "resolver.unreadable", "Error", err.Error())
	}
	out.Hosts = parseHosts(string(data), hosts)
	return out
}

func (r *reader) windowsDir() string {
	if dir := r.env.get("SystemRoot"); dir != "" {
		return dir
	}
	return `C:\Windows`
}

// readServers takes resolv.conf, which go and the C libraries read, and on
// macOS what the system's own resolver uses, if scutil reports it.
func (r *reader) readServers(ctx context.Context, out *Resolver, n *notes) {
	const file = "/etc/resolv.conf"
	data, _, err := r.m.ReadFile(file, maxResolv)
	switch {
	case err == nil:
		out.File = file
	case !errors.Is(err, fs.ErrNotExist):
		n.add("resolver", "resolver.unreadable", "Error", err.Error())
	}
	out.Servers, out.Lines = parseResolvConf(string(data))
	out.Timeout = parseResolvTimeout(string(data))
	if r.m.OS != "darwin" {
		return
	}
	answer, err := r.ask(ctx, host.Command{Args: []string{"/usr/sbin/scutil", "--dns"}})
	if err != nil || answer.Code != 0 {
		return
	}
	servers, domains := parseScutil(string(answer.Stdout))
	out.Domains = domains
	if len(servers) > 0 { // resolv.conf is written from them, and changed in the network settings
		out.File, out.Servers, out.Lines = "", servers, nil
	}
}

// maxHostsEntries bounds what is kept of a hosts file: filter lists have a
// hundred thousand entries.
const maxHostsEntries = 5000

// selectHosts keeps the entries that matter, those for hosts of this
// snapshot's settings and modules first where there are too many. A name
// without a dot matters only if a setting has it.
func selectHosts(all []HostsEntry, s *Snapshot) []HostsEntry {
	named := namedHosts(s)
	var first, rest []HostsEntry
	for _, e := range all {
		switch {
		case named[e.Name]:
			first = append(first, e)
		case strings.Contains(e.Name, ".") && known.Public(e.Name):
			first = append(first, e)
		case strings.Contains(e.Name, "."):
			rest = append(rest, e)
		}
	}
	first = first[:min(len(first), maxHostsEntries)]
	out := append(first, rest[:min(len(rest), maxHostsEntries-len(first))]...)
	order.Stable(out, func(a, b HostsEntry) int { return a.Line - b.Line })
	return out
}

// namedHosts are the hosts of URLs in settings and of module paths.
func namedHosts(s *Snapshot) map[string]bool {
	out := map[string]bool{}
	for _, l := range s.Layers {
		for _, text := range []string{l.Key.Name, l.Value.Reveal()} {
			addHosts(out, text)
		}
	}
	for _, req := range s.Module.Requires {
		name, _, _ := strings.Cut(req.Path, "/")
		out[strings.ToLower(name)] = true
	}
	return out
}

// addHosts adds the host of every URL in text; elements of a list without a
// scheme are taken for https, as in GOPROXY.
func addHosts(out map[string]bool, text string) {
	for _, word := range strings.FieldsFunc(text, func(c rune) bool { return c == ',' || c == '|' || c == ' ' }) {
		word = strings.TrimPrefix(word, "url.")
		if !strings.Contains(word, "://") {
			word = "https://" + word
		}
		if u, err := url.Parse(word); err == nil && u.Hostname() != "" {
			out[strings.ToLower(u.Hostname())] = true
		}
	}
}
