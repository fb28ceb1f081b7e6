package probes

import (
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"golang.org/x/mod/sumdb"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// sumdbRecordTarget is the target for what the module cache keeps of the
// database about one module.
func sumdbRecordTarget(s *settings.Snapshot, db route.SumDB, q probe.Query) (probe.Target, bool) {
	dir := s.Get("GOMODCACHE").Reveal()
	if parseVersion(q.Version).exact == "" || !filepath.IsAbs(dir) {
		return probe.Target{}, false
	}
	return probe.Target{Name: db.Name + "/" + q.String(), Query: q, Value: settings.Value(filepath.Join(dir, "cache", "download", "sumdb"))}, true
}

// runSumdbRecord verifies the module's record as the go command does, with the
// same client, but from the files of this machine alone. Where one of them is
// missing the go command would ask for it, and there is nothing to say here.
func runSumdbRecord(env *probe.Env, t probe.Target, db route.SumDB) probe.Outcome {
	dir := t.Value.Reveal()
	e := &probe.DiskEvidence{Path: dir, Needed: true}
	o := probe.Outcome{Status: probe.OK}
	o.Evidence.Disk = e
	ops := &sumdbFiles{env: env, dir: dir, latest: headFile(env.Settings, db), key: db.Key}
	_, err := sumdb.NewClient(ops).Lookup(t.Query.Path, parseVersion(t.Query.Version).exact)
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
	return diskFailure(e, e.Damaged[0].Path+": "+what)
}

// sumdbFiles are the files from which [sumdb.Client] reads. It writes none and
// asks nobody.
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
// traces are evidence that nobody should be told to remove.
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
	if data, _, err := s.env.ReadFile(s.latest, maxNote); err == nil {
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
