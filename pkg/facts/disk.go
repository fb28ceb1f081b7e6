package facts

import (
	"slices"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
)

// stored answers whether the module cache takes a module.
func (f *Facts) stored(r walk.Request) walk.Answer {
	if x := f.Modcache(r.Query); x != nil && x.Status == probe.Fail {
		return failedBy(x)
	}
	return walk.Answer{State: walk.Unknown}
}

// record answers whether what this machine keeps of the checksum database can be read.
func (f *Facts) record(r walk.Request) walk.Answer {
	for _, x := range f.Of(probe.SumdbState) {
		if x.Status == probe.Fail && f.readsState(x, r.Query) {
			return failedBy(x)
		}
	}
	return walk.Answer{State: walk.Unknown}
}

// OnDisk reports whether a hop is to this machine's own files.
func OnDisk(h *walk.Hop) bool { return h != nil && (h.Op == walk.OpStore || h.Op == walk.OpRecord) }

// readsState reports whether the go command reads what r examined in order to
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

// LaterNeeded reports whether what r examined would be read for a module that
// fails before: the faults after the first have to be fixed too.
func (f *Facts) LaterNeeded(r *probe.Result) bool {
	return slices.ContainsFunc(f.Walks(), func(p walk.Path) bool {
		h := StopHop(p)
		return p.Outcome == walk.Fails && h != nil && !OnDisk(h) && f.verifies(p.Query) && f.readsState(r, p.Query)
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

// CacheIsWrong reports whether the cache causes a damaged file: it is
// broken by itself, or differs from go.sum while a source still has what go.sum says.
func (f *Facts) CacheIsWrong(r *probe.Result) bool {
	for _, d := range r.Evidence.Disk.Damaged {
		if d.Want != "" && !f.confirmed(r.About.Module.String(), d.Want) {
			return false
		}
	}
	return true
}
