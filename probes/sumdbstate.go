package probes

import (
	"context"
	"path/filepath"
	"time"

	"golang.org/x/mod/sumdb/note"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// SumdbState looks at what the go command keeps of the checksum database: the
// signed tree head, and the records and tiles of the modules asked about. None
// of it is ever fetched again where it is damaged. It asks nobody.
//
// Symptoms: none. Evidence: the files and what is
// wrong with them. Budget: 2 s, for slow disks.
var SumdbState = probe.Probe{
	Kind: probe.SumdbState, Doc: "local record of the checksum database", Stage: probe.Protocol,
	Budget: 2 * time.Second, Targets: sumdbStateTargets, Run: runSumdbState,
}

func sumdbStateTargets(s *settings.Snapshot, queries []probe.Query) []probe.Target {
	if s.Go.Path == "" {
		return nil
	}
	db := kept(s)
	out := []probe.Target{{Name: db.Name, Value: settings.Value(headFile(s, db))}}
	for _, q := range queries {
		if t, ok := sumdbRecordTarget(s, db, q); ok {
			out = append(out, t)
		}
	}
	return out
}

// kept is the database whose record is looked at: the one in force, or the
// default one where there is none, because that is what a repair leads to.
func kept(s *settings.Snapshot) route.SumDB {
	db := route.Read(s).SumDB
	if db.Off || db.Err != nil {
		return route.ParseGOSUMDB("", false)
	}
	return db
}

// headFile is the file of the signed tree head, "" where it has no place.
func headFile(s *settings.Snapshot, db route.SumDB) string {
	if list := filepath.SplitList(s.Get("GOPATH").Reveal()); len(list) > 0 && list[0] != "" {
		return filepath.Join(list[0], "pkg", "sumdb", db.Name, "latest")
	}
	return ""
}

func runSumdbState(_ context.Context, env *probe.Env, t probe.Target) probe.Outcome {
	if env.ReadFile == nil || env.Writable == nil {
		return unlooked()
	}
	if t.Query.Path != "" {
		return runSumdbRecord(env, t, headFile(env.Settings, kept(env.Settings)))
	}
	name := t.Value.Reveal()
	e := &probe.DiskEvidence{Path: name, Needed: true}
	o := probe.Outcome{Status: probe.OK}
	o.Evidence.Disk = e
	if name == "" {
		e.State = probe.DiskUnset
		return diskFailure(e, "the checksum database's record has no place: neither GOPATH nor a home directory is set")
	}
	data, _, err := env.ReadFile(name, maxNote)
	if err != nil {
		// Go makes the file when it first needs it, and fails where it cannot; one
		// that is there need not be writable (tried, Go 1.26).
		if err := env.Writable(name); err != nil {
			e.State = probe.DiskUnwritable
			return diskFailure(e, err.Error())
		}
		return o
	}
	if len(data) == 0 { // go starts anew
		return o
	}
	verifier, err := note.NewVerifier(kept(env.Settings).Key)
	if err != nil {
		return unlooked()
	}
	if err := checkTreeHead(data, note.VerifierList(verifier)); err != nil {
		e.State = probe.DiskDamaged
		e.Damaged = []probe.DamagedFile{{Path: name, What: err.Error()}}
		return diskFailure(e, name+": "+err.Error())
	}
	return o
}
