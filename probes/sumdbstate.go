package probes

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/mod/sumdb"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/protocol"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// SumdbState looks at what the go command keeps of the checksum database: the
// signed tree head, and the records and tiles of the modules asked about. None
// of it is ever fetched again where it is damaged. It sends nothing.
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
		out = append(out, probe.Target{Name: db.Name, Database: db.Name, Value: settings.Value(headFile(s, db))})
		for _, q := range queries {
			if t, ok := sumdbRecordTarget(s, db, q); ok {
				out = append(out, t)
			}
		}
	}
	return out
}

// kept are the databases whose records are examined: the one in force, and the
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
		return probe.Unlooked()
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
		return probe.DiskFailure(e, "the checksum database's record has no place: neither GOPATH nor a home directory is set")
	}
	data, _, err := env.ReadFile(name, protocol.MaxNote)
	if err != nil {
		// Go makes the file when it first needs it, and fails where it cannot; one
		// that is there need not be writable (tried, Go 1.26).
		if err := env.Writable(name); err != nil {
			e.State = probe.UnwritableState(err)
			return probe.DiskFailure(e, err.Error())
		}
		return o
	}
	if len(data) == 0 { // go starts anew
		return o
	}
	verifier, err := note.NewVerifier(databaseOf(env.Settings, t).Key)
	if err != nil {
		return probe.Unlooked()
	}
	if err := protocol.CheckTreeHead(data, note.VerifierList(verifier)); err != nil {
		e.State = probe.DiskDamaged
		e.Damaged = []probe.DamagedFile{{Path: name, What: err.Error()}}
		return probe.DiskFailure(e, name+": "+err.Error())
	}
	return o
}

// sumdbRecordTarget is the target for what the module cache keeps of the
// database about one module.
func sumdbRecordTarget(s *settings.Snapshot, db route.SumDB, q probe.Query) (probe.Target, bool) {
	dir := s.Get("GOMODCACHE").Reveal()
	if protocol.ParseVersion(q.Version).Exact == "" || !filepath.IsAbs(dir) {
		return probe.Target{}, false
	}
	return probe.Target{Name: db.Name + "/" + q.String(), Query: q, Database: db.Name, Value: settings.Value(filepath.Join(dir, "cache", "download", "sumdb"))}, true
}

// runSumdbRecord verifies the module's record as the go command does, with the
// same client, but only from the files of this machine. Where one of them is
// missing the go command would ask for it, and there is nothing to say here.
func runSumdbRecord(env *probe.Env, t probe.Target, db route.SumDB) probe.Outcome {
	dir := t.Value.Reveal()
	e := &probe.DiskEvidence{Path: dir, Needed: true}
	o := probe.Outcome{Status: probe.OK}
	o.Evidence.Disk = e
	ops := &sumdbFiles{env: env, dir: dir, latest: headFile(env.Settings, db), key: db.Key}
	_, err := sumdb.NewClient(ops).Lookup(t.Query.Path, protocol.ParseVersion(t.Query.Version).Exact)
	e.Verified = err == nil
	blame := ops.blame(err)
	if len(blame) == 0 {
		return o
	}
	what := "is cut off"
	if err != nil && !ops.missed {
		what = err.Error()
	}
	e.State = probe.DiskDamaged
	for _, name := range blame {
		e.Damaged = append(e.Damaged, probe.DamagedFile{Path: name, What: what})
	}
	return probe.DiskFailure(e, e.Damaged[0].Path+": "+what)
}

// sumdbFiles are the files from which [sumdb.Client] reads. It writes none and
// sends nothing.
type sumdbFiles struct {
	env         *probe.Env
	dir, latest string
	key         string

	mu     sync.Mutex
	read   []string // files of the cache, in order
	short  []string // those of them that are tiles of a wrong length
	missed bool     // something was not there
	forked bool     // two signed trees contradict each other
}

// blame returns the files that are at fault for err: the record where it was
// the last thing read, else the tiles. A fork is the database's doing, and its
// traces are evidence, so gofix-net never advises to remove them.
func (s *sumdbFiles) blame(err error) []string {
	if s.forked || err == nil || len(s.read) == 0 {
		return nil
	}
	if s.missed {
		return s.short
	}
	if last := s.read[len(s.read)-1]; !isTile(last) {
		return []string{last}
	}
	return slices.DeleteFunc(slices.Clone(s.read), func(name string) bool { return !isTile(name) })
}

func isTile(name string) bool { return strings.Contains(filepath.ToSlash(name), "/tile/") }

func (s *sumdbFiles) ReadCache(file string) ([]byte, error) {
	name := filepath.Join(s.dir, filepath.FromSlash(file))
	data, _, err := s.env.ReadFile(name, maxRecord)
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil || len(data) == 0 { // the go command asks anew for an empty one
		return nil, fs.ErrNotExist
	}
	s.read = append(s.read, name)
	_, path, _ := strings.Cut(file, "/")
	if tile, err := tlog.ParseTilePath(path); err == nil && len(data) != tile.W*tlog.HashSize {
		s.short = append(s.short, name)
	}
	return data, nil
}

// maxRecord bounds a record or a tile: a tile has 256 hashes of 32 bytes.
const maxRecord = 1 << 20

var errNotHere = errors.New("not on this machine")

func (s *sumdbFiles) ReadRemote(string) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.missed = true
	return nil, errNotHere
}

func (s *sumdbFiles) ReadConfig(file string) ([]byte, error) {
	if file == "key" {
		return []byte(s.key), nil
	}
	if data, _, err := s.env.ReadFile(s.latest, protocol.MaxNote); err == nil {
		return data, nil
	}
	return nil, nil // none yet: the client starts with an empty tree
}

func (s *sumdbFiles) WriteConfig(string, []byte, []byte) error { return nil }
func (s *sumdbFiles) WriteCache(string, []byte)                {}
func (s *sumdbFiles) Log(string)                               {}

func (s *sumdbFiles) SecurityError(string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.forked = true
}

var _ sumdb.ClientOps = (*sumdbFiles)(nil)
