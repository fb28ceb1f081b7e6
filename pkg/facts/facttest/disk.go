package facttest

import (
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// Modcache adds the place of [UUID] in the module cache, and what is wrong with
// it; with damaged files the state is damaged.
func (m *Machine) Modcache(state probe.DiskState, damaged ...probe.DamagedFile) *Machine {
	r := probe.Result{Kind: probe.Modcache, Target: UUID.String(), Outcome: probe.Outcome{Status: probe.Fail, Detail: "something is wrong"}}
	if len(damaged) > 0 && damaged[0].Want != "" {
		r.Symptom = symptom.ChecksumMismatch
	}
	r.Evidence.Disk = &probe.DiskEvidence{Path: "/home/u/go/pkg/mod", State: state, Needed: true, Damaged: damaged}
	return m.Result(r)
}

// SumdbState adds the local record of the checksum database.
func (m *Machine) SumdbState(state probe.DiskState, damaged ...probe.DamagedFile) *Machine {
	r := probe.Result{Kind: probe.SumdbState, Target: "sum.golang.org", Outcome: probe.Outcome{Status: probe.Fail, Detail: "something is wrong"}}
	r.Evidence.Disk = &probe.DiskEvidence{Path: "/home/u/go/pkg/sumdb/sum.golang.org/latest", State: state, Needed: true, Damaged: damaged}
	return m.Result(r)
}

// SumdbRecord adds what the module cache keeps of the database about a module.
func (m *Machine) SumdbRecord(q probe.Query, damaged ...probe.DamagedFile) *Machine {
	r := probe.Result{Kind: probe.SumdbState, Target: "sum.golang.org/" + q.String(), Outcome: probe.Outcome{Status: probe.Fail, Detail: "something is wrong"}}
	r.Evidence.Disk = &probe.DiskEvidence{Path: "/home/u/go/pkg/mod/cache/download/sumdb", State: probe.DiskDamaged, Needed: true, Damaged: damaged}
	return m.Result(r)
}

// GoenvFile adds what is wrong with the file that go env -w writes.
func (m *Machine) GoenvFile(state probe.DiskState) *Machine {
	const file = "/home/u/.config/go/env"
	r := probe.Result{Kind: probe.GoenvFile, Target: file, Outcome: probe.Outcome{Status: probe.Warn, Detail: "something is wrong"}}
	r.Evidence.Disk = &probe.DiskEvidence{Path: file, State: state}
	return m.Result(r)
}

// NoRoots adds that no certificate authority was found, where SSL_CERT_FILE is
// file; "" is not set.
func (m *Machine) NoRoots(file string) *Machine {
	r := probe.Result{Kind: probe.Roots, Target: "system", Outcome: probe.Outcome{Status: probe.Fail, Detail: "no certificate authorities"}}
	r.Evidence.Roots = &probe.RootsEvidence{File: file}
	return m.Result(r)
}

// Sums gives the newest result the checksum of the zip of its module, and the one that
// go.sum has instead; "" is none.
func (m *Machine) Sums(hash, goSum string) *Machine {
	h := m.Facts.Results[len(m.Facts.Results)-1].Evidence.HTTP
	h.Zip, h.Module = probe.Sums{Hash: hash, GoSum: goSum}, UUID.String()
	return m
}
