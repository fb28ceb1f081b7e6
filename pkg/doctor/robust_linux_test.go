package doctor_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/diagnose"
	"github.com/gofix-net/gofix-net/pkg/doctor"
	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/netlab"
	"github.com/gofix-net/gofix-net/pkg/nettest/cost"
	"github.com/gofix-net/gofix-net/pkg/nettest/leak"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
	"github.com/gofix-net/gofix-net/pkg/probe"
)

// Of the robustness test: how many runs, how many of them at once, and what each
// may take. GOFIX_ROBUST_RUNS=1000 asks for more, which break in other ways each time.
const (
	fewRuns    = 40
	usualSeed  = 11
	atOnce     = 10
	runBudget  = 3 * time.Second
	runSlack   = 4 * time.Second // to read the settings, and for a busy machine under the race detector
	runsNeeded = "GOFIX_ROBUST_RUNS"
)

// faultyHosts are those that a run may come to; * means all.
func faultyHosts() []string {
	return []string{"proxy.golang.org", "storage.googleapis.com", "sum.golang.org", "goproxy.cn", "goproxy.io", "mirrors.aliyun.com", "github.com", "*"}
}

// randomFaults draws up to four faults, and a delay for everything.
func randomFaults(r *rand.Rand) []string {
	kinds := []string{
		"dns-nxdomain", "dns-servfail", "dns-silent", "dns-empty", "dns-tcp", "refuse", "reset", "reset-at-once", "drop", "stall", "unreachable", "deny",
		"tls-reset", "tls-stall", "tls-reset-large", "cert-unknown", "cert-name", "cert-expired", "not-tls",
		"status 403", "status 429", "status 502", "html", "truncate", "trickle", "http-stall", "body-stall", "redirect-loop", "empty-reply", "flaky", "altered",
	}
	faults := []string{fmt.Sprintf("* latency %dms", r.IntN(60))}
	for range r.IntN(5) {
		faults = append(faults, faultyHosts()[r.IntN(len(faultyHosts()))]+" "+kinds[r.IntN(len(kinds))])
	}
	return faults
}

// TestManyRuns examines a lab that breaks in ever new ways. Whatever happens, no
// run is longer than its budget, the verdict is one of the three, a broken one
// has an error, and nothing stays behind when all are over.
func TestManyRuns(t *testing.T) {
	need.Long(t)
	runs, seed := fewRuns, uint64(usualSeed)
	var env []string
	if text, ok := os.LookupEnv(runsNeeded); ok {
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatalf("%s: %v", runsNeeded, err)
		}
		runs, seed, env = n, rand.Uint64(), append(env, runsNeeded+"="+text)
	}
	netlab.TestWith(t, env, func(t *testing.T, l *netlab.Lab) {
		breakLab(t, l, "* latency 1ms") // which makes what the lab keeps from then on
		own := labsOwn()
		t.Logf("%d runs, seed %d", runs, seed)
		r := rand.New(rand.NewPCG(seed, 0))
		verdicts := map[diagnose.Verdict]int{}
		var longest time.Duration
		slow, budget := 0, runBudget // slow are runs that a busy machine left no time to read its settings
		for done := 0; done < runs; done += atOnce {
			faults := randomFaults(r)
			breakLab(t, l, faults...)
			var all []*doctor.Checkup
			if took := cost.Took(func() { all = batch(t, machine(l), min(atOnce, runs-done), budget) }); took > budget+runSlack {
				t.Errorf("%q: the longest of the runs took %v, the budget was %v", faults, took, budget)
			}
			before := slow
			for _, x := range all {
				if x == nil {
					slow++
					continue
				}
				verdicts[x.Verdict]++
				longest = max(longest, x.Took)
				checkRun(t, x, faults)
			}
			if slow-before > len(all)/2 {
				budget *= 2
			}
		}
		if runs >= fewRuns && len(verdicts) < 2 {
			t.Errorf("the faults try too little: %v", verdicts)
		}
		if slow > runs/2 {
			t.Errorf("%d of %d runs had no time to read the settings", slow, runs)
		}
		breakLab(t, l)
		t.Logf("verdicts %v, the longest run took %v", verdicts, longest)
		if err := leak.Find(own...); err != nil {
			t.Error(err)
		}
	})
}

// labsOwn are the goroutines of the lab: those that there are now, those that
// delay packets, and its servers' ends of connections, which hear of the other
// end's closing only when the line brings it.
func labsOwn() []goleak.Option {
	out := []goleak.Option{goleak.IgnoreCurrent()}
	for _, f := range []string{
		"github.com/gofix-net/gofix-net/pkg/netlab.(*line).deliver", "github.com/gofix-net/gofix-net/pkg/netlab.(*conn).Read",
		"net/http.(*http2serverConn).serve", "net/http.(*conn).serve",
	} {
		out = append(out, goleak.IgnoreAnyFunction(f))
	}
	return out
}

// batch examines the machine several times at once; nil is a run that did not begin in
// its time.
func batch(t *testing.T, m *host.Machine, n int, budget time.Duration) []*doctor.Checkup {
	out := make([]*doctor.Checkup, n)
	var wg sync.WaitGroup
	for i := range out {
		wg.Go(func() {
			o := doctor.Options{Timeout: budget, Queries: []probe.Query{uuid}}
			c, err := doctor.Run(context.Background(), m, o)
			if err == nil {
				out[i] = c
			} else if !errors.Is(err, context.DeadlineExceeded) {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	return out
}

func checkRun(t *testing.T, c *doctor.Checkup, faults []string) {
	t.Helper()
	failures := 0
	for _, x := range c.Findings {
		if len(x.Evidence) == 0 {
			t.Errorf("%q: %s has no evidence", faults, x.Cause)
		}
		if x.Severity == cause.Error {
			failures++
		}
	}
	switch c.Verdict {
	case diagnose.Broken:
		if failures == 0 {
			t.Errorf("%q: broken, and no error among the findings", faults)
		}
	case diagnose.Healthy, diagnose.Degraded:
		if failures > 0 {
			t.Errorf("%q: %s, and %d errors among the findings", faults, c.Verdict, failures)
		}
	default:
		t.Errorf("%q: the verdict is %q", faults, c.Verdict)
	}
}
