package facts

import (
	"time"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
)

// ResolverWait is how long the go command waits for a resolver that does not answer
// before it asks the next one, where resolv.conf has no option "timeout"
// (net/dnsconfig_unix.go; the C library has the same).
const ResolverWait = 5 * time.Second

// Waiting are the names whose look-up by the go command was still waiting for a silent
// resolver when another one had given the addresses, or took that long.
func (f *Facts) Waiting() []*probe.Result {
	var out []*probe.Result
	for _, r := range f.Of(probe.DNS) {
		e := r.Evidence.DNS
		if r.Status == probe.Warn && e != nil && !e.FromHosts && (e.GoWaits || time.Duration(e.GoMs)*time.Millisecond >= notable) {
			out = append(out, r)
		}
	}
	return out
}

// notable is how long a look-up has to take to be reported: most take less than
// a tenth of it, and on a satellite link a name that no resolver has cached
// takes two round trips.
const notable = 2500 * time.Millisecond

// WaitsForResolver returns how long the go command waits at every name because a
// resolver does not answer, 0 where it does not.
func (f *Facts) WaitsForResolver() time.Duration {
	for _, r := range f.Waiting() {
		if r.Evidence.DNS.GoWaits {
			if own := f.Settings.Resolver.Timeout; own > 0 {
				return own
			}
			return ResolverWait
		}
	}
	return 0
}

// SilentFirst are the connections to hosts that the go command needs at which each new
// one waits long for an address that does not answer, before it tries the next. A wait for
// IPv6 is short, because IPv4 is tried meanwhile: see ipv6-broken.
func (f *Facts) SilentFirst() []*probe.Result {
	needed := f.NeededHosts()
	var out []*probe.Result
	for _, r := range f.Of(probe.TCP) {
		e := r.Evidence.TCP
		if r.Status != probe.Fail && e != nil && len(e.Attempts) > 0 && needed[r.About.Host] && time.Duration(e.GoWaitsMs)*time.Millisecond >= time.Second {
			out = append(out, r)
		}
	}
	return out
}

// NeededHosts are the hosts that the go command comes to for the modules asked about,
// with the outbound proxies on the way.
func (f *Facts) NeededHosts() map[string]bool {
	out := map[string]bool{}
	for _, p := range f.Walks() {
		for _, h := range p.Hops {
			if hp, err := route.HostPort(h.URL); err == nil && h.Via == "" {
				out[WithoutPort(hp)] = true
			}
			if hp, err := route.ProxyHostPort(h.Via, clientOf(h.Request)); err == nil && h.Via != "" {
				out[WithoutPort(hp)] = true
			}
		}
	}
	return out
}

// NothingReached reports whether hosts were tried and none of them was reached.
func NothingReached(f *Facts) bool {
	n := ConnectivityOf(f)
	return len(n.Connected) == 0 && len(n.Dead)+len(n.Unresolved) >= 2
}

// Pace is the fastest visit to a module proxy.
type Pace struct {
	// Waits is the slowest answer of the proxy itself, and Reads the slowest body:
	// both without the set-up of connections, which takes the same few round trips
	// everywhere.
	Waits, Reads   time.Duration
	BytesPerSecond int64 // of the zip; 0 where not measured
	Result         *probe.Result
}

// Took is what the visit is judged by.
func (p Pace) Took() time.Duration { return p.Waits + p.Reads }

// Paces reads the pace of every entry of GOPROXY, and of every mirror that was
// measured, that served all that it was asked.
func (f *Facts) Paces() map[string]Pace {
	out, failed := map[string]Pace{}, map[string]bool{}
	for _, r := range f.Of(probe.Goproxy) {
		h := r.Evidence.HTTP
		if h == nil {
			continue
		}
		if r.Status != probe.OK {
			failed[h.Entry] = true
			continue
		}
		p := paceOf(h, r)
		if best, ok := out[h.Entry]; !ok || p.Took() < best.Took() {
			out[h.Entry] = p
		}
	}
	for entry := range failed {
		delete(out, entry)
	}
	return out
}

// hops is how many round trips a redirect to another host takes: name, connection,
// TLS 1.3, and the request itself, behind the redirect.
const hops = 5

func paceOf(h *probe.HTTPEvidence, r *probe.Result) Pace {
	p := Pace{Result: r, BytesPerSecond: h.BytesPerSecond}
	for _, q := range h.Requests {
		if q.Symptom != "" {
			continue // it was not needed, and has no pace
		}
		waits := time.Duration(q.FirstByteMs) * time.Millisecond
		reads := time.Duration(q.Ms-q.FirstByteMs) * time.Millisecond
		if q.FinalHost != "" {
			waits /= hops
		}
		p.Waits, p.Reads = max(p.Waits, waits), max(p.Reads, reads)
	}
	return p
}

// SlowVisit is from when on a proxy is slow: for one answer and one body.
const SlowVisit = 1500 * time.Millisecond

// Slow returns the pace of the first entry of GOPROXY where that is slow; nil where it
// is not, or was not measured. A long round trip does not count as slow.
func (f *Facts) Slow() *Pace {
	entries := f.Config().GOPROXY.Entries
	if len(entries) == 0 {
		return nil
	}
	p, ok := f.Paces()[entries[0].Name()]
	if !ok || p.Took() < SlowVisit {
		return nil
	}
	return &p
}

// MissingModules is the target of the result that counts what the module cache lacks.
const MissingModules = "missing modules"

// Need is what the current project still has to download.
type Need struct {
	Modules int
	// Bytes is an estimate, by the sizes that servers declared for some of them; 0 where
	// none did.
	Bytes int64
}

// Need returns what the current project lacks; zero if that was not counted.
func (f *Facts) Need() Need {
	counted := f.At(probe.Modcache, MissingModules)
	if counted == nil || counted.Evidence.Disk == nil {
		return Need{}
	}
	n := Need{Modules: counted.Evidence.Disk.Missing}
	sizes := map[string]int64{}
	for _, r := range f.Of(probe.Goproxy) {
		if h := r.Evidence.HTTP; h != nil && h.ZipBytes > 0 {
			sizes[h.Module] = h.ZipBytes
		}
	}
	var total int64
	for _, size := range sizes {
		total += size
	}
	if len(sizes) > 0 {
		n.Bytes = total / int64(len(sizes)) * int64(n.Modules)
	}
	return n
}

// At is how long the need takes at a pace; 0 where that cannot be told.
func (n Need) At(bytesPerSecond int64) time.Duration {
	if bytesPerSecond <= 0 {
		return 0
	}
	return time.Duration(float64(n.Bytes) / float64(bytesPerSecond) * float64(time.Second))
}
