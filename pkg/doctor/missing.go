package doctor

import (
	"path/filepath"

	"golang.org/x/mod/module"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// maxCounted bounds how many modules are searched in the module cache.
const maxCounted = 5000

// missing counts the modules of the current project that are not in the module cache:
// what is still to be downloaded at the pace that was measured. None without a project.
func missing(m *host.Machine, s *settings.Snapshot) []probe.Result {
	requires := s.Module.Requires[:min(len(s.Module.Requires), maxCounted)]
	cache := s.Get("GOMODCACHE").Reveal()
	if len(requires) == 0 || !filepath.IsAbs(cache) {
		return nil
	}
	lacking := 0
	for _, r := range requires {
		path, err := module.EscapePath(r.Path)
		if err != nil {
			continue
		}
		version, err := module.EscapeVersion(r.Version)
		if err != nil {
			continue
		}
		zip := filepath.Join(cache, "cache", "download", filepath.FromSlash(path), "@v", version+".zip")
		if _, err := m.Stat(zip); err != nil {
			lacking++
		}
	}
	return []probe.Result{{
		ID: probe.MakeID(probe.Modcache, facts.MissingModules), Kind: probe.Modcache, Target: facts.MissingModules,
		Outcome: probe.Outcome{Status: probe.OK, Evidence: probe.Evidence{Disk: &probe.DiskEvidence{Path: cache, Missing: lacking}}},
	}}
}
