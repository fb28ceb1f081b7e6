package probe

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/nettest/leak"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

func TestMain(m *testing.M) { os.Exit(leak.Main(m, os.Stderr)) }

// at makes a probe of a stage.
func at(kind Kind, stage Stage, run func(context.Context, *Env, Target) Outcome) *Probe {
	return &Probe{Kind: kind, Stage: stage, Budget: time.Second, Run: run}
}

func fine(context.Context, *Env, Target) Outcome { return Outcome{Status: OK} }

func failing(context.Context, *Env, Target) Outcome { return Failed(symptom.TCPRefused, "refused") }

func target(endpoint, name string) Target { return Target{Name: name, Endpoint: endpoint} }

func TestStagesOfAnEndpoint(t *testing.T) {
	dns := at(DNS, Resolve, fine)
	tcp := at(TCP, Connect, failing)
	tls := at(TLS, Handshake, fine)
	goproxy := at(Goproxy, Protocol, fine)
	tasks := []Task{
		{goproxy, target("a.example.com:443", "last of a, listed first")},
		{tls, target("a.example.com:443", "a")},
		{tcp, target("a.example.com:443", "a")},
		{dns, target("a.example.com:443", "a")},
		{tls, target("b.example.com:443", "b")},
		{tls, Target{Name: "a through a proxy", Endpoint: "a.example.com:443", Via: "http://proxy.example.com"}},
		{goproxy, target("", "of no endpoint")},
	}
	got := (&Runner{Env: &Env{}}).Run(context.Background(), tasks)
	want := []struct {
		id, blockedBy evidence.ID
		status        Status
	}{
		{"goproxy/last of a, listed first", "tcp/a", Skip},
		{"tls/a", "tcp/a", Skip},
		{"tcp/a", "", Fail},
		{"dns/a", "", OK},
		{"tls/b", "", OK},
		{"tls/a through a proxy", "", OK},
		{"goproxy/of no endpoint", "", OK},
	}
	if len(got) != len(want) {
		t.Fatalf("got %d results, want %d", len(got), len(want))
	}
	for i, w := range want {
		if got[i].ID != w.id || got[i].Status != w.status || got[i].BlockedBy != w.blockedBy {
			t.Errorf("result %d: got %s %s blocked by %q, want %s %s blocked by %q",
				i, got[i].ID, got[i].Status, got[i].BlockedBy, w.id, w.status, w.blockedBy)
		}
		if w.status == Skip && got[i].Symptom != "" {
			t.Errorf("%s: a skip has the symptom %s", w.id, got[i].Symptom)
		}
	}
}

func TestResultsDoNotDependOnTheOrderOfTasks(t *testing.T) {
	var tasks []Task
	want := map[evidence.ID]Status{}
	for e := range 6 {
		endpoint := fmt.Sprintf("host%d.example.com:443", e)
		tcp := fine
		want[evidence.Probe("dns", endpoint)], want[evidence.Probe("tcp", endpoint)], want[evidence.Probe("tls", endpoint)] = OK, OK, OK
		if e%2 == 0 {
			tcp = failing
			want[evidence.Probe("tcp", endpoint)], want[evidence.Probe("tls", endpoint)] = Fail, Skip
		}
		tasks = append(tasks, Task{at(DNS, Resolve, fine), target(endpoint, endpoint)},
			Task{at(TCP, Connect, tcp), target(endpoint, endpoint)},
			Task{at(TLS, Handshake, fine), target(endpoint, endpoint)})
	}
	for range 20 {
		shuffled := slices.Clone(tasks)
		rand.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		for i, r := range (&Runner{Env: &Env{}}).Run(context.Background(), shuffled) {
			if r.ID != shuffled[i].ID() {
				t.Fatalf("result %d is %s, its task is %s", i, r.ID, shuffled[i].ID())
			}
			if r.Status != want[r.ID] {
				t.Errorf("%s: got %s, want %s", r.ID, r.Status, want[r.ID])
			}
		}
	}
}

func TestOnceAcrossConcurrentRuns(t *testing.T) { synctest.Test(t, onceAcrossConcurrentRuns) }

func onceAcrossConcurrentRuns(t *testing.T) {
	var runs, told atomic.Int64
	slow := at(TCP, Connect, func(context.Context, *Env, Target) Outcome {
		runs.Add(1)
		time.Sleep(20 * time.Millisecond)
		return Failed(symptom.TCPRefused, "refused")
	})
	r := &Runner{Env: &Env{}, Observe: func(Result) { told.Add(1) }}
	tasks := []Task{{slow, target("a.example.com:443", "a")}, {at(TLS, Handshake, fine), target("a.example.com:443", "a")}}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			got := r.Run(context.Background(), tasks)
			if got[0].Symptom != symptom.TCPRefused || got[1].BlockedBy != "tcp/a" {
				t.Errorf("got %+v", got)
			}
		})
	}
	wg.Wait()
	r.Run(context.Background(), tasks)
	if runs.Load() != 1 || told.Load() != 2 {
		t.Errorf("looked %d times, told %d times; want 1 and 2", runs.Load(), told.Load())
	}
}

func TestASkipOfTheProbeItselfIsNotRepeated(t *testing.T) {
	runs := 0
	p := at(Git, Protocol, func(context.Context, *Env, Target) Outcome {
		runs++
		return Outcome{Status: Skip, Detail: "git is not installed"}
	})
	r := &Runner{Env: &Env{}}
	for range 2 {
		r.Run(context.Background(), []Task{{p, target("", "a")}})
	}
	if runs != 1 {
		t.Errorf("looked %d times, want 1", runs)
	}
}

func TestObserveIsNeverCalledTwiceAtATime(t *testing.T) {
	var inside atomic.Int64
	r := &Runner{Env: &Env{}, Observe: func(Result) {
		if inside.Add(1) != 1 {
			t.Error("two observers at the same time")
		}
		for range 100 {
			runtime.Gosched() // gives another one its chance
		}
		inside.Add(-1)
	}}
	var tasks []Task
	for i := range 20 {
		tasks = append(tasks, Task{at(DNS, Resolve, fine), target("", fmt.Sprint(i))})
	}
	r.Run(context.Background(), tasks)
}

// hang waits for its context, as a probe in a network that drops everything.
func hang(ctx context.Context, _ *Env, _ Target) Outcome {
	<-ctx.Done()
	return Failed(symptom.TCPTimeout, ctx.Err().Error())
}

func TestTimeOuts(t *testing.T) {
	budget := 400 * time.Millisecond
	for _, c := range []struct {
		name     string
		deadline time.Duration // of the whole run; 0 is none
		cancel   time.Duration // when the user interrupts; 0 is never
		status   Status
		takes    time.Duration
	}{
		{"a probe ends at its budget", 0, 0, Fail, budget},
		{"a run that ends late in the budget still tells the time-out", 320 * time.Millisecond, 0, Fail, 320 * time.Millisecond},
		{"a run that ends early in the budget proves nothing", 80 * time.Millisecond, 0, Skip, 80 * time.Millisecond},
		{"an interruption proves nothing and ends at once", 0, 20 * time.Millisecond, Skip, 20 * time.Millisecond},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { // whose clock no other process makes go on
				ctx, cancel := context.WithCancel(context.Background())
				defer cancel()
				if c.deadline != 0 {
					ctx, cancel = context.WithTimeout(ctx, c.deadline)
					defer cancel()
				}
				if c.cancel != 0 {
					defer time.AfterFunc(c.cancel, cancel).Stop()
				}
				p := at(TCP, Connect, hang)
				p.Budget = budget
				var tasks []Task
				for i := range 30 {
					tasks = append(tasks, Task{p, target(fmt.Sprintf("host%d.example.com:443", i), fmt.Sprint(i))})
				}
				start := time.Now()
				got := (&Runner{Env: &Env{}}).Run(ctx, tasks)
				if took := time.Since(start); took != c.takes {
					t.Errorf("took %v, want %v: time-outs must not add up", took, c.takes)
				}
				for _, r := range got {
					if r.Status != c.status {
						t.Errorf("%s: got %s (%s), want %s", r.ID, r.Status, r.Detail, c.status)
					}
				}
			})
		})
	}
}

func TestAnInterruptedTaskIsRunAgainForOthers(t *testing.T) {
	synctest.Test(t, anInterruptedTaskIsRunAgainForOthers)
}

func anInterruptedTaskIsRunAgainForOthers(t *testing.T) {
	var runs atomic.Int64
	first := make(chan struct{})
	p := at(TCP, Connect, func(ctx context.Context, e *Env, x Target) Outcome {
		if runs.Add(1) == 1 {
			close(first)
			return hang(ctx, e, x)
		}
		return Outcome{Status: OK}
	})
	p.Budget = time.Minute
	r := &Runner{Env: &Env{}}
	tasks := []Task{{p, target("a.example.com:443", "a")}}
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() { r.Run(ctx, tasks) })
	<-first
	wg.Go(func() {
		if got := r.Run(context.Background(), tasks)[0]; got.Status != OK {
			t.Errorf("got %s (%s), want ok: the interruption was somebody else's", got.Status, got.Detail)
		}
	})
	synctest.Wait() // the second run waits for the first one
	cancel()
	wg.Wait()
}

func TestAWaitingRunEndsWithItsOwnContext(t *testing.T) {
	release, running := make(chan struct{}), make(chan struct{})
	p := at(TCP, Connect, func(context.Context, *Env, Target) Outcome {
		close(running)
		<-release
		return Outcome{Status: OK}
	})
	r := &Runner{Env: &Env{}}
	tasks := []Task{{p, target("a.example.com:443", "a")}}
	var wg sync.WaitGroup
	wg.Go(func() { r.Run(context.Background(), tasks) })
	<-running
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer cancel()
	if got := r.Run(ctx, tasks)[0]; got.Status != Skip {
		t.Errorf("got %s, want skip", got.Status)
	}
	close(release)
	wg.Wait()
}

func TestPlanKeepsAnIDOnce(t *testing.T) {
	named := func(names ...string) func(*settings.Snapshot, []Query) []Target {
		return func(*settings.Snapshot, []Query) []Target {
			var out []Target
			for _, n := range names {
				out = append(out, target("a.example.com:443", n))
			}
			return out
		}
	}
	got := Plan([]*Probe{{Kind: DNS, Targets: named("a", "a", "b")}, {Kind: TCP, Targets: named("a")}}, &settings.Snapshot{}, nil)
	var ids []string
	for _, task := range got {
		ids = append(ids, string(task.ID()))
	}
	if want := []string{"dns/a", "dns/b", "tcp/a"}; !slices.Equal(ids, want) {
		t.Errorf("got %q, want %q", ids, want)
	}
}

func TestFailedHoldsNoCredential(t *testing.T) {
	got := Failed(symptom.HTTP401, "GET https://user:secret@proxy.example.com/x: 401")
	if want := "GET https://xxxxx@proxy.example.com/x: 401"; got.Detail != want {
		t.Errorf("got %q, want %q", got.Detail, want)
	}
}

// closer notes that it was closed.
type closer struct {
	net.Conn
	closed *atomic.Int64
}

func (c closer) Close() error { c.closed.Add(1); return nil }

func TestEnvHandsOver(t *testing.T) {
	var closed atomic.Int64
	e := &Env{}
	a, b := target("a.example.com:443", "a"), target("b.example.com:443", "b")
	if e.Claim(a) != nil || e.Addresses(a) != nil {
		t.Error("a fresh Env has something to hand over")
	}
	e.Park(a, closer{closed: &closed})
	e.Park(a, closer{closed: &closed})
	if e.Claim(b) != nil {
		t.Error("b was given the connection of a")
	}
	if e.Claim(Target{Endpoint: a.Endpoint, Via: "http://proxy.example.com"}) != nil {
		t.Error("a connection made directly was given to the chain through a proxy")
	}
	if e.Claim(a) == nil {
		t.Error("the connection of a is not handed over")
	}
	e.Close()
	if closed.Load() != 1 {
		t.Errorf("%d connections closed, want 1: the claimed one is its owner's", closed.Load())
	}
	e.Park(a, closer{closed: &closed})
	if closed.Load() != 2 || e.Claim(a) != nil {
		t.Error("a connection that is parked after Close stays open")
	}
}

// TestRememberWithinShare: what a chain shares may ask for what the run keeps.
func TestRememberWithinShare(t *testing.T) {
	t.Parallel()
	e, asked := &Env{}, 0
	done := make(chan struct{})
	go func() {
		defer close(done)
		for range 2 {
			e.Share(Target{Name: "x"}, func() io.Closer {
				e.Remember("logins", func() any { asked++; return asked })
				return io.NopCloser(nil)
			})
		}
	}()
	select {
	case <-done:
	case <-t.Context().Done():
	case <-time.After(time.Minute):
		t.Fatal("each waits for the other")
	}
	if e.Remember("logins", func() any { return 0 }) != 1 || asked != 1 {
		t.Errorf("asked %d times", asked)
	}
}

// TestOwnLackIsNoFault: what fails while this process lacks files is not known, unless
// what failed is a connection that stood.
func TestOwnLackIsNoFault(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		s    symptom.Symptom
		lack host.Lack
		want Status
	}{
		{symptom.DNSNXDomain, host.LackFiles, Skip}, {symptom.TLSUnknownAuthority, host.LackMemory, Skip}, {symptom.Unknown, host.LackProcesses, Skip},
		{symptom.TCPRefused, host.LackFiles, Fail}, {symptom.HTTP403, host.LackFiles, Fail}, {symptom.DNSNXDomain, "", Fail},
	} {
		p := at(DNS, Resolve, func(context.Context, *Env, Target) Outcome { return Failed(c.s, "it failed") })
		r := Runner{Env: &Env{Lack: func() host.Lack { return c.lack }}}
		got := r.Run(t.Context(), []Task{{p, target("h:443", "h")}})[0]
		if got.Status != c.want || c.want == Skip && got.Detail != Lacking(c.lack) {
			t.Errorf("%s without %q: %s, %q", c.s, c.lack, got.Status, got.Detail)
		}
	}
}

// TestFewFilesFewProbes: where few files may be open, few targets are probed at a moment.
func TestFewFilesFewProbes(t *testing.T) {
	t.Parallel()
	for files, want := range map[int]int{0: parallel, 20: 1, 64: 4, 128: 20, 1 << 20: parallel} {
		r := Runner{Env: &Env{MaxFiles: func() int { return files }}}
		if got := cap(r.slots()); got != want {
			t.Errorf("%d files: %d at one moment, want %d", files, got, want)
		}
	}
}
