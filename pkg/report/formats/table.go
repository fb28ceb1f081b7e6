package formats

import (
	"fmt"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/report"
)

// row is what was seen of one host:port.
type row struct {
	host     string   // without :443
	hostname string   // without port
	stages   [3]*cell // dns, tcp, tls; nil where there was no such probe
	protocol []*cell  // one per kind and outcome
}

// cell is one outcome, possibly of several probes that ended alike.
type cell struct {
	kind    string
	status  probe.Status
	symptom string
	ms      int64 // the longest
	count   int
}

// stages are the kinds that have a column of their own.
var stages = [3]probe.Kind{probe.DNS, probe.TCP, probe.TLS}

// rows sorts the probes by host, in the order in which the hosts appear. Name
// resolution is shown with every port of a host. Looks at this machine's own
// files have no host.
func rows(probes []report.Probe) []*row {
	var out []*row
	at := map[string]*row{}
	get := func(p *report.Probe) *row {
		host := p.HostPort()
		if at[host] == nil {
			at[host] = &row{host: host, hostname: p.Hostname()}
			out = append(out, at[host])
		}
		return at[host]
	}
	for _, p := range probes {
		if p.Kind != string(stages[0]) && p.Endpoint != "" {
			get(&p).add(p)
		}
	}
	for _, p := range probes {
		if p.Kind != string(stages[0]) {
			continue
		}
		host, found := p.Hostname(), false
		for _, r := range out {
			if r.hostname == host {
				r.add(p)
				found = true
			}
		}
		if !found {
			get(&p).add(p)
		}
	}
	return out
}

func (r *row) add(p report.Probe) {
	c := &cell{kind: p.Kind, status: p.Status, symptom: string(p.Symptom), ms: p.DurationMs, count: 1}
	for i, k := range stages {
		if p.Kind != string(k) {
			continue
		}
		if r.stages[i] == nil || gravity(c.status) > gravity(r.stages[i].status) {
			r.stages[i] = c
		}
		return
	}
	for _, have := range r.protocol {
		if have.kind == c.kind && have.status == c.status && have.symptom == c.symptom {
			have.count++
			have.ms = max(have.ms, c.ms)
			return
		}
	}
	r.protocol = append(r.protocol, c)
}

// failed reports whether no connection came about.
func (r *row) failed() bool {
	for _, c := range r.stages {
		if c != nil && c.status == probe.Fail {
			return true
		}
	}
	return false
}

func gravity(s probe.Status) int {
	switch s {
	case probe.Fail:
		return 3
	case probe.Warn:
		return 2
	case probe.OK:
		return 1
	}
	return 0
}

// stage is the text of a column: the time, or the failure without the name of
// the layer, which is the column's.
func (c *cell) stage() string {
	switch {
	case c == nil || c.status == probe.Skip:
		return ""
	case c.symptom == "":
		return fmt.Sprint(c.ms)
	}
	return strings.TrimPrefix(c.symptom, c.kind+"-")
}

// protocolText is an entry of the last column.
func (c *cell) protocolText() string {
	text := c.kind
	if text == string(probe.SumdbRelay) {
		text = string(probe.Sumdb) // in the row of a proxy there is no other
	}
	if c.count > 1 {
		text += fmt.Sprintf(" ×%d", c.count)
	}
	switch {
	case c.status == probe.Skip:
		return text
	case c.symptom == "":
		return fmt.Sprintf("%s %d", text, c.ms)
	}
	return text + " " + c.symptom
}
