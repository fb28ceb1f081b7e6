package facts

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// Stop is where the toolchain's walk for one module ends in failure.
type Stop struct {
	Path walk.Path
	// Hop is the decisive hop; nil if a setting fails the command before any request.
	Hop *walk.Hop
}

// Stops returns one stop for each module that fails.
func Stops(f *Facts) []Stop {
	var out []Stop
	for _, p := range f.Walks() {
		if p.Outcome != walk.Fails {
			continue
		}
		s := Stop{Path: p}
		if p.Stop >= 0 && p.Stop < len(p.Hops) {
			s.Hop = &p.Hops[p.Stop]
		}
		out = append(out, s)
	}
	return out
}

// Evidence names what the failure rests on: the decisive hop's result, those of
// the hops of the same request that failed before it, or the setting.
func (s Stop) Evidence() []evidence.ID {
	if s.Path.Setting != "" {
		return []evidence.ID{evidence.Setting(s.Path.Setting)}
	}
	if s.Hop == nil {
		return nil
	}
	var ids []evidence.ID
	if s.Hop.Result != "" {
		ids = append(ids, s.Hop.Result)
	} else if s.Hop.Entry.Kind == route.Off {
		ids = append(ids, evidence.Setting("GOPROXY"))
	}
	have := map[evidence.ID]bool{s.Hop.Result: true, "": true}
	for _, h := range s.FailedBefore() {
		if !have[h.Result] {
			ids, have[h.Result] = append(ids, h.Result), true
		}
	}
	return ids
}

// FailedBefore returns the hops of the decisive hop's walk over GOPROXY that
// failed with another answer than "not found", in order.
func (s Stop) FailedBefore() []walk.Hop {
	var out []walk.Hop
	if s.Hop == nil {
		return nil
	}
	for i := s.Path.Stop - 1; i >= 0; i-- {
		h := s.Path.Hops[i]
		if h.Next == walk.Served && h.Op != walk.OpGoGet { // a go-get page is no file: the same question goes on behind it
			break
		}
		if h.State == walk.Bad {
			out = append(out, h)
		}
	}
	slices.Reverse(out)
	return out
}

// AtProxy reports whether the walk ends at a file of a module proxy.
func (s Stop) AtProxy() bool {
	return s.Hop != nil && s.Hop.Entry.Kind == route.Proxy && !s.AtSumDB()
}

// AtSumDB reports whether it ends at the checksum database, relayed or not.
func (s Stop) AtSumDB() bool {
	return s.Hop != nil && (s.Hop.Op == walk.OpSumSupported || s.Hop.Op == walk.OpSumLookup)
}

// Fetched reports whether everything that the walk asks for before it ends was got, or
// is on this machine: nothing of it is unknown.
func (s Stop) Fetched() bool {
	return s.Hop != nil && !slices.ContainsFunc(s.Path.Hops[:s.Path.Stop], func(h walk.Hop) bool { return h.State == walk.Unknown })
}

// AtOrigin reports whether it ends where the module's origin is asked directly.
func (s Stop) AtOrigin() bool {
	return s.Hop != nil && (s.Hop.Op == walk.OpGit || s.Hop.Op == walk.OpGoGet)
}

// LaterWorks reports whether a later proxy of GOPROXY would serve the module,
// and which. That direct behind it would is no news: it is at the end of
// almost every list, and what failed is the entry.
func (s Stop) LaterWorks(f *Facts) (route.Entry, bool) {
	if s.Hop == nil || s.Hop.Entry.Kind != route.Proxy {
		return route.Entry{}, false
	}
	entries := route.Examined(f.Config().GOPROXY.Entries)
	at := slices.IndexFunc(entries, func(e route.Entry) bool { return e.Name() == s.Hop.Entry.Name() })
	for i := at + 1; at >= 0 && i < len(entries); i++ {
		if entries[i].Kind != route.Proxy {
			break
		}
		c := *f.Config()
		c.GOPROXY.Entries = entries[i : i+1] // by itself: the entries after it are tried next
		if walk.Download(&c, s.Path.Query, f.NetworkAnswer).Outcome == walk.Succeeds {
			return entries[i], true
		}
	}
	return route.Entry{}, false
}

// ProxyHop is the entry of GOPROXY to blame for a stop: the decisive one, or,
// where the origin failed behind it, the last entry that failed before it.
func (s Stop) ProxyHop() *walk.Hop {
	if s.AtProxy() {
		return s.Hop
	}
	if !s.AtOrigin() {
		return nil
	}
	for _, h := range slices.Backward(s.FailedBefore()) {
		if h.Entry.Kind == route.Proxy {
			return &h
		}
	}
	return nil
}

// IsArtifactHost reports whether the hop failed at the place to which a proxy
// redirects the files themselves.
func IsArtifactHost(h *walk.Hop) bool {
	return h.Symptom == symptom.HTTPRedirectFailed && h.Op == walk.OpZip
}

// SettingsMayHelp reports whether a module fails at a setting of the go command
// or at a host, while some other host can be reached.
func SettingsMayHelp(f *Facts) bool {
	for _, s := range Stops(f) {
		switch {
		case s.Path.Setting != "" && s.Path.Setting != NoGo:
			return true
		case (s.AtProxy() || s.AtSumDB() || s.AtOrigin()) && !s.NotFound() && len(ConnectivityOf(f).Connected) > 0:
			return true
		}
	}
	return false
}

// AskedProxy reports whether a proxy was asked before the decisive hop; then
// its "not found" is the news, and not the off behind it.
func (s Stop) AskedProxy() bool {
	for i := range s.Path.Stop {
		if s.Path.Hops[i].Entry.Kind == route.Proxy {
			return true
		}
	}
	return false
}

// AskedFilesOnly reports whether the walk ends at off, behind entries that are all
// file:// URLs, such as the module cache: that they lack the module tells nothing of it.
func (s Stop) AskedFilesOnly() bool {
	if s.Hop == nil || s.Hop.Entry.Kind != route.Off || !s.AskedProxy() {
		return false
	}
	return !slices.ContainsFunc(s.Path.Hops[:s.Path.Stop], func(h walk.Hop) bool {
		return h.Entry.Kind == route.Proxy && !strings.HasPrefix(h.Entry.Name(), "file:")
	})
}

// NotFound reports whether every source that was asked says "not found".
func (s Stop) NotFound() bool {
	if s.Hop == nil || s.Hop.State != walk.NotFound || s.AtSumDB() {
		return false
	}
	return (s.Hop.Entry.Kind != route.Off || s.AskedProxy()) && len(s.FailedBefore()) == 0
}

// StopHop is the hop at which a walk fails, or nil.
func StopHop(p walk.Path) *walk.Hop {
	if p.Stop < 0 || p.Stop >= len(p.Hops) {
		return nil
	}
	return &p.Hops[p.Stop]
}

// UnknownRecord reports whether the checksum database does not know the version.
func (s Stop) UnknownRecord() bool {
	return s.Hop != nil && s.Hop.Op == walk.OpSumLookup && s.Hop.State == walk.NotFound
}

// DecisiveEvidence is the evidence of every hop at which a walk fails.
func DecisiveEvidence(f *Facts) map[evidence.ID]bool {
	out := map[evidence.ID]bool{}
	for _, s := range Stops(f) {
		for _, id := range s.Evidence() {
			out[id] = true
		}
	}
	return out
}
