package wire

import (
	"context"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

const (
	// evidenceGrace is how long the other resolvers are waited for once go has
	// its answer: enough for healthy ones, and it delays no other probe.
	evidenceGrace = 200 * time.Millisecond
	// goGrace is how long go's own way is waited for once a resolver has
	// addresses: past one retransmission go is waiting for a dead one.
	goGrace = retransmit + 200*time.Millisecond
	// deadNetwork is how long every resolver may be silent before the network is
	// taken for dead: two questions and two SYNs, each with a long round trip. One
	// that gave any sign of life is waited for as long as go waits.
	deadNetwork = secondSYN + LongRoundTrip + slack
)

// lookup is what came of resolving as the go command does.
type lookup struct {
	ended     bool
	addresses []netip.Addr
	err       error
	took      time.Duration
}

// Resolution is what is known of one name so far.
type Resolution struct {
	host     string
	goWay    lookup
	expected []string                   // the resolvers in the order of the configuration
	mute     []string                   // those of them that were silent for other names before
	servers  map[string]probe.DNSServer // those that have answered, or had time enough to
	hosts    bool                       // a hosts file has the name
}

// Gather asks everybody at once and returns as soon as enough is known.
func Gather(ctx context.Context, env *probe.Env, host string) *Resolution {
	ctx, cancel := context.WithCancel(ctx)
	r := &Resolution{host: host, expected: env.Settings.Resolver.ServersFor(host), servers: map[string]probe.DNSServer{}}
	r.hosts = slices.ContainsFunc(env.Settings.Resolver.Hosts, func(h settings.HostsEntry) bool {
		return strings.EqualFold(h.Name, host)
	})
	own, answers := make(chan lookup, 1), make(chan probe.DNSServer, len(r.expected))
	go func() {
		start := time.Now()
		found, err := env.Lookup(ctx, host)
		own <- lookup{true, found, err, time.Since(start)}
	}()
	for _, server := range r.expected {
		if env.IsMute(server) {
			r.mute = append(r.mute, server)
		}
		go func() { answers <- askServer(ctx, env, server, host) }()
	}
	waitingForGo, waitingFor := true, len(r.expected)
	var enough <-chan time.Time
	quiet := time.NewTimer(deadNetwork)
	defer quiet.Stop()
	for waitingForGo || waitingFor > 0 {
		select {
		case r.goWay = <-own:
			waitingForGo = false
			enough = time.After(r.wait())
		case s := <-answers:
			waitingFor--
			r.servers[s.Server] = s
			if waitingForGo && enough == nil && (s.Symptom == "" || waitingFor == 0 && r.allSpoke()) {
				enough = time.After(r.graceFor(s))
			}
		case <-quiet.C:
			if enough == nil && len(r.expected) > 0 && !slices.ContainsFunc(r.expected, env.IsAlive) {
				cancel()
				r.collect(env, own, answers, waitingForGo, waitingFor)
				return r
			}
		case <-enough:
			cancel()
			r.collect(env, own, answers, waitingForGo, waitingFor)
			return r
		}
	}
	cancel()
	return r
}

// graceFor is how long go's own way is waited for once a resolver has answered: not
// at all where those before it are known to be silent, which go waits for each time.
func (r *Resolution) graceFor(s probe.DNSServer) time.Duration {
	at := slices.Index(r.expected, s.Server)
	if s.Symptom == "" && at > 0 && !slices.ContainsFunc(r.expected[:at], func(e string) bool { return !slices.Contains(r.mute, e) }) {
		return 0
	}
	return goGrace
}

// allSpoke reports whether every resolver answered, so that nothing more is to
// be learnt than that go's own question was lost.
func (r *Resolution) allSpoke() bool {
	for _, s := range r.servers {
		if s.RCODE == "" {
			return false
		}
	}
	return len(r.servers) > 0
}

// wait is how long the resolvers are still waited for once go has an answer.
// Where it has none, what they say is the diagnosis.
func (r *Resolution) wait() time.Duration {
	if r.goWay.err == nil {
		return evidenceGrace
	}
	return goGrace
}

// collect waits for those that were just told to stop, so that nothing is left
// running. A resolver that had time for two datagrams and did not answer is
// evidence, as is one that was silent for other names; one that was stopped before
// is not.
func (r *Resolution) collect(env *probe.Env, own <-chan lookup, answers <-chan probe.DNSServer, waitingForGo bool, waitingFor int) {
	if waitingForGo {
		<-own
	}
	for range waitingFor {
		s := <-answers
		had := s.Ms >= retransmit.Milliseconds()
		if had && s.RCODE == "" {
			env.Mute(s.Server)
		}
		switch {
		case had, slices.Contains(r.mute, s.Server):
			r.servers[s.Server] = s
		case s.RCODE != "" && s.Symptom != symptom.DNSTimeout:
			s.Silent = "" // the other of its two answers may have been on its way
			r.servers[s.Server] = s
		}
	}
}
