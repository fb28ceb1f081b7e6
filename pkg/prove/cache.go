package prove

import (
	"bufio"
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/module"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/known"
)

// maxCached bounds how many modules of the cache count in a rehearsal.
const maxCached = 20000

// cacheFiles are the files that the module cache keeps of a version.
var cacheFiles = []string{".info", ".mod", ".zip", ".ziphash"}

// cached lets what the module cache has of the modules that the project names count
// as it does for the person: the scratch cache has links to those files, and copies
// of those that go writes in place. A damaged one fails the rehearsal as it would fail
// them.
func (sc *scratch) cached(ctx context.Context) error {
	cache := sc.s.Get("GOMODCACHE").Reveal()
	if !filepath.IsAbs(cache) {
		return nil
	}
	done := map[module.Version]bool{}
	for _, v := range sc.named() {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if !done[v] && len(done) < maxCached {
			done[v] = true
			sc.linkVersion(cache, v)
		}
	}
	return nil
}

// named are the module versions that the project names: in go.sum, which has all of
// the module graph, and in the requirements.
func (sc *scratch) named() []module.Version {
	var out []module.Version
	for _, r := range sc.s.Module.Requires {
		out = append(out, module.Version{Path: r.Path, Version: r.Version})
	}
	for _, file := range sc.s.Module.GoSums {
		data, err := host.Whole(sc.m.ReadFile, file, host.MaxGoSum)
		if err != nil {
			continue
		}
		lines := bufio.NewScanner(bytes.NewReader(data))
		for lines.Scan() {
			if f := strings.Fields(lines.Text()); len(f) == 3 {
				out = append(out, module.Version{Path: f[0], Version: strings.TrimSuffix(f[1], "/go.mod")})
			}
		}
	}
	return out
}

// linkVersion links the files of one version, and its unpacked directory where that
// is whole.
func (sc *scratch) linkVersion(cache string, v module.Version) {
	path, err := module.EscapePath(v.Path)
	if err != nil {
		return
	}
	version, err := module.EscapeVersion(v.Version)
	if err != nil {
		return
	}
	at := filepath.Join("cache", "download", filepath.FromSlash(path), "@v")
	for _, ending := range cacheFiles {
		name := filepath.Join(at, version+ending)
		if info, err := sc.m.Stat(filepath.Join(cache, name)); err == nil && info.Mode().IsRegular() {
			sc.take(filepath.Join(cache, name), filepath.Join("mod", name))
		}
	}
	_, unfinished := sc.m.Stat(filepath.Join(cache, at, version+".partial"))
	unpacked := filepath.FromSlash(path) + "@" + version
	if info, err := sc.m.Stat(filepath.Join(cache, unpacked)); err == nil && info.IsDir() && unfinished != nil {
		sc.link(filepath.Join(cache, unpacked), filepath.Join("mod", unpacked))
	}
}

// take puts a file of the cache into the scratch cache: as a link, or, where go
// may write it in place, as a copy.
func (sc *scratch) take(from, name string) {
	if filepath.Ext(name) != ".ziphash" {
		sc.link(from, name)
		return
	}
	if os.MkdirAll(filepath.Dir(sc.path(name)), 0o700) == nil {
		_ = sc.copyFile(from, name, host.MaxGoMod) // a missing hash is computed again
	}
}

// cachedToolchain links a Go release that the module cache has, and reports whether
// it has it.
func (sc *scratch) cachedToolchain(name string) bool {
	cache := sc.s.Get("GOMODCACHE").Reveal()
	v := module.Version{Path: known.ToolchainModule, Version: "v0.0.1-" + name + "." + sc.s.OS + "-" + sc.s.Arch}
	if _, err := sc.m.Stat(filepath.Join(cache, filepath.FromSlash(known.ToolchainModule)+"@"+v.Version, "bin")); err != nil {
		return false
	}
	sc.linkVersion(cache, v)
	return true
}

// link makes a name in the scratch directory refer to something elsewhere. Where
// the system allows neither kind of link, go fetches it again.
func (sc *scratch) link(from, name string) {
	to := sc.path(name)
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return
	}
	if os.Symlink(from, to) != nil {
		_ = os.Link(from, to)
	}
}
