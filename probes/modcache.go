package probes

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"golang.org/x/mod/module"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
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
		return unlooked()
	}
	dir := t.Value.Reveal()
	e := &probe.DiskEvidence{Path: dir, Needed: true}
	switch {
	case dir == "":
		e.State = probe.DiskUnset
		return diskFailure(e, "module cache not found: neither GOMODCACHE nor GOPATH is set, and there is no home directory")
	case !filepath.IsAbs(dir):
		e.State = probe.DiskRelative
		return diskFailure(e, "GOMODCACHE is relative, it must be an absolute path: "+dir)
	}
	c, cached := cacheOf(env, dir, t.Query)
	if cached {
		e.Damaged = c.damaged(goSums(env))
		e.Needed = !c.complete()
	}
	if len(e.Damaged) > 0 {
		e.State, e.Needed = probe.DiskDamaged, true
		o := diskFailure(e, e.Damaged[0].Path+": "+e.Damaged[0].What)
		o.Symptom = damageSymptom(e.Damaged)
		return o
	}
	if err := c.writable(); err != nil {
		e.State = probe.DiskUnwritable
		return diskFailure(e, err.Error())
	}
	if roomless(env, dir) {
		e.State = probe.DiskFull
		return diskFailure(e, fmt.Sprintf("no room left at %s", dir))
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
	exact := parseVersion(q.Version).exact
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
		if !exists(c.env, name) {
			return false
		}
	}
	return !exists(c.env, c.file(".partial"))
}

// writable returns why the go command could not store the module. Caches that
// were once filled as root have single directories and locks that are root's.
func (c cached) writable() error {
	for _, dir := range []string{c.download, filepath.Dir(c.tree)} {
		if err := creatableIn(c.env, dir); err != nil {
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
