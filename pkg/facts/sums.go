package facts

import (
	"slices"

	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// verified takes an answer for good only where the file's checksum is the one
// that go.sum has or, where go.sum has none, that the checksum database has.
func (f *Facts) verified(a walk.Answer, r walk.Request) walk.Answer {
	if a.State != walk.Good || r.Op != walk.OpZip && r.Op != walk.OpMod {
		return a
	}
	x := f.Result(a.Result)
	if x == nil || x.Evidence.HTTP == nil {
		return a
	}
	sums := sumsOf(x.Evidence.HTTP, r.Op)
	want := sums.GoSum
	if want == "" && !f.inGoSum(r.Query, r.Op) && !f.Config().SkipsSumDB(r.Query.Path) {
		want = f.recorded(x.Evidence.HTTP.Module, r.Op)
	}
	if sums.Hash == "" || want == "" || sums.Hash == want {
		return a
	}
	a.State, a.Symptom = walk.Bad, symptom.ChecksumMismatch
	a.Detail = "downloaded " + sums.Hash + ", recorded " + want
	return a
}

func sumsOf(h *probe.HTTPEvidence, op walk.Op) probe.Sums {
	if op == walk.OpMod {
		return h.Mod
	}
	return h.Zip
}

func (f *Facts) inGoSum(q probe.Query, op walk.Op) bool {
	for _, r := range f.Settings.Module.Requires {
		if r.Path == q.Path && r.Version == q.Version {
			return op == walk.OpZip && r.InGoSum || op == walk.OpMod && r.GoModInGoSum
		}
	}
	return false
}

// recorded is the checksum that the checksum database has for a module's zip or go.mod
// file, "" where it was not asked.
func (f *Facts) recorded(module string, op walk.Op) string {
	for _, k := range []probe.Kind{probe.SumdbRelay, probe.Sumdb} {
		for _, r := range f.Of(k) {
			if h := r.Evidence.HTTP; h != nil && h.Module == module && sumsOf(h, op).Hash != "" {
				return sumsOf(h, op).Hash
			}
		}
	}
	return ""
}

// confirmed reports whether the checksum database or a module proxy has that
// checksum for a file of the module.
func (f *Facts) confirmed(module, hash string) bool { return len(f.Confirming(module, hash)) > 0 }

// Confirming returns the ids of the results that have that checksum for a file
// of the module.
func (f *Facts) Confirming(module, hash string) []evidence.ID {
	var out []evidence.ID
	for i := range f.Results {
		r := &f.Results[i]
		if h := r.Evidence.HTTP; h != nil && h.Module == module && slices.Contains([]string{h.Zip.Hash, h.Mod.Hash}, hash) {
			out = append(out, r.ID)
		}
	}
	return out
}

// Mismatch is a download that is not what is recorded, seen at a stop.
type Mismatch struct {
	Entry, Module string
	Came, Want    string // checksums
	InGoSum       bool   // go.sum has want, and not only the checksum database
	// Confirming are the results that have Want, Contradicting those of others
	// that have what came.
	Confirming, Contradicting []evidence.ID
}

// MismatchAt returns what differs where a walk stops, or nil where it stops for
// another reason.
func MismatchAt(f *Facts, s Stop) *Mismatch {
	if s.Hop == nil || s.Hop.Symptom != symptom.ChecksumMismatch || s.Hop.Result == "" {
		return nil
	}
	x := f.Result(s.Hop.Result)
	if x == nil || x.Evidence.HTTP == nil {
		return nil
	}
	h := x.Evidence.HTTP
	sums := sumsOf(h, s.Hop.Op)
	m := &Mismatch{Entry: s.Hop.Entry.Name(), Module: h.Module, Came: sums.Hash, Want: sums.GoSum, InGoSum: sums.GoSum != ""}
	if !m.InGoSum {
		m.Want = f.recorded(h.Module, s.Hop.Op)
	}
	m.Confirming = f.Confirming(m.Module, m.Want)
	m.Contradicting = slices.DeleteFunc(f.Confirming(m.Module, m.Came), func(id evidence.ID) bool { return id == x.ID })
	return m
}

// MismatchElsewhere returns what differs between go.sum and the module proxies that were
// asked besides, with the results that show it, where go stops at a proxy that it does not
// reach and no other has what go.sum says; nil where nothing does.
func MismatchElsewhere(f *Facts) (*Mismatch, []evidence.ID) {
	if !slices.ContainsFunc(Stops(f), func(s Stop) bool { return s.AtProxy() && s.Hop.Symptom.Unreachable() }) {
		return nil, nil
	}
	for _, q := range f.Queries {
		for _, r := range f.Of(probe.Goproxy) {
			h := r.Evidence.HTTP
			if h == nil || h.Module != q.String() || h.Zip.GoSum == "" || h.Zip.Hash == "" || h.Zip.Hash == h.Zip.GoSum {
				continue
			}
			if f.confirmed(h.Module, h.Zip.GoSum) {
				break
			}
			same := f.Confirming(h.Module, h.Zip.Hash)
			return &Mismatch{
				Entry: h.Entry, Module: h.Module, Came: h.Zip.Hash, Want: h.Zip.GoSum, InGoSum: true,
				Contradicting: slices.DeleteFunc(slices.Clone(same), func(id evidence.ID) bool { return id == r.ID }),
			}, same
		}
	}
	return nil, nil
}
