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

// SentTo has every host whose handshake failed show one certificate of nobody's
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
