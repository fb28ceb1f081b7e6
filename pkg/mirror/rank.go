package mirror

import (
	"slices"
	"time"

	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/order"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// Measured is what measuring one module proxy brought.
type Measured struct {
	// URL is the proxy that was measured; in the table or not.
	URL settings.Value
	// Usable says that info, mod and zip of a module were all served, and
	// Limited that a mirror which is not usable for everything serves modules.
	Usable  bool
	Limited bool
	// RelaysSumDB says what its /supported answered.
	RelaysSumDB known.Tri
	// Latency is the time to a small answer over a connection that stands; 0
	// where it was not measured.
	Latency time.Duration
	// BytesPerSecond is the throughput of a zip; 0 where it was not measured.
	BytesPerSecond int64
}

// Differences below both of these are noise: two runs on one line must not
// disagree about the order.
const (
	noticeableShare = 25 // per cent of the slower one
	noticeableTime  = 30 * time.Millisecond
)

// Rank orders measurements, best first: usable ones before others, then those
// that relay the checksum database, then by time. A noticeable difference in
// time is at least 25 % and 30 ms; where there is none, the table's order
// stands, and behind the table that of the URLs.
//
// Times are compared with the head of a group and not pair by pair, because
// "about as fast" is not transitive: everything about as fast as the fastest
// one left forms a group, and the groups follow each other.
func Rank(measurements []Measured) []Measured {
	left := slices.Clone(measurements)
	order.Stable(left, func(a, b Measured) int {
		if c := class(a) - class(b); c != 0 {
			return c
		}
		if a.cost() != b.cost() {
			return compare(a.cost(), b.cost())
		}
		return tableOrder(a, b)
	})
	var out []Measured
	for len(left) > 0 {
		n := 1
		for n < len(left) && class(left[n]) == class(left[0]) && !noticeable(left[0].cost(), left[n].cost()) {
			n++
		}
		order.Stable(left[:n], tableOrder)
		out = append(out, left[:n]...)
		left = left[n:]
	}
	return out
}

// Reason is why a mirror has its place.
type Reason string

// The reasons.
const (
	Fastest  Reason = "fastest"   // of those that can do as much
	AsFast   Reason = "as-fast"   // as the one before: the difference is noise, and the table decides
	Slower   Reason = "slower"    // noticeably, than the one before
	NoRelay  Reason = "no-relay"  // it does not relay the checksum database, others do
	Partly   Reason = "limited"   // it fails at something that some go command needs
	Unusable Reason = "no-answer" // go cannot download from it
)

// Place is a mirror's place, from 1, and why.
type Place struct {
	Measured
	Rank   int
	Reason Reason
}

// Places ranks like [Rank] and says why. Rank is 0 for what cannot be used.
func Places(measurements []Measured) []Place {
	var out []Place
	for i, m := range Rank(measurements) {
		p := Place{Measured: m, Rank: i + 1}
		switch {
		case class(m) == 3:
			p.Rank, p.Reason = 0, Unusable
		case class(m) == 2:
			p.Reason = Partly
		case i > 0 && class(m) != class(out[i-1].Measured):
			p.Reason = NoRelay
		case i == 0:
			p.Reason = Fastest
		case noticeable(out[i-1].cost(), m.cost()):
			p.Reason = Slower
		default:
			p.Reason = AsFast
		}
		out = append(out, p)
	}
	return out
}

// sample is what a download of typical size is taken to be: most modules' zips
// are below it.
const sample = 512 << 10

// unmeasured stands for a latency that was not measured: worse than any real one.
const unmeasured = time.Minute

// cost estimates the time for one module: the round trips of info, mod and zip
// and the transfer of a typical zip.
func (m Measured) cost() time.Duration {
	if m.Latency <= 0 {
		return unmeasured
	}
	d := m.Latency
	if m.BytesPerSecond > 0 {
		d += time.Duration(float64(sample) / float64(m.BytesPerSecond) * float64(time.Second) / 3)
	}
	return min(d, unmeasured)
}

func class(m Measured) int {
	switch {
	case m.Limited && !m.Usable:
		return 2
	case !m.Usable:
		return 3
	case m.RelaysSumDB == known.Yes:
		return 0
	}
	return 1
}

func noticeable(fast, slow time.Duration) bool {
	d := slow - fast
	return d >= noticeableTime && d*100 >= slow*noticeableShare
}

func tableOrder(a, b Measured) int {
	if c := position(a.URL) - position(b.URL); c != 0 {
		return c
	}
	return compare(a.URL, b.URL)
}

// position returns the row of the table, one behind it for what is not there.
func position(u settings.Value) int {
	m, ok := Lookup(u)
	if !ok {
		return len(known.Mirrors())
	}
	return slices.IndexFunc(known.Mirrors(), func(k known.Mirror) bool { return k.URL == m.URL })
}

func compare[T ~string | ~int64](a, b T) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
