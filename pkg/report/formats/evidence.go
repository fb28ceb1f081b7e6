package formats

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/report"
)

// fact is evidence of a finding as people read it: one piece in full, and the
// targets at which the same kind of probe met the same symptom. A dead resolver
// is forty failures and one thing to know.
type fact struct {
	id   evidence.ID
	says string   // what stands behind the id; "" where the id says it all
	same []string // targets, without their kind
}

// factsOf returns the evidence of a finding in its order, likes together behind
// the first of them.
func factsOf(r *report.Report, f *report.Finding, texts *i18n.Texts) []fact {
	type like struct{ kind, status, symptom string }
	var out []fact
	first := map[like]int{}
	for _, id := range f.Evidence {
		p := r.Probe(id)
		if p == nil {
			out = append(out, fact{id: id, says: evidenceSays(r, id, texts)})
			continue
		}
		l := like{p.Kind, string(p.Status), string(p.Symptom)}
		at, seen := first[l]
		if !seen {
			first[l] = len(out)
			x := fact{id: id, says: evidenceSays(r, id, texts)}
			if p.Symptom == "" && p.Detail == "" {
				x.says = fmt.Sprintf(" %s (%d ms)", p.Status, p.DurationMs)
			}
			out = append(out, x)
			continue
		}
		out[at].same = append(out[at].same, p.Target)
	}
	return out
}

// likewise is the sentence about the targets that are left out, or "".
func (x fact) likewise(texts *i18n.Texts) string {
	if len(x.same) == 0 {
		return ""
	}
	return texts.T("report.likewise", map[string]string{"targets": strings.Join(x.same, ", ")})
}

// evidenceSays returns what a piece of evidence says, to stand behind its id,
// or "" where the id says it all.
func evidenceSays(r *report.Report, id evidence.ID, texts *i18n.Texts) string {
	if name, ok := id.Setting(); ok {
		if s := r.Setting(name); s != nil {
			return " = " + s.Value + texts.Aside(origin(*s, texts))
		}
		return ""
	}
	p := r.Probe(id)
	if p == nil {
		return ""
	}
	said := strings.Join(slices.DeleteFunc([]string{string(p.Symptom), texts.Words(p.Detail)}, func(s string) bool { return s == "" }), ", ")
	if said != "" {
		said = " " + said
	}
	if p.Status == probe.Skip {
		return said
	}
	return fmt.Sprintf("%s (%d ms)", said, p.DurationMs)
}
