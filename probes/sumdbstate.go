package probes

import (
	"context"
	"path/filepath"
	"strings"
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
	var out []probe.Target
	for _, db := range kept(s) {
		out = append(out, probe.Target{Name: db.Name, Value: settings.Value(headFile(s, db))})
		for _, q := range queries {
			if t, ok := sumdbRecordTarget(s, db, q); ok {
				out = append(out, t)
			}
		}
	}
	return out
}

// kept are the databases whose records are looked at: the one in force, and the
// default one, because that is what a repair leads to.
func kept(s *settings.Snapshot) []route.SumDB {
	own := s.In(settings.Go("GOSUMDB"), settings.GorootEnv)
	inForce, pristine := route.Read(s).SumDB, route.ParseGOSUMDB(own.Value.Reveal(), own.Set())
	if pristine.Off || pristine.Err != nil {
		pristine = route.ParseGOSUMDB("", false)
	}
	if inForce.Off || inForce.Err != nil || inForce.Name == pristine.Name {
		return []route.SumDB{pristine}
	}
	return []route.SumDB{inForce, pristine}
}

// databaseOf returns the database that a target is about.
func databaseOf(s *settings.Snapshot, t probe.Target) route.SumDB {
	for _, db := range kept(s) {
		if t.Name == db.Name || strings.HasPrefix(t.Name, db.Name+"/") {
			return db
		}
	}
	return route.SumDB{}
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
		return runSumdbRecord(env, t, databaseOf(env.Settings, t))
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
	verifier, err := note.NewVerifier(databaseOf(env.Settings, t).Key)
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
