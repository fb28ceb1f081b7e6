package facts

import (
	"slices"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
)

// OpDisk is the hop at which a walk fails on this machine's own files. No
// request belongs to it.
const OpDisk route.Op = "disk"

// onDisk lets a walk that the network would serve fail where this machine's
// files fail it: the module has to be stored, and the checksum database's
// record has to be read.
func (f *Facts) onDisk(p route.Path) route.Path {
	if p.Outcome == route.Fails {
		return p
	}
	r := f.failingDisk(p)
	if r == nil {
		return p
	}
	hop := route.Hop{
		Request: route.Request{Op: OpDisk, Query: p.Query},
		Answer:  route.Answer{State: route.Bad, Symptom: r.Symptom, Result: r.ID, Detail: r.Detail},
		Times:   1,
	}
	p.Hops = append(slices.Clone(p.Hops), hop)
	p.Outcome, p.Stop = route.Fails, len(p.Hops)-1
	return p
}

func (f *Facts) failingDisk(p route.Path) *probe.Result {
	if r := f.Modcache(p.Query); r != nil && r.Status == probe.Fail {
		return r
	}
	asks := slices.ContainsFunc(p.Hops, func(h route.Hop) bool { return h.Op == route.OpSumSupported || h.Op == route.OpSumLookup }) ||
		p.Outcome == route.CannotSay && f.verifies(p.Query)
	for _, r := range f.Of(probe.SumdbState) {
		if asks && r.Status == probe.Fail && f.readsState(r, p.Query) {
			return r
		}
	}
	return nil
}

// readsState reports whether the go command reads what r looked at in order to
// verify q: the tree head of the database for any module, its record for one.
func (f *Facts) readsState(r *probe.Result, q probe.Query) bool {
	return r.About.Database == f.Config().SumDB.Name && (r.About.Module == probe.Query{} || r.About.Module == q)
}

// verifies reports whether the go command asks the checksum database about q,
// or reads what it has kept of it, once it has the module.
func (f *Facts) verifies(q probe.Query) bool {
	_, database := f.Config().Shown(q)
	return database
}

// LaterNeeded reports whether what r looked at would be read for a module that
// fails before: what stands behind the first fault has to be fixed too.
func (f *Facts) LaterNeeded(r *probe.Result) bool {
	return slices.ContainsFunc(f.Walks(), func(p route.Path) bool {
		h := StopHop(p)
		return p.Outcome == route.Fails && h != nil && h.Op != OpDisk && f.verifies(p.Query) && f.readsState(r, p.Query)
	})
}

// Modcache returns what was seen of a module's place in the module cache, or nil.
func (f *Facts) Modcache(q probe.Query) *probe.Result {
	r := f.At(probe.Modcache, q.String())
	if r == nil || r.Status == probe.Skip || r.Evidence.Disk == nil {
		return nil
	}
	return r
}

// CacheIsWrong reports whether the cache is to blame for a damaged file: it is
// broken by itself, or differs from go.sum while a source still has what go.sum says.
func (f *Facts) CacheIsWrong(r *probe.Result) bool {
	for _, d := range r.Evidence.Disk.Damaged {
		if d.Want != "" && !f.confirmed(r.About.Module.String(), d.Want) {
			return false
		}
	}
	return true
}
