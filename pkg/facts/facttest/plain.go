package facttest

import (
	"time"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// Ahead has every host whose handshake failed answer plain HTTP with a time
// that many seconds ahead of the machine's clock.
func (m *Machine) Ahead(seconds int64) *Machine {
	for i := range m.Facts.Results {
		if r := &m.Facts.Results[i]; r.Kind == probe.TLS && r.Status == probe.Fail {
			r.Evidence.TLS.Plain = &probe.PlainEvidence{Status: 200, Date: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Ahead: seconds}
		}
	}
	return m
}

// SentTo has every host whose handshake failed show one certificate of no known host
// and redirect plain HTTP to location.
func (m *Machine) SentTo(location string) *Machine {
	for i := range m.Facts.Results {
		if r := &m.Facts.Results[i]; r.Kind == probe.TLS && r.Status == probe.Fail {
			r.Evidence.TLS.Subject = "CN=portal.hotel.example"
			r.Evidence.TLS.Plain = &probe.PlainEvidence{Status: 302, Location: location}
		}
	}
	return m
}

// CrossCheck adds what public resolvers say of a host.
func (m *Machine) CrossCheck(host string, addresses ...string) *Machine {
	r := probe.Result{Kind: probe.CrossCheck, Target: host}
	r.Evidence.DNS = &probe.DNSEvidence{Host: host, Addresses: addresses}
	return m.Result(r)
}

// Resolved gives a host the addresses that this machine's own resolver has.
func (m *Machine) Resolved(host string, addresses ...string) *Machine {
	for i := range m.Facts.Results {
		if r := &m.Facts.Results[i]; r.Kind == probe.DNS && r.Target == host {
			r.Evidence.DNS.Addresses = addresses
		}
	}
	return m
}

// Stops adds that the go command itself stops before its first request, with its words.
func (m *Machine) Stops(words string) *Machine {
	return m.Result(probe.Result{Kind: probe.GoCommand, Target: "go mod download", Outcome: probe.Outcome{Status: probe.Fail, Symptom: symptom.Unknown, Detail: words}})
}

// Skipped adds a line of the GOENV file that the go command skips, with the value
// that it was meant to give.
func (m *Machine) Skipped(name, value string) *Machine {
	s := m.Facts.Settings
	s.Goenv.Ignored = append(s.Goenv.Ignored, settings.Setting{
		Key: settings.Go(name), Value: settings.Value(value), Origin: settings.GoenvFile, File: "/home/u/.config/go/env", Line: 1,
	})
	return m
}

// Without removes a program, "go" or "git", from the machine.
func (m *Machine) Without(program string) *Machine {
	if program == "go" {
		m.Facts.Settings.Go.Path = ""
	} else {
		m.Facts.Settings.Git.Path = ""
	}
	return m
}

// Rehearsed adds that the rehearsed command failed with these words of the go
// command, which name a cause on a target.
func (m *Machine) Rehearsed(cause, target, words string) *Machine {
	r := probe.Result{Kind: probe.Rehearsal, Target: "offline", Outcome: probe.Outcome{Status: probe.Fail, Symptom: symptom.Unknown, Detail: words}}
	r.Evidence.Rehearsal = &probe.RehearsalEvidence{
		Offline: true, Step: "go list -deps -test ./...", Output: words,
		Read: []probe.Reading{{Cause: cause, Target: target, Line: words}},
	}
	return m.Result(r)
}

// Through adds that a host is not reached by way of the outbound proxy that a
// setting names, by the symptom that the proxy met or gave.
func (m *Machine) Through(proxy, host string, s symptom.Symptom) *Machine {
	r := probe.Result{Kind: probe.TLS, Target: host + ":443", Via: proxy, Outcome: outcome(s)}
	r.Evidence.TLS = &probe.TLSEvidence{}
	return m.Result(r)
}

// FromHosts says that the hosts file of this machine has the address of the host
// that was added last.
func (m *Machine) FromHosts(address string) *Machine {
	for i := len(m.Facts.Results) - 1; i >= 0; i-- {
		r := &m.Facts.Results[i]
		if r.Kind != probe.DNS {
			continue
		}
		r.Evidence.DNS.FromHosts, r.Evidence.DNS.Addresses = true, []string{address}
		s := m.Facts.Settings
		s.Resolver.Hosts = append(s.Resolver.Hosts, settings.HostsEntry{Name: r.About.Host, Address: address, File: "/etc/hosts", Line: 3})
		return m
	}
	return m
}

// SlowIPv6 has hosts accept connections only by IPv4, after the head start that
// their IPv6 addresses got.
func (m *Machine) SlowIPv6(hosts ...string) *Machine {
	for _, h := range hosts {
		r := probe.Result{Kind: probe.TCP, Target: h + ":443"}
		r.Evidence.TCP = &probe.TCPEvidence{Attempts: []probe.TCPAttempt{
			{Address: "[2001:db8::1]:443", GaveUp: true, Ms: 300}, {Address: "192.0.2.1:443", Ms: 20},
		}}
		m.Result(r)
	}
	return m
}

// Stray says that git was led elsewhere by a variable of its environment at the
// last look at a repository.
func (m *Machine) Stray(name, value string) *Machine {
	r := &m.Facts.Results[len(m.Facts.Results)-1]
	r.Evidence.Git.Stray = name
	return m.Variable(name, value)
}

// Workspace puts the current project into a workspace.
func (m *Machine) Workspace(goWork string) *Machine {
	m.Facts.Settings.Module.GoWork = goWork
	return m
}
