package measure

import (
	"fmt"
	"slices"
	"time"

	"golang.org/x/mod/semver"

	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/mirror"
	"github.com/gofix-net/gofix-net/pkg/order"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// compare judges what can only be judged by all mirrors together, and gives each
// its verdict. It is pure: now is when the measurement ended.
func compare(r *Result, sums map[string][]string, now time.Time) {
	truth := trueSums(r, sums)
	for i := range r.Mirrors {
		m := &r.Mirrors[i]
		m.set(ownContent(m, content(m, truth), sums))
		m.set(cached(m, fresh(m, r.Mirrors, now)))
		if c := m.Check(Escape); c.Status == Fail && c.Symptom.NotFound() && !anyPasses(r.Mirrors, Escape) {
			c.Status = Untried // no server has that module: it says nothing about escaping
			m.set(c)
		}
		if c := m.Check(Latest); c.Status == Fail && c.Symptom.NotFound() && len(m.listed) > 0 {
			c.Status = NA // go takes the newest of the list then (modfetch.proxyRepo.Latest)
			m.set(c)
		}
		if c := m.Check(Versions); c.Status == Fail && named(r.Mirrors, m.highest()) > 1 {
			c.Status = Untried // others have it as well: the relay is behind
			m.set(c)
		}
		m.set(databaseCheck(m, r.Database))
		m.Verdict = verdict(m)
	}
}

// set replaces a check, in the order of the checks.
func (m *Mirror) set(c Check) {
	i := slices.IndexFunc(m.Checks, func(have Check) bool { return have.ID == c.ID })
	if i >= 0 {
		m.Checks[i] = c
		return
	}
	m.Checks = append(m.Checks, c)
	order.Stable(m.Checks, func(a, b Check) int { return slices.Index(checkIDs, a.ID) - slices.Index(checkIDs, b.ID) })
}

// truth is what the sample's checksums are, and who says so.
type truth struct{ zip, mod, by string }

// trueSums finds the sample's checksums: the checksum database's, which is
// signed; else go.sum's; else what most mirrors agree on, three at least.
func trueSums(r *Result, sums map[string][]string) truth {
	records := []truth{{r.Database.record.Zip, r.Database.record.Mod, r.Database.Name}}
	for _, m := range r.Mirrors {
		records = append(records, truth{m.records.Zip, m.records.Mod, r.Database.Name})
	}
	for _, t := range records {
		if t.zip != "" && t.mod != "" && !r.Sample.IsSecret() {
			return t
		}
	}
	key := r.Sample.Module.Path + " " + r.Sample.Module.Version
	if zip, mod := sums[key], sums[key+"/go.mod"]; len(zip) == 1 && len(mod) == 1 {
		return truth{zip[0], mod[0], "go.sum"}
	}
	const least = 3 // of byMirrors
	zip := most(r.Mirrors, func(m Mirror) string { return m.zip.Hash }, least)
	mod := most(r.Mirrors, func(m Mirror) string { return m.mod.Hash }, least)
	return truth{zip, mod, byMirrors}
}

// byMirrors is who says what the sample's checksums are where only mirrors do.
const byMirrors = "other mirrors"

// byWhom parts those who have a name of their own from the other mirrors, whose name is
// words.
func byWhom(by string) string {
	if by == byMirrors {
		return "mirrors"
	}
	return "named"
}

// most returns the value that more than half of those that have one share, at
// least that many; "" where there is none.
func most(mirrors []Mirror, of func(Mirror) string, least int) string {
	count, all := map[string]int{}, 0
	for _, m := range mirrors {
		if h := of(m); h != "" {
			count[h]++
			all++
		}
	}
	for h, n := range count {
		if n >= least && 2*n > all {
			return h
		}
	}
	return ""
}

// content holds what was downloaded against the truth.
func content(m *Mirror, t truth) Check {
	c := Check{ID: Content, Status: Untried}
	for _, sum := range []struct{ what, have, want string }{{"zip", m.zip.Hash, t.zip}, {"go.mod", m.mod.Hash, t.mod}} {
		if sum.have == "" || sum.want == "" {
			continue
		}
		if sum.have != sum.want {
			hop, _ := route.HostPort(m.URL)
			if z := m.Check(Zip); sum.what == "zip" && z.Hop != "" {
				hop = z.Hop
			}
			return Check{
				ID: Content, Status: Fail, Symptom: symptom.ChecksumMismatch, Hop: hop, Request: m.Check(Zip).Request,
				Detail: fmt.Sprintf("its %s has %s; %s: %s", sum.what, sum.have, t.by, sum.want),
				Say:    Sentence{"content." + byWhom(t.by), map[string]string{"what": sum.what, "have": sum.have, "by": t.by, "want": sum.want}},
			}
		}
		c.Status = Pass
	}
	return c
}

// ownContent holds the project's own modules against go.sum, unless the sample has
// failed already.
func ownContent(m *Mirror, c Check, sums map[string][]string) Check {
	if c.Status == Fail {
		return c
	}
	for _, own := range m.own {
		key := own.module.Path + " " + own.module.Version
		for _, sum := range []struct{ key, have string }{{key, own.zip}, {key + "/go.mod", own.mod}} {
			recorded := sums[sum.key]
			if sum.have == "" || len(recorded) == 0 {
				continue
			}
			if !slices.Contains(recorded, sum.have) {
				hop, _ := route.HostPort(m.URL)
				return Check{
					ID: Content, Status: Fail, Symptom: symptom.ChecksumMismatch, Hop: hop,
					Detail: fmt.Sprintf("its %s has %s; go.sum: %s", sum.key, sum.have, recorded[0]),
					Say:    Sentence{"content.named", map[string]string{"what": sum.key, "have": sum.have, "by": "go.sum", "want": recorded[0]}},
				}
			}
			c.Status = Pass
		}
	}
	return c
}

// staleAfter is how old a version has to be that a mirror does not know of yet:
// caches of minutes or hours are as it should be.
const staleAfter = 24 * time.Hour

// fresh compares @latest with what at least two others agree on.
func fresh(m *Mirror, all []Mirror, now time.Time) Check {
	c := Check{ID: Fresh, Status: Untried}
	if m.newest.name == "" {
		return c
	}
	newer := map[version]int{}
	agree := 0
	for _, o := range all {
		switch {
		case o.URL == m.URL || o.newest.name == "":
		case semver.Compare(o.newest.name, m.newest.name) <= 0:
			agree++
		case now.Sub(o.newest.at) > staleAfter:
			newer[version{o.newest.name, o.newest.at.UTC()}]++
		}
	}
	for v, n := range newer {
		if n >= 2 {
			c.Status, c.Symptom = Fail, symptom.HTTPNotProxy
			c.Hop, _ = route.HostPort(m.URL)
			c.Request = m.Check(Latest).Request
			c.Say = Sentence{"fresh", map[string]string{"have": m.newest.name, "count": fmt.Sprint(n), "want": v.name, "date": v.at.Format(time.DateOnly)}}
			c.Detail = fmt.Sprintf("@latest is %s; %d others have %s, of %s", m.newest.name, n, v.name, v.at.Format(time.DateOnly))
			return c
		}
	}
	if agree >= 2 {
		c.Status = Pass
	}
	return c
}

// cached fails a mirror that nothing could be compared with where it says itself that a
// list, which changes, has been in its cache for more than a day.
func cached(m *Mirror, c Check) Check {
	id, old, file := List, m.listAge, "@v/list"
	if m.latestAge > old {
		id, old, file = Latest, m.latestAge, "@latest"
	}
	if c.Status != Untried || old <= staleAfter || m.Check(id).Status != Pass {
		return c
	}
	c.Status, c.Symptom = Fail, symptom.HTTPNotProxy
	c.Hop, _ = route.HostPort(m.URL)
	c.Request = m.Check(id).Request
	hours := fmt.Sprint(int(old.Hours()))
	c.Say = Sentence{"aged", map[string]string{"file": file, "hours": hours}}
	c.Detail = "its answer to " + file + " has been in a cache for " + hours + " hours"
	return c
}

// named counts the mirrors that name a version.
func named(all []Mirror, version string) int {
	n := 0
	for _, m := range all {
		if m.newest.name == version || slices.Contains(m.listed, version) {
			n++
		}
	}
	return n
}

func anyPasses(all []Mirror, id CheckID) bool {
	return slices.ContainsFunc(all, func(m Mirror) bool { return m.Check(id).Status == Pass })
}

// databaseCheck fails a mirror without a relay where the database itself is out of
// reach: go could not verify what it downloads.
func databaseCheck(m *Mirror, d Database) Check {
	c := m.Check(Sumdb)
	if c.Status == NA && m.Relays == known.No && d.Tried && !d.Reached {
		c.Status, c.Symptom, c.Hop = Fail, d.Symptom, d.Hop
		c.Say = Sentence{"norelay", map[string]string{"name": d.Name}}
		c.Detail = "no relay here, and " + d.Name + " itself is out of reach"
	}
	return c
}

// verdict says what go can do with a mirror.
func verdict(m *Mirror) Verdict {
	out := Usable
	for _, c := range m.Checks {
		switch {
		case c.Status != Fail && !(c.Status == Untried && c.ID.core() && c.ID != Content):
		case c.ID.core() && c.Status == Fail && c.Passed: // go can download, at times
			if out == Usable {
				out = Limited
			}
		case c.ID.core() && (c.Status == Untried || silent(c)):
			if out != Broken {
				out = Silent
			}
		case c.ID.core():
			out = Broken
		case out == Usable:
			out = Limited
		}
	}
	return out
}

// silent reports whether nothing came in the time that was given: go waits longer.
func silent(c Check) bool {
	s := c.Symptom
	if s == symptom.HTTPRedirectFailed && c.HopSymptom != "" {
		s = c.HopSymptom
	}
	switch s {
	case symptom.TCPTimeout, symptom.TLSTimeout, symptom.HTTPTimeout, symptom.DNSTimeout:
		return true
	}
	return false
}

// ranked orders the mirrors, best first, with the reason of each place.
func ranked(mirrors []Mirror) []Mirror {
	var measured []mirror.Measured
	byURL := map[string]Mirror{}
	for _, m := range mirrors {
		measured = append(measured, mirror.Measured{
			URL: m.URL, Usable: m.Verdict == Usable, Limited: m.Verdict == Limited,
			RelaysSumDB: m.Relays, Latency: m.Warm, BytesPerSecond: m.BytesPerSecond,
		})
		byURL[m.URL.String()] = m
	}
	var out []Mirror
	for _, place := range mirror.Places(measured) {
		m := byURL[place.URL.String()]
		m.Rank, m.Reason = place.Rank, place.Reason
		out = append(out, m)
	}
	return out
}
