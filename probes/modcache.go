package probes

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/mod/module"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/protocol"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// Modcache looks at what the module cache holds of each module asked about,
// and whether the rest could be written there. It writes nothing, and reads no
// more than the records of that one version; its zip only where the go command
// would unpack it.
//
// Symptoms: checksum-mismatch where a file of the cache is not what go.sum has;
// otherwise none. Evidence: the directory, what is wrong with it, and each
// damaged file. Budget: 4 s: a zip of 32 MiB is unpacked in one, and a cache on
// a network file system may be slow.
var Modcache = probe.Probe{
	Kind: probe.Modcache, Doc: "module cache: permissions, room, damaged files", Stage: probe.Protocol,
	Budget: 4 * time.Second, Targets: modcacheTargets, Run: runModcache,
}

func modcacheTargets(s *settings.Snapshot, queries []probe.Query) []probe.Target {
	if s.Go.Path == "" {
		return nil
	}
	var out []probe.Target
	for _, q := range queries {
		out = append(out, probe.Target{Name: q.String(), Query: q, Value: s.Get("GOMODCACHE")})
	}
	return out
}

func runModcache(_ context.Context, env *probe.Env, t probe.Target) probe.Outcome {
	if env.Stat == nil || env.ReadFile == nil || env.Writable == nil || env.FreeBytes == nil {
		return probe.Unlooked()
	}
	dir := t.Value.Reveal()
	e := &probe.DiskEvidence{Path: dir, Needed: true}
	switch {
	case dir == "":
		e.State = probe.DiskUnset
		return probe.DiskFailure(e, "module cache not found: neither GOMODCACHE nor GOPATH is set, and there is no home directory")
	case !filepath.IsAbs(dir):
		e.State = probe.DiskRelative
		return probe.DiskFailure(e, "GOMODCACHE is relative, it must be an absolute path: "+dir)
	}
	c, cached := cacheOf(env, dir, t.Query)
	if cached {
		e.Damaged = c.damaged(protocol.GoSums(env))
		e.Needed = !c.complete()
	}
	if len(e.Damaged) > 0 {
		e.State, e.Needed = probe.DiskDamaged, true
		o := probe.DiskFailure(e, e.Damaged[0].Path+": "+e.Damaged[0].What)
		o.Symptom = damageSymptom(e.Damaged)
		return o
	}
	if err := c.writable(); err != nil {
		e.State = probe.UnwritableState(err)
		return probe.DiskFailure(e, err.Error())
	}
	if env.Roomless(dir) {
		e.State = probe.DiskFull
		return probe.DiskFailure(e, fmt.Sprintf("no room left at %s", dir))
	}
	o := probe.Outcome{Status: probe.OK}
	o.Evidence.Disk = e
	return o
}

// cached is one version of a module in the cache (go help goproxy, "module cache").
type cached struct {
	env     *probe.Env
	dir     string // GOMODCACHE
	version module.Version
	// download holds V.info, V.mod, V.zip; tree is the unpacked module.
	download, tree string
	escaped        string // version
}

// cacheOf returns the place of a query in the cache. False where the query is
// no version, so that nothing can be said of its files; the place is then where
// the versions of the module are.
func cacheOf(env *probe.Env, dir string, q probe.Query) (cached, bool) {
	c := cached{env: env, dir: dir, download: filepath.Join(dir, "cache", "download"), tree: filepath.Join(dir, "cache")}
	path, err := module.EscapePath(q.Path)
	if err != nil {
		return c, false
	}
	c.download = filepath.Join(c.download, filepath.FromSlash(path), "@v")
	c.tree = filepath.Join(dir, filepath.FromSlash(path))
	exact := protocol.ParseVersion(q.Version).Exact
	if c.escaped, err = module.EscapeVersion(exact); exact == "" || err != nil {
		return c, false
	}
	c.version = module.Version{Path: q.Path, Version: exact}
	c.tree += "@" + c.escaped
	return c, true
}

// file returns the path of the version's file with that suffix.
func (c cached) file(suffix string) string { return filepath.Join(c.download, c.escaped+suffix) }

// complete reports whether the go command needs to write nothing to have the
// module: a download of it succeeds in a read-only cache (tried, Go 1.26).
func (c cached) complete() bool {
	for _, name := range []string{c.file(".info"), c.file(".mod"), c.file(".zip"), c.file(".ziphash"), c.tree} {
		if !c.env.Exists(name) {
			return false
		}
	}
	return !c.env.Exists(c.file(".partial"))
}

// writable returns why the go command could not store the module. Caches that
// were once filled as root have single directories and locks that are root's.
func (c cached) writable() error {
	for _, dir := range []string{c.download, filepath.Dir(c.tree)} {
		if err := c.env.CreatableIn(dir); err != nil {
			return err
		}
	}
	files := []string{filepath.Join(c.dir, "cache", "lock")}
	if c.escaped != "" {
		files = append(files, c.file(".lock"))
	}
	for _, name := range files {
		if err := c.env.Writable(name); err != nil {
			return err
		}
	}
	return nil
}

// maxCachedZip bounds the zip that is unpacked for a check. A longer one is
// skipped: it would take longer than the probe may.
const maxCachedZip = 32 << 20

// damaged returns the version's files that the go command would take from the
// cache and fail on. A broken V.info or V.ziphash is none: go makes it anew
// (tried, Go 1.26). sums is go.sum.
func (c cached) damaged(sums map[string][]string) []probe.DamagedFile {
	var out []probe.DamagedFile
	for _, f := range []*probe.DamagedFile{c.damagedMod(sums), c.damagedZip(sums)} {
		if f != nil {
			out = append(out, *f)
		}
	}
	return out
}

func (c cached) damagedMod(sums map[string][]string) *probe.DamagedFile {
	name := c.file(".mod")
	data, cut, err := c.env.ReadFile(name, protocol.MaxMod)
	if err != nil || cut {
		return nil
	}
	hash, err := protocol.HashMod(data)
	if err != nil {
		return nil
	}
	if want := protocol.Differs(sums[protocol.SumKey(c.version)+"/go.mod"], hash); want != "" {
		return &probe.DamagedFile{Path: name, What: "its checksum is not the one in go.sum", Have: hash, Want: want}
	}
	if _, err := protocol.ParseMod(data); err != nil {
		return &probe.DamagedFile{Path: name, What: err.Error()}
	}
	return nil
}

// damagedZip looks at the zip where it is still to be unpacked, else at the
// hash that was noted when it was downloaded.
func (c cached) damagedZip(sums map[string][]string) *probe.DamagedFile {
	name := c.file(".zip")
	if !c.env.Exists(name) {
		return nil
	}
	if noted, _, err := c.env.ReadFile(c.file(".ziphash"), 1<<10); err == nil {
		hash := strings.TrimSpace(string(noted))
		if want := protocol.Differs(sums[protocol.SumKey(c.version)], hash); want != "" && strings.HasPrefix(hash, "h1:") && len(hash) == len(want) {
			return &probe.DamagedFile{Path: name, What: "its checksum is not the one in go.sum", Have: hash, Want: want}
		}
	}
	if c.env.Exists(c.tree) && !c.env.Exists(c.file(".partial")) {
		return nil
	}
	data, cut, err := c.env.ReadFile(name, maxCachedZip)
	if err != nil || cut {
		return nil
	}
	if err := unpackable(data); err != nil {
		return &probe.DamagedFile{Path: name, What: err.Error()}
	}
	return nil
}

// unpackable reads every file of a zip, as unpacking it does.
func unpackable(data []byte) error {
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return fmt.Errorf("not a valid zip file (%d bytes)", len(data))
	}
	for _, f := range r.File {
		if err := readThrough(f); err != nil {
			return fmt.Errorf("%s in it: %w", protocol.Cut(f.Name), err)
		}
	}
	return nil
}

func readThrough(f *zip.File) error {
	in, err := f.Open()
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, io.LimitReader(in, protocol.MaxUnpacked))
	return errors.Join(err, in.Close())
}

// damageSymptom is checksum-mismatch where every damaged file differs from
// go.sum; for broken files the vocabulary of the wire has no word.
func damageSymptom(files []probe.DamagedFile) symptom.Symptom {
	for _, f := range files {
		if f.Want == "" {
			return ""
		}
	}
	return symptom.ChecksumMismatch
}
