package diagnose

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// verified takes an answer for good only where the file's checksum is the one
// that go.sum has or, where go.sum has none, that the checksum database has.
func (f *Facts) verified(a route.Answer, r route.Request) route.Answer {
	if a.State != route.Good || r.Op != route.OpZip && r.Op != route.OpMod {
		return a
	}
	x := f.Result(a.Result)
	if x == nil || x.Evidence.HTTP == nil {
		return a
	}
	sums := sumsOf(x.Evidence.HTTP, r.Op)
	want := sums.GoSum
	if want == "" && r.Op == route.OpZip && !f.inGoSum(r.Query) && !f.Config().SkipsSumDB(r.Query.Path) {
		want = f.recorded(x.Evidence.HTTP.Module)
	}
	if sums.Hash == "" || want == "" || sums.Hash == want {
		return a
	}
	a.State, a.Symptom = route.Bad, symptom.ChecksumMismatch
	a.Detail = "downloaded " + sums.Hash + ", recorded " + want
	return a
}

func sumsOf(h *probe.HTTPEvidence, op route.Op) probe.Sums {
	if op == route.OpMod {
		return h.Mod
	}
	return h.Zip
}

func (f *Facts) inGoSum(q probe.Query) bool {
	for _, r := range f.Settings.Module.Requires {
		if r.Path == q.Path && r.Version == q.Version {
			return r.InGoSum
		}
	}
	return false
}

// recorded is the checksum that the checksum database has for a module's zip,
// "" where it was not asked.
func (f *Facts) recorded(module string) string {
	for _, k := range []probe.Kind{probe.SumdbRelay, probe.Sumdb} {
		for _, r := range f.Of(k) {
			if h := r.Evidence.HTTP; h != nil && h.Module == module && h.Zip.Hash != "" {
				return h.Zip.Hash
			}
		}
	}
	return ""
}

// confirmed reports whether the checksum database or a module proxy has that
// checksum for a file of the module.
func (f *Facts) confirmed(module, hash string) bool { return len(f.confirming(module, hash)) > 0 }

// confirming returns the ids of the results that have that checksum for a file
// of the module.
func (f *Facts) confirming(module, hash string) []string {
	var out []string
	for i := range f.Results {
		r := &f.Results[i]
		if h := r.Evidence.HTTP; h != nil && h.Module == module && slices.Contains([]string{h.Zip.Hash, h.Mod.Hash}, hash) {
			out = append(out, r.ID)
		}
	}
	return out
}

// mismatch is a download that is not what is recorded, seen at a stop.
type mismatch struct {
	entry, module string
	came, want    string // checksums
	inGoSum       bool   // go.sum has want, and not the checksum database alone
	// confirming are the results that have want, contradicting those of others
	// that have what came.
	confirming, contradicting []string
}

// mismatchAt returns what differs where a walk stops, or nil where it stops for
// another reason.
func mismatchAt(f *Facts, s stop) *mismatch {
	if s.hop == nil || s.hop.Symptom != symptom.ChecksumMismatch || s.hop.Result == "" {
		return nil
	}
	x := f.Result(s.hop.Result)
	if x == nil || x.Evidence.HTTP == nil {
		return nil
	}
	h := x.Evidence.HTTP
	sums := sumsOf(h, s.hop.Op)
	m := &mismatch{entry: s.hop.Entry.Name(), module: h.Module, came: sums.Hash, want: sums.GoSum, inGoSum: sums.GoSum != ""}
	if !m.inGoSum {
		m.want = f.recorded(h.Module)
	}
	m.confirming = f.confirming(m.module, m.want)
	m.contradicting = slices.DeleteFunc(f.confirming(m.module, m.came), func(id string) bool { return id == x.ID })
	return m
}

func mismatchFinding(m *mismatch, s stop) *Finding {
	args := entryArgs(s, s.hop)
	args["came"], args["want"], args["gosum"], args["others"] = m.came, m.want, "", strings.Join(m.contradicting, ", ")
	if m.inGoSum {
		args["gosum"] = "yes"
	}
	args["agree"] = strings.Join(m.confirming, ", ")
	return &Finding{
		Target: m.entry, Symptom: symptom.ChecksumMismatch, Args: args,
		Evidence: slices.Concat(s.evidence(), m.confirming, m.contradicting),
	}
}
