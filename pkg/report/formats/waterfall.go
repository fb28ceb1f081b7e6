package formats

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/gofix-net/gofix-net/pkg/order"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/report"
)

// lane is one host in the waterfall, with all that was asked of it.
type lane struct {
	Host string
	Bars []bar
}

// bar is one stretch of time on the axis, in milliseconds from the beginning.
type bar struct {
	Kind        string // dns, tcp, tls, wait, body or other
	Failed      bool
	Start, Took int64
	Label       string // what is said of it on a closer look
}

// lanes puts every probe that was run, and every request of it, on one axis. The
// second result is the length of the axis in milliseconds; 0 where a report has no
// times, as those of earlier releases.
func lanes(r *report.Report) ([]lane, int64) {
	begin := time.Time{}
	earlier := func(t time.Time) {
		if !t.IsZero() && (begin.IsZero() || t.Before(begin)) {
			begin = t
		}
	}
	for _, p := range r.Probes {
		earlier(p.StartedAt)
	}
	if begin.IsZero() {
		return nil, 0
	}
	var out []lane
	end := int64(1)
	for _, p := range r.Probes {
		if p.StartedAt.IsZero() || p.Status == probe.Skip || p.Endpoint == "" {
			continue
		}
		host := p.HostPort()
		at := slices.IndexFunc(out, func(l lane) bool { return l.Host == host })
		if at < 0 {
			out = append(out, lane{Host: host})
			at = len(out) - 1
		}
		for _, b := range barsOf(p, begin) {
			out[at].Bars = append(out[at].Bars, b)
			end = max(end, b.Start+b.Took)
		}
	}
	order.Stable(out, func(a, b lane) int { return cmp.Compare(a.Bars[0].Start, b.Bars[0].Start) })
	return out, end
}

// barsOf are the bars of one probe: of a conversation those of its requests.
func barsOf(p report.Probe, begin time.Time) []bar {
	label := strings.TrimSpace(string(p.ID) + " " + string(p.Symptom) + " " + p.Detail)
	whole := bar{Kind: "other", Failed: p.Status == probe.Fail, Start: p.StartedAt.Sub(begin).Milliseconds(), Took: p.DurationMs, Label: label}
	switch probe.Kind(p.Kind) {
	case probe.DNS, probe.TCP, probe.TLS:
		whole.Kind = p.Kind
		return []bar{whole}
	}
	if p.Evidence.HTTP == nil || len(p.Evidence.HTTP.Requests) == 0 {
		return []bar{whole}
	}
	var out []bar
	for _, q := range p.Evidence.HTTP.Requests {
		if q.StartedAt.IsZero() {
			continue
		}
		start, label := q.StartedAt.Sub(begin).Milliseconds(), strings.TrimSpace(q.Name+" "+q.URL+" "+string(q.Symptom)+" "+q.Detail)
		first := cmp.Or(q.FirstByteMs, q.Ms)
		out = append(out, bar{Kind: "wait", Failed: q.Symptom != "" && q.FirstByteMs == 0, Start: start, Took: first, Label: label})
		if rest := q.Ms - first; rest > 0 {
			out = append(out, bar{Kind: "body", Failed: q.Symptom != "", Start: start + first, Took: rest, Label: label})
		}
	}
	if len(out) == 0 {
		return []bar{whole}
	}
	return out
}
