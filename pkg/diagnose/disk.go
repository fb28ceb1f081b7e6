package diagnose

import (
	"slices"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
)

// opDisk is the hop at which a walk fails on this machine's own files. No
// request belongs to it.
const opDisk route.Op = "disk"

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
		Request: route.Request{Op: opDisk, Query: p.Query},
		Answer:  route.Answer{State: route.Bad, Symptom: r.Symptom, Result: r.ID, Detail: r.Detail},
		Times:   1,
	}
	p.Hops = append(slices.Clone(p.Hops), hop)
	p.Outcome, p.Stop = route.Fails, len(p.Hops)-1
	return p
}

func (f *Facts) failingDisk(p route.Path) *probe.Result {
	if r := f.modcache(p.Query); r != nil && r.Status == probe.Fail {
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
	name := f.Config().SumDB.Name
	return r.Target == name || r.Target == name+"/"+q.String()
}

// verifies reports whether the go command asks the checksum database about q,
// or reads what it has kept of it, once it has the module.
func (f *Facts) verifies(q probe.Query) bool {
	_, database := f.Config().Shown(q)
	return database
}

// laterNeeded reports whether what r looked at would be read for a module that
// fails before: what stands behind the first fault has to be mended too.
func (f *Facts) laterNeeded(r *probe.Result) bool {
	return slices.ContainsFunc(f.Walks(), func(p route.Path) bool {
		h := stopHop(p)
		return p.Outcome == route.Fails && h != nil && h.Op != opDisk && f.verifies(p.Query) && f.readsState(r, p.Query)
	})
}

// modcache returns what was seen of a module's place in the module cache, or nil.
func (f *Facts) modcache(q probe.Query) *probe.Result {
	r := f.Result(string(probe.Modcache) + "/" + q.String())
	if r == nil || r.Status == probe.Skip || r.Evidence.Disk == nil {
		return nil
	}
	return r
}

// onModcache builds a Match for what is wrong with the module cache for the
// modules asked about: one finding for each place, with all the modules.
func onModcache(rule func(*Facts, *probe.Result) *Finding) func(*Facts) []Finding {
	return func(f *Facts) []Finding {
		var out []Finding
		for _, q := range f.Queries {
			r := f.modcache(q)
			if r == nil || r.Status != probe.Fail {
				continue
			}
			if x := rule(f, r); x != nil {
				x.Evidence, x.Symptom = append(x.Evidence, r.ID), r.Symptom
				out = merge(out, *x)
			}
		}
		return out
	}
}

// diskArgs are what texts say of a place on the disk.
func diskArgs(f *Facts, r *probe.Result) Args {
	return Args{"path": r.Evidence.Disk.Path, "state": string(r.Evidence.Disk.State), "detail": r.Detail, "os": f.Settings.OS}
}
