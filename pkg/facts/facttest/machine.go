// Package facttest makes up machines for tests: settings, and what probes would
// have seen there.
package facttest

import (
	"slices"
	"strings"
	"time"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// UUID is the module that the machines of these tests ask about.
var UUID = probe.Query{Path: "github.com/google/uuid", Version: "v1.6.0"}

// Machine is a made-up machine: settings and what probes saw on it.
type Machine struct {
	Facts facts.Facts
}

// New returns a machine with Go's default settings, on which nothing was probed
// yet and which asks about [UUID].
func New() *Machine {
	m := &Machine{facts.Facts{
		Settings: &settings.Snapshot{
			OS: "linux", Arch: "amd64",
			Go:       settings.GoTool{Path: "/usr/local/go/bin/go", Version: "go1.26.8"},
			Git:      settings.GitTool{Path: "/usr/bin/git", Version: "2.39.5", GlobalFile: "/home/u/.gitconfig"},
			Resolver: settings.Resolver{File: "/etc/resolv.conf", Servers: []string{"192.0.2.53:53"}},
		},
		Queries: []probe.Query{UUID},
	}}
	m.Set("GOPROXY", "https://proxy.golang.org,direct", settings.GorootEnv)
	m.Set("GOSUMDB", "sum.golang.org", settings.GorootEnv)
	return m
}

// Release makes the machine's Go that release, and the go line of the go.mod at
// hand; "" is no go.mod.
func (m *Machine) Release(release, line string) *Machine {
	m.Facts.Settings.Go.Version = release
	if line != "" {
		m.Facts.Settings.Module.GoMod, m.Facts.Settings.Module.GoLine = "/home/u/app/go.mod", line
	}
	return m
}

// Set adds a layer in front of the others of its key.
func (m *Machine) Set(name, value string, o settings.Origin) *Machine {
	l := settings.Setting{Key: settings.Go(name), Value: settings.Value(value), Origin: o}
	if o == settings.GoenvFile {
		l.File, l.Line = "/home/u/.config/go/env", 1
	}
	m.Facts.Settings.Layers = append([]settings.Setting{l}, m.Facts.Settings.Layers...)
	return m
}

// Goenv sets a variable in the GOENV file.
func (m *Machine) Goenv(name, value string) *Machine { return m.Set(name, value, settings.GoenvFile) }

// Osenv sets a variable of the operating system that the go command reads.
func (m *Machine) Osenv(name, value string) *Machine { return m.Set(name, value, settings.OSEnv) }

// Variable sets any other variable of the operating system.
func (m *Machine) Variable(name, value string) *Machine {
	m.Facts.Settings.Layers = append(m.Facts.Settings.Layers, settings.Setting{
		Key: settings.Variable(name), Value: settings.Value(value), Origin: settings.OSEnv,
	})
	return m
}

// Git sets something in the global configuration of git.
func (m *Machine) Git(key, value string) *Machine {
	m.Facts.Settings.Layers = append(m.Facts.Settings.Layers, settings.Setting{
		Key: settings.Git(key), Value: settings.Value(value), Origin: settings.GitGlobal, File: "/home/u/.gitconfig", Line: 3,
	})
	return m
}

// Result adds a result; its id and, where it is empty, its status are filled in.
func (m *Machine) Result(r probe.Result) *Machine {
	r.ID, r.About = probe.MakeID(r.Kind, r.Target), about(r)
	if r.Status == "" {
		r.Status = probe.OK
		if r.Symptom != "" {
			r.Status = probe.Fail
		}
	}
	m.Facts.Results = append(m.Facts.Results, r)
	return m
}

func outcome(s symptom.Symptom) probe.Outcome { return probe.Outcome{Symptom: s} }

// Host adds what the transport of a host did: everything up to the stage of s
// is fine, and s ends it. "" means that the handshake succeeded.
func (m *Machine) Host(name string, s symptom.Symptom) *Machine {
	d := probe.Result{Kind: probe.DNS, Target: name, Outcome: probe.Outcome{Evidence: probe.Evidence{DNS: &probe.DNSEvidence{Host: name}}}}
	if s.Layer() == symptom.LayerDNS {
		d.Outcome = outcome(s)
		d.Evidence.DNS = &probe.DNSEvidence{Host: name, Servers: []probe.DNSServer{{Server: "192.0.2.53:53", Symptom: s}}}
		return m.Result(d)
	}
	m.Result(d)
	t := probe.Result{Kind: probe.TCP, Target: name + ":443"}
	if s.Layer() == symptom.LayerTCP {
		t.Outcome = outcome(s)
		return m.Result(t)
	}
	m.Result(t)
	tls := probe.Result{Kind: probe.TLS, Target: name + ":443", Outcome: outcome(s)}
	tls.Evidence.TLS = &probe.TLSEvidence{Issuer: "CN=Public CA"}
	if s == symptom.TLSUnknownAuthority {
		tls.Evidence.TLS.Issuer = "CN=Inspector"
	}
	return m.Result(tls)
}

// At gives the host that was added last the addresses that its name resolves to.
func (m *Machine) At(addresses ...string) *Machine {
	for i := len(m.Facts.Results) - 1; i >= 0; i-- {
		if r := &m.Facts.Results[i]; r.Kind == probe.DNS {
			r.Evidence.DNS.Addresses = addresses
			return m
		}
	}
	return m
}

// Peer says what was met at the addresses of the host that was added last.
func (m *Machine) Peer(s symptom.Symptom) *Machine {
	m.Facts.Results[len(m.Facts.Results)-1].Evidence.DNS.Peer = s
	return m
}

// Alive adds hosts that can be reached.
func (m *Machine) Alive(names ...string) *Machine {
	for _, n := range names {
		m.Host(n, "")
	}
	return m
}

// Dead adds hosts that cannot.
func (m *Machine) Dead(s symptom.Symptom, names ...string) *Machine {
	for _, n := range names {
		m.Host(n, s)
	}
	return m
}

// Proxy adds a conversation with a proxy about a module: the files before the
// named one are served, that one meets s; "" means that all is served.
func (m *Machine) Proxy(entry string, q probe.Query, file string, s symptom.Symptom) *Machine {
	e := &probe.HTTPEvidence{Entry: entry, Module: q.String()}
	r := probe.Result{Kind: probe.Goproxy, Target: entry + "/" + q.String()}
	for _, name := range []string{probe.ReqList, probe.ReqInfo, probe.ReqMod, probe.ReqZip} {
		req := probe.HTTPRequest{Name: name, Status: 200, Bytes: 10}
		if s != "" && (name == file || file == "all") {
			req.Symptom, req.Status, r.Outcome = s, 0, outcome(s)
		}
		e.Requests = append(e.Requests, req)
	}
	r.Evidence.HTTP = e
	return m.Result(r)
}

// Passing says that the failed requests of the last conversation succeeded when
// they were repeated, but those of the given names. All were on one connection.
func (m *Machine) Passing(but ...string) *Machine {
	e := m.Facts.Results[len(m.Facts.Results)-1].Evidence.HTTP
	for i := range e.Requests {
		if q := &e.Requests[i]; q.Symptom != "" {
			q.URL, q.Repeats, q.Passed, q.Connection = e.Entry+"/"+q.Name, 1, !slices.Contains(but, q.Name), 1
		}
	}
	return m
}

// Serves adds a proxy that serves every file of [UUID].
func (m *Machine) Serves(entry string) *Machine { return m.Proxy(entry, UUID, "", "") }

// Relay adds what a proxy's relay of the checksum database did.
func (m *Machine) Relay(entry string, s symptom.Symptom) *Machine {
	return m.Database(probe.SumdbRelay, entry, entry+"/sumdb/sum.golang.org", s)
}

// Sumdb adds what the database itself did.
func (m *Machine) Sumdb(s symptom.Symptom) *Machine {
	return m.Database(probe.Sumdb, "https://sum.golang.org", "https://sum.golang.org", s)
}

// Database adds a conversation with a checksum database by some way.
func (m *Machine) Database(k probe.Kind, entry, target string, s symptom.Symptom) *Machine {
	r := probe.Result{Kind: k, Target: target, Outcome: outcome(s)}
	e := &probe.HTTPEvidence{Entry: entry}
	for _, name := range []string{probe.ReqSumSupported, probe.ReqSumLatest, probe.ReqSumLookup} {
		if name == probe.ReqSumSupported && k == probe.Sumdb {
			continue
		}
		e.Requests = append(e.Requests, probe.HTTPRequest{Name: name, Symptom: s})
	}
	r.Evidence.HTTP = e
	return m.Result(r)
}

// Repository adds what git met at the module's origin.
func (m *Machine) Repository(s symptom.Symptom) *Machine {
	return m.RepositoryAt("https://github.com/google/uuid", s)
}

// RepositoryAt adds what git met at a repository.
func (m *Machine) RepositoryAt(url string, s symptom.Symptom) *Machine {
	r := probe.Result{Kind: probe.Git, Target: url, Outcome: outcome(s)}
	r.Evidence.Git = &probe.GitEvidence{URL: url}
	return m.Result(r)
}

// Authorities says that git could not use the certificate authorities of a file
// that the last look at a repository had it trust.
func (m *Machine) Authorities(file string) *Machine {
	g := m.Facts.Results[len(m.Facts.Results)-1].Evidence.Git
	g.Authorities, g.NoAuthorities = file, true
	return m
}

// Untagged says that the repository has no tag of [UUID]'s version.
func (m *Machine) Untagged() *Machine {
	r := &m.Facts.Results[len(m.Facts.Results)-1]
	r.Status, r.Evidence.Git.Missing = probe.Warn, []string{UUID.String()}
	return m
}

// Rule adds an insteadOf rule and what git met behind it, both for the rule and
// for the module's repository.
func (m *Machine) Rule(base, prefix string, s symptom.Symptom) *Machine {
	key := "url." + base + ".insteadof"
	m.Git(key, prefix)
	led := base + strings.TrimPrefix("https://github.com/google/uuid", prefix)
	e := &probe.GitEvidence{URL: "https://github.com/google/uuid", Rewritten: led, RuleKey: key, RuleValue: prefix}
	g := probe.Result{Kind: probe.Git, Target: "https://github.com/google/uuid", Outcome: outcome(s)}
	g.Evidence.Git = e
	x := probe.Result{Kind: probe.GitRule, Target: key + "=" + prefix, Outcome: outcome(s)}
	x.Evidence.Git = e
	return m.Result(g).Result(x)
}

// Asks replaces the modules that the machine asks about.
func (m *Machine) Asks(paths ...string) *Machine {
	m.Facts.Queries = nil
	for _, p := range paths {
		m.Facts.Queries = append(m.Facts.Queries, probe.Query{Path: p, Version: "v1.0.0"})
	}
	return m
}

// Declares lets the conversations with proxies find another module path in the
// go.mod than was asked for.
func (m *Machine) Declares(path string) *Machine {
	for i := range m.Facts.Results {
		if r := &m.Facts.Results[i]; r.Kind == probe.Goproxy {
			r.Evidence.HTTP.Declared = path
		}
	}
	return m
}

// By says that the last result was got through an outbound proxy.
func (m *Machine) By(proxy string) *Machine {
	m.Facts.Results[len(m.Facts.Results)-1].Via = proxy
	return m
}

// Aside says that the last result was got by another way than the one in force: a
// proxy, or "direct".
func (m *Machine) Aside(way string) *Machine {
	r := &m.Facts.Results[len(m.Facts.Results)-1]
	if r.Way = way; way != "direct" {
		r.Via = way
	}
	r.ID = probe.MakeID(r.Kind, r.Target+" by "+way)
	return m
}

// Took sets how long the last result took, and each of its requests for its answer.
func (m *Machine) Took(d time.Duration) *Machine {
	last := &m.Facts.Results[len(m.Facts.Results)-1]
	last.Took = d
	if h := last.Evidence.HTTP; h != nil {
		for i := range h.Requests {
			h.Requests[i].FirstByteMs, h.Requests[i].Ms = d.Milliseconds(), d.Milliseconds()
		}
	}
	return m
}
