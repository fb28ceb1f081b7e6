package diagnose

import (
	"slices"

	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// stop is where the toolchain's walk for one module ends in failure.
type stop struct {
	path route.Path
	// hop is the decisive hop; nil where a setting alone fails the command.
	hop *route.Hop
}

// stops returns one stop for each module that fails.
func stops(f *Facts) []stop {
	var out []stop
	for _, p := range f.Walks() {
		if p.Outcome != route.Fails {
			continue
		}
		s := stop{path: p}
		if p.Stop >= 0 && p.Stop < len(p.Hops) {
			s.hop = &p.Hops[p.Stop]
		}
		out = append(out, s)
	}
	return out
}

// evidence names what the failure rests on: the decisive hop's result, those of
// the hops of the same request that failed before it, or the setting.
func (s stop) evidence() []string {
	if s.path.Setting != "" {
		return []string{"setting/" + s.path.Setting}
	}
	if s.hop == nil {
		return nil
	}
	var ids []string
	if s.hop.Result != "" {
		ids = append(ids, s.hop.Result)
	} else if s.hop.Entry.Kind == route.Off {
		ids = append(ids, "setting/GOPROXY")
	}
	for _, h := range s.failedBefore() {
		if h.Result != "" && !slices.Contains(ids, h.Result) {
			ids = append(ids, h.Result)
		}
	}
	return ids
}

// failedBefore returns the hops of the decisive hop's walk over GOPROXY that
// failed otherwise than by "not found", in order.
func (s stop) failedBefore() []route.Hop {
	var out []route.Hop
	if s.hop == nil {
		return nil
	}
	for i := s.path.Stop - 1; i >= 0; i-- {
		h := s.path.Hops[i]
		if h.Next == route.Served {
			break
		}
		if h.State == route.Bad {
			out = append([]route.Hop{h}, out...)
		}
	}
	return out
}

// atProxy reports whether the walk ends at a file of a module proxy.
func (s stop) atProxy() bool {
	return s.hop != nil && s.hop.Entry.Kind == route.Proxy && !s.atSumDB()
}

// atSumDB reports whether it ends at the checksum database, relayed or not.
func (s stop) atSumDB() bool {
	return s.hop != nil && (s.hop.Op == route.OpSumSupported || s.hop.Op == route.OpSumLookup)
}

// atOrigin reports whether it ends where the module's origin is asked directly.
func (s stop) atOrigin() bool {
	return s.hop != nil && (s.hop.Op == route.OpGit || s.hop.Op == route.OpGoGet)
}

// laterWorks reports whether a later proxy of GOPROXY would serve the module,
// and which. That direct behind it would is no news: it stands at the end of
// almost every list, and what failed is the entry.
func (s stop) laterWorks(f *Facts) (route.Entry, bool) {
	if s.hop == nil || s.hop.Entry.Kind != route.Proxy {
		return route.Entry{}, false
	}
	entries := f.Config().GOPROXY.Entries
	at := slices.IndexFunc(entries, func(e route.Entry) bool { return e.Name() == s.hop.Entry.Name() })
	for i := at + 1; at >= 0 && i < len(entries); i++ {
		if entries[i].Kind != route.Proxy {
			break
		}
		c := *f.Config()
		c.GOPROXY.Entries = entries[i:]
		if c.Walk(s.path.Query, f.Answer).Outcome == route.Succeeds {
			return entries[i], true
		}
	}
	return route.Entry{}, false
}

// onStop builds a Match from a rule about one stop; nil means that the rule
// does not apply. Stops of one target become one finding with all their evidence.
func onStop(rule func(*Facts, stop) *Finding) func(*Facts) []Finding {
	return func(f *Facts) []Finding {
		var out []Finding
		for _, s := range stops(f) {
			x := rule(f, s)
			if x == nil {
				continue
			}
			if len(x.Evidence) == 0 {
				x.Evidence = s.evidence()
			}
			if x.Symptom == "" && s.hop != nil {
				x.Symptom = s.hop.Symptom
			}
			out = merge(out, *x)
		}
		return out
	}
}

// onProxyStop is onStop for the failures at an entry of GOPROXY that has no
// later entry which would work, by symptom.
func onProxyStop(applies func(symptom.Symptom, *route.Hop) bool) func(*Facts) []Finding {
	return onStop(func(f *Facts, s stop) *Finding {
		hop := s.proxyHop()
		if hop == nil || !applies(hop.Symptom, hop) {
			return nil
		}
		if _, ok := s.laterWorks(f); ok {
			return nil
		}
		return &Finding{Target: hop.Entry.Name(), Symptom: hop.Symptom, Args: entryArgs(s, hop)}
	})
}

// proxyHop is the entry of GOPROXY to blame for a stop: the decisive one, or,
// where the origin failed behind it, the last entry that failed before it.
func (s stop) proxyHop() *route.Hop {
	if s.atProxy() {
		return s.hop
	}
	if !s.atOrigin() {
		return nil
	}
	for _, h := range slices.Backward(s.failedBefore()) {
		if h.Entry.Kind == route.Proxy {
			return &h
		}
	}
	return nil
}

func entryArgs(s stop, hop *route.Hop) Args {
	return Args{
		"entry":   hop.Entry.Name(),
		"host":    hostOf(hop.Entry.URL),
		"module":  s.path.Query.String(),
		"symptom": string(hop.Symptom),
		"detail":  hop.Detail,
	}
}

// merge adds x to found, or its evidence to the finding of the same target.
func merge(found []Finding, x Finding) []Finding {
	for i := range found {
		if found[i].Target != x.Target {
			continue
		}
		for _, id := range x.Evidence {
			if !slices.Contains(found[i].Evidence, id) {
				found[i].Evidence = append(found[i].Evidence, id)
			}
		}
		return found
	}
	return append(found, x)
}
