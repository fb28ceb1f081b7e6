package route

import (
	"sync"

	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// The toolchain's own module: the checksum database is asked about it whatever
// the patterns say (modfetch.useSumDB).

// BypassesProxy reports whether path is fetched directly and never asked of a
// proxy: GONOPROXY, by default GOPRIVATE, matches.
func (c *Config) BypassesProxy(path string) bool {
	return c.list(c.GONOPROXY, c.noProxy).match(path)
}

// SkipsSumDB reports whether the checksum database is not asked about path:
// GOSUMDB=off, or GONOSUMDB, by default GOPRIVATE, matches. It is always asked
// about golang.org/toolchain, unless GOPROXY is exactly one file:// URL; with
// GOSUMDB=off that question then fails.
func (c *Config) SkipsSumDB(path string) bool {
	if path == known.ToolchainModule {
		return c.onlyFileProxy()
	}
	return c.SumDB.Off || c.list(c.GONOSUMDB, c.noSumDB).match(path)
}

// IsPrivate reports whether GOPRIVATE matches path: the class "private" of
// GOVCS rules. GONOPROXY and GONOSUMDB have no say in it.
func (c *Config) IsPrivate(path string) bool { return c.list(c.GOPRIVATE, c.private).match(path) }

// IsInsecure reports whether GOINSECURE matches path: its origin may be asked without TLS.
func (c *Config) IsInsecure(path string) bool { return c.list(c.GOINSECURE, c.insecure).match(path) }

// list is one of the lists, prepared if [Read] made the Config.
func (c *Config) list(text string, prepared patterns) patterns {
	if prepared.text == text {
		return prepared
	}
	return patterns{text: text}
}

func (c *Config) onlyFileProxy() bool {
	var only *Entry
	for i, e := range c.GOPROXY.Entries {
		if e.Kind == NoProxy {
			continue
		}
		if only != nil {
			return false
		}
		only = &c.GOPROXY.Entries[i]
	}
	return only != nil && only.Kind == Proxy && len(only.URL) > 7 && only.URL[:7] == "file://"
}

// EntriesFor returns the entries of GOPROXY that are really asked for path, in
// order. For a path that bypasses proxies those are the pseudo-entry NoProxy
// and Direct, whichever the list has; for another one all but NoProxy. Off is
// kept: it is where the list ends. Empty where the list is malformed.
func (c *Config) EntriesFor(path string) []Entry {
	if c.GOPROXY.Err != nil {
		return nil
	}
	all := c.GOPROXY.Entries
	if !c.BypassesProxy(path) {
		// NoProxy is the first entry or absent. The list itself is returned: the walks
		// ask for it with every file, and it can have thousands of entries.
		if len(all) > 0 && all[0].Kind == NoProxy {
			all = all[1:]
		}
		return all[:len(all):len(all)]
	}
	var out []Entry
	for _, e := range all {
		if e.Kind != Proxy && e.Kind != Off {
			out = append(out, e)
		}
	}
	return out
}

// MaxExamined is how many entries of a list are looked at: far more than go asks on any
// machine that works, and few enough to look at within a time-out.
const MaxExamined = 100

// Examined are the entries that are looked at. What becomes of a download that needs a
// later one is not known.
func Examined(entries []Entry) []Entry { return entries[:min(len(entries), MaxExamined)] }

// Shown tells who learns the path under these settings when the go command
// fetches it: proxies are the entries that may be asked (how many are depends
// on their answers); database says that the checksum database is asked, by
// way of a proxy's relay where one offers it. Nothing is shown where a setting
// fails the command before any request, nor to a file:// entry.
func (c *Config) Shown(q probe.Query) (proxies []Entry, database bool) {
	if c.ModulesOff || c.GOPROXY.Err != nil {
		return nil, false
	}
	for _, e := range c.EntriesFor(q.Path) {
		if e.Kind == Proxy && !isFile(e.URL) {
			proxies = append(proxies, e)
		}
	}
	mod, zip := c.GoSumHas(q)
	database = !c.SkipsSumDB(q.Path) && !c.SumDB.Off && c.SumDB.Err == nil && !(mod && zip)
	return proxies, database
}

// GoSumHas reports which hashes of q go.sum already has, so that go asks no server
// for them: that of the go.mod file and that of the zip. `go mod download`
// without arguments writes only the first.
func (c *Config) GoSumHas(q probe.Query) (mod, zip bool) {
	if c.Settings == nil {
		return false, false
	}
	sums := c.sums
	if sums == nil { // not made by Read
		sums = &requirements{}
	}
	r := sums.find(c.Settings.Module.Requires, q)
	return r.GoModInGoSum, r.InGoSum
}

// requirements finds those of the current go.mod in one step: each module of a
// large one is asked about. It is filled at its first use.
type requirements struct {
	once sync.Once
	of   map[probe.Query]settings.Requirement
}

func (r *requirements) find(all []settings.Requirement, q probe.Query) settings.Requirement {
	r.once.Do(func() {
		r.of = make(map[probe.Query]settings.Requirement, len(all))
		for _, x := range all {
			key := probe.Query{Path: x.Path, Version: x.Version}
			if _, ok := r.of[key]; !ok {
				r.of[key] = x
			}
		}
	})
	return r.of[q]
}

// InGoSum reports whether go.sum has both hashes of q, so that the checksum
// database is not asked about it.
func (c *Config) InGoSum(q probe.Query) bool {
	mod, zip := c.GoSumHas(q)
	return mod && zip
}
