package facts

import (
	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/probe"
)

// index finds results without going through all of them: a GOPROXY of thousands of
// entries has thousands of results, and each step of each walk asks for some.
type index struct {
	of   []probe.Result // what it was made from
	byID map[evidence.ID]*probe.Result
	// All but byID leave out those that were not probed, and byKind those that were
	// probed by another way than the one in force.
	byKind  map[probe.Kind][]*probe.Result
	anyWay  map[probe.Kind][]*probe.Result
	atEntry map[entryKey][]*probe.Result
	byHost  map[string][]*probe.Result // handshakes, by host:port
}

// entryKey is a kind of probe and what it asked: an entry of GOPROXY, or a database.
type entryKey struct {
	kind  probe.Kind
	entry string
}

// indexed returns the index of the results, made anew where there are others.
func (f *Facts) indexed() *index {
	if x := f.index; x != nil && len(x.of) == len(f.Results) && (len(x.of) == 0 || &x.of[0] == &f.Results[0]) {
		return x
	}
	x := &index{of: f.Results, byID: make(map[evidence.ID]*probe.Result, len(f.Results)), byKind: map[probe.Kind][]*probe.Result{}, anyWay: map[probe.Kind][]*probe.Result{}, atEntry: map[entryKey][]*probe.Result{}, byHost: map[string][]*probe.Result{}}
	for i := range f.Results {
		r := &f.Results[i]
		if x.byID[r.ID] == nil {
			x.byID[r.ID] = r
		}
		if r.Status == probe.Skip {
			continue
		}
		x.anyWay[r.Kind] = append(x.anyWay[r.Kind], r)
		if r.Way == "" {
			x.byKind[r.Kind] = append(x.byKind[r.Kind], r)
		}
		if h := r.Evidence.HTTP; h != nil {
			key := entryKey{r.Kind, h.Entry}
			x.atEntry[key] = append(x.atEntry[key], r)
		}
		if r.Kind == probe.TLS {
			x.byHost[r.About.Endpoint] = append(x.byHost[r.About.Endpoint], r)
		}
	}
	f.index = x
	return x
}

// AtEntry returns the results of a kind that a probe really examined, of those that asked an
// entry of GOPROXY or a database.
func (f *Facts) AtEntry(k probe.Kind, entry string) []*probe.Result {
	at := f.indexed().atEntry[entryKey{k, entry}]
	return at[:len(at):len(at)]
}
