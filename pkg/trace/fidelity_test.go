package trace

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/nettest"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// form is what is asked for, and in which directory.
type form struct {
	name         string
	get          bool
	query        probe.Query
	goMod, goSum string
	toolchain    string // GOTOOLCHAIN
	env          map[string]string
}

const bareModule = "module example.com/work\n\ngo 1.21\n"

func query(path, version string) probe.Query { return probe.Query{Path: path, Version: version} }

func forms() []form {
	sums, err := nettest.Module{Path: plain, Version: "v1.0.0", Files: modules()[0].Files}.GoSum()
	if err != nil {
		panic(err)
	}
	_, modSum, _ := strings.Cut(sums, "\n")
	needs := bareModule + "require example.com/a v1.0.0\n"
	return []form{
		{name: "pinned", query: query(plain, "v1.0.0")},
		{name: "upper case", query: query(upper, "v1.0.0")},
		{name: "latest", query: query(plain, "")},
		{name: "branch", query: query(plain, "main")},
		{name: "pseudo-version", query: query(plain, pseudo)},
		{name: "prefix", query: query(plain, "v1.0")},
		{name: "range", query: query(plain, "<v1.1.0")},
		{name: "no such version", query: query(plain, "v1.9.9")},
		{name: "no version fits", query: query(plain, "v1.9")},
		{name: "no such module", query: query("example.com/none", "v1.0.0")},
		{name: "major suffix", query: query(major, "v2.0.0")},
		{name: "latest of a major suffix", query: query(major, "")},
		{name: "incompatible", query: query(legacy, "v2.3.0+incompatible")},
		{name: "latest, only incompatible ones", query: query(legacy, "")},
		{name: "go.sum complete", query: query(plain, "v1.0.0"), goMod: needs, goSum: sums},
		{name: "go.sum of go.mod alone", query: query(plain, "v1.0.0"), goMod: needs, goSum: modSum},
		{name: "replaced by a version", query: query(plain, "v1.0.0"), goMod: bareModule + "replace example.com/a => example.com/a v1.1.0\n"},
		{name: "GOFLAGS=-mod=mod", query: query(plain, "v1.0.0"), goMod: needs, env: map[string]string{"GOFLAGS": "-modcacherw -mod=mod"}},
		{name: "get a module", get: true, query: query(plain, "v1.0.0"), goMod: bareModule},
		{name: "get the newest of a module", get: true, query: query(plain, ""), goMod: bareModule},
		{name: "get a package", get: true, query: query(plain+"/b", "v1.0.0"), goMod: bareModule},
		{name: "get the newest of a package", get: true, query: query(plain+"/b", ""), goMod: bareModule},
		{name: "get a branch", get: true, query: query(plain, "main"), goMod: bareModule},
		{name: "get a prefix", get: true, query: query(plain+"/b", "v1.0"), goMod: bareModule},
		{name: "get from deep below", get: true, query: query(deep+"/b", ""), goMod: bareModule},
		{name: "get a major suffix", get: true, query: query(major+"/b", ""), goMod: bareModule},
		{name: "get what is not there", get: true, query: query("example.com/none/b", "v1.0.0"), goMod: bareModule},
		{name: "get what is replaced", get: true, query: query("example.com/old", "v1.0.0"), goMod: bareModule + "replace example.com/old => example.com/a v1.1.0\n"},
		{name: "newer go line", query: query(plain, "v1.0.0"), goMod: "module m\n\ngo 1.99\n", toolchain: "auto"},
		{name: "newer go line, local", query: query(plain, "v1.0.0"), goMod: "module m\n\ngo 1.99\n", toolchain: "local"},
		{name: "newer toolchain line", query: query(plain, "v1.0.0"), goMod: "module m\n\ngo 1.21\n\ntoolchain go1.99.1\n", toolchain: "auto"},
		{name: "newer go line, path", query: query(plain, "v1.0.0"), goMod: "module m\n\ngo 1.99\n", toolchain: "path"},
		{name: "another release", query: query(plain, "v1.0.0"), toolchain: "go1.99.0"},
	}
}

// fault is what an entry does.
type fault struct {
	name   string
	suffix string       // of the paths that it is for, "" for all
	h      http.Handler // nil: nothing is wrong
	dead   bool         // no server listens
	relay  bool         // relays the checksum database
}

func faults() []fault {
	return []fault{
		{name: "good", relay: true},
		{name: "no relay"},
		{name: "404", h: nettest.HTTPStatus(404, "not found: no such module")},
		{name: "410", h: nettest.HTTPStatus(410, "gone")},
		{name: "403", h: nettest.HTTPStatus(403, "")},
		{name: "500", h: nettest.HTTPStatus(500, "internal error")},
		{name: "page", h: nettest.HTTPLoginPage()},
		{name: "refused", dead: true},
		{name: "info 404", suffix: ".info", h: nettest.HTTPStatus(404, ""), relay: true},
		{name: "mod 404", suffix: ".mod", h: nettest.HTTPStatus(404, ""), relay: true},
		{name: "zip 403", suffix: ".zip", h: nettest.HTTPStatus(403, ""), relay: true},
		{name: "zip page", suffix: ".zip", h: nettest.HTTPLoginPage(), relay: true},
		{name: "list 500", suffix: "/@v/list", h: nettest.HTTPStatus(500, ""), relay: true},
		{name: "empty list", suffix: "/@v/list", h: nettest.HTTPBody("text/plain", ""), relay: true},
		{name: "relay 500", suffix: "/supported", h: nettest.HTTPStatus(500, "")},
		{name: "record 404", suffix: "v1.0.0", h: nettest.HTTPStatus(404, ""), relay: true},
	}
}

// setting is a GOPROXY list over a faulty entry F and a good one G, and what is
// set besides.
type setting struct {
	name, list string
	insecure   bool // http
	env        map[string]string
	sumdb      string // "", "off", "own" (asked at a URL)
	deadGit    bool
}

func settingsOf() []setting {
	return []setting{
		{name: "alone", list: "F"},
		{name: "comma", list: "F,G"},
		{name: "bar", list: "F|G"},
		{name: "plain http", list: "F|G", insecure: true},
		{name: "no database", list: "F,G", sumdb: "off"},
		{name: "database at a URL", list: "F|G", sumdb: "own"},
		{name: "comma direct", list: "F,direct"},
		{name: "bar dead direct", list: "F|direct", deadGit: true},
		{name: "off behind", list: "F,off"},
		{name: "off", list: "off"},
		{name: "malformed", list: "foo,G"},
		{name: "private", list: "F,G", env: map[string]string{"GOPRIVATE": "github.com/Acme"}},
		{name: "not checked", list: "F,G", env: map[string]string{"GONOSUMDB": "example.com"}},
		{name: "no git allowed", list: "F,direct", env: map[string]string{"GOVCS": "*:off"}},
		{name: "outbound proxy dead", list: "F|G", env: map[string]string{"HTTPS_PROXY": "http://DEAD"}},
		{name: "outbound proxy wants a password", list: "F,G", env: map[string]string{"HTTPS_PROXY": "http://407"}},
		{name: "outbound proxy refuses", list: "F|G", env: map[string]string{"HTTPS_PROXY": "http://502"}},
		{name: "malformed database", list: "F|G", env: map[string]string{"GOSUMDB": "sum.example.com+default"}},
		{name: "modules off", list: "F", env: map[string]string{"GO111MODULE": "off"}},
	}
}

// combination is one case of the comparison.
type combination struct {
	form
	fault
	setting
}

func (c combination) String() string {
	return fmt.Sprintf("%s; %s; %s", c.form.name, c.fault.name, c.setting.name)
}

// combinations pairs every form with every fault under a setting that comes
// around in turn, and every form with every setting under a fault that does.
func combinations() []combination {
	var out []combination
	f, s := faults(), settingsOf()
	seen := map[string]bool{}
	add := func(c combination) {
		if comparable(c) && !seen[c.String()] {
			seen[c.String()] = true
			out = append(out, c)
		}
	}
	for i, x := range forms() {
		for j, y := range f {
			add(combination{x, y, s[(3*i+j)%9]})
		}
		for j, y := range s {
			add(combination{x, f[(5*i+j)%len(f)], y})
		}
	}
	return out
}

// comparable leaves out what no loopback server can answer for: origins of
// paths that are not on a static host.
func comparable(c combination) bool {
	direct := strings.Contains(c.list, "direct")
	return !direct || c.query.Path == upper
}

// report counts what agrees.
type tally struct {
	version                          atomic.Value // of the go command
	cases, requests, outcomes, words atomic.Int64
}

// TestFidelity compares the trace with the real go command: the requests that
// arrive at the servers in their order, how the command ends, and its words. Run
// it with -v to see the agreement in one line. GOFIX_NET_GO names other go
// programs to compare with, separated by colons; GOFIX_NET_FIDELITY=all has
// every combination compared and not each second. By day the gate has each twelfth.
func TestFidelity(t *testing.T) {
	need.Program(t, "git")
	need.Long(t)
	t.Parallel()
	programs := []string{""}
	if list := os.Getenv("GOFIX_NET_GO"); list != "" {
		programs = strings.Split(list, ":")
	}
	for _, program := range programs {
		t.Run(cmp.Or(program, "go"), func(t *testing.T) {
			l := newLab(t)
			l.gobin = program
			compareAll(t, l, combinations())
		})
	}
}

func compareAll(t *testing.T, l *lab, all []combination) {
	t.Helper()
	step := 2
	if os.Getenv("GOFIX_NET_FIDELITY") == "all" {
		step = 1
	}
	var some []int
	for i := 0; i < len(all); i += step {
		some = append(some, i)
	}
	some = need.Today(some, 6)
	var sum tally
	var wg sync.WaitGroup
	next := make(chan int)
	for range 4 {
		wg.Go(func() {
			for i := range next {
				compareOne(t, l, fmt.Sprint("c", i), all[i], &sum)
			}
		})
	}
	for _, i := range some {
		next <- i
	}
	close(next)
	wg.Wait()
	t.Logf("%s: %d combinations: requests agree in %d, outcomes in %d, words in %d", sum.version.Load(), sum.cases.Load(), sum.requests.Load(), sum.outcomes.Load(), sum.words.Load())
	if int(sum.cases.Load()) < len(some) || len(all) < 240 {
		t.Errorf("only %d of %d combinations", sum.cases.Load(), len(all))
	}
}

// compareOne runs the real go and the trace on one case.
func compareOne(t *testing.T, l *lab, id string, c combination, sum *tally) {
	env := l.set(t, id, c)
	home := l.goodGit
	if c.deadGit {
		home = l.deadGit
	}
	dir, err := l.fresh(id, c.goMod, c.goSum)
	if err != nil {
		t.Error(err)
		return
	}
	m := l.machine(home, dir, env)
	// The trace first: the go command may change go.mod.
	x, err := Run(context.Background(), m, Options{Dir: dir + "/work", Query: pinnedTo(c.form), Get: c.get})
	if err != nil {
		t.Errorf("%s: %v", c, err)
		return
	}
	l.judge(t, id, c, env, m, dir, x, sum)
}

// judge runs the real go and compares.
func (l *lab) judge(t *testing.T, id string, c combination, env map[string]string, m *host.Machine, dir string, x *Trace, sum *tally) {
	output, code, err := l.run(m, dir, strings.Fields(job{query: c.query, get: c.get}.command())[1:])
	if err != nil {
		t.Errorf("%s: %v", c, err)
		return
	}
	sum.version.Store(x.Settings.Go.Version)
	sum.cases.Add(1)
	got, want := l.askedBy(id), l.predicted(x)
	if agree(got, want) {
		sum.requests.Add(1)
	} else {
		t.Errorf("%s %v\n go asked:  %q\n predicted: %q\n%s", c, env, got, flat(want), output)
	}
	outcome := x.Outcome()
	if outcome == walk.CannotSay || (code == 0) != (outcome == walk.Succeeds) {
		t.Errorf("%s %v: go ended with %d, predicted %s\n%s", c, env, code, outcome, output)
		return
	}
	sum.outcomes.Add(1)
	if said := said(x); code == 0 || sameWords(goSays(output), said) {
		sum.words.Add(1)
	} else {
		t.Errorf("%s %v\n go says:   %s\n predicted: %s\n%s", c, env, goSays(output), said, output)
	}
}

// pinnedTo keeps the trace from reading a path without a version in the light
// of the go.mod: the command that is compared asks for the latest.
func pinnedTo(f form) probe.Query {
	if f.query.Version == "" && !f.get {
		f.query.Version = "latest"
	}
	return f.query
}

func said(x *Trace) string {
	if x.Toolchain != nil && x.Toolchain.Outcome == walk.Fails {
		return x.Toolchain.Message
	}
	return x.Walks[0].Message
}

// set makes the servers of a case, and returns its environment.
func (l *lab) set(t *testing.T, id string, c combination) map[string]string {
	t.Helper()
	db, err := nettest.NewSumDB(id+"-sum.example.com", modules()...)
	if err != nil {
		t.Fatal(err)
	}
	l.put(id+"-sum", db)
	env := map[string]string{"GOSUMDB": db.Key()}
	switch c.sumdb {
	case "off":
		env["GOSUMDB"] = "off"
	case "own":
		env["GOSUMDB"] = db.Key() + " https://" + id + "-own.example.com"
		l.put(id+"-own", db)
	}
	urls := map[string]string{}
	for name, f := range map[string]fault{"F": c.fault, "G": {relay: true}} {
		p, err := nettest.NewModuleProxy(modules()...)
		if err != nil {
			t.Fatal(err)
		}
		if f.relay {
			p.Relay(db.Name(), db)
		}
		if f.h != nil {
			p.Fault(f.suffix, f.h)
		}
		where := id + "-" + strings.ToLower(name)
		l.put(where, p)
		urls[name] = "https://" + where + ".example.com"
		if c.insecure {
			urls[name] = l.plain.URL + "/" + where
		}
		if f.dead {
			urls[name] = "http://" + l.closed + "/" + where
		}
	}
	env["GOPROXY"] = strings.NewReplacer("F", urls["F"], "G", urls["G"]).Replace(c.list)
	if c.toolchain != "" {
		env["GOTOOLCHAIN"] = c.toolchain
	}
	for _, more := range []map[string]string{c.form.env, c.setting.env} {
		for k, v := range more {
			env[k] = strings.NewReplacer("DEAD", l.closed, "407", l.refusing[407], "502", l.refusing[502]).Replace(v)
		}
	}
	return env
}

// predicted lists what arrives at the lab's servers by the trace: groups of
// requests, in each of which the order is open.
func (l *lab) predicted(x *Trace) [][]string {
	var hops []Hop
	if x.Toolchain != nil {
		hops = append(hops, x.Toolchain.Hops...)
	}
	for _, w := range x.Walks {
		hops = append(hops, w.Hops...)
	}
	var out [][]string
	last := 0
	for _, h := range hops {
		u, err := url.Parse(h.URL.Reveal())
		if err != nil || h.Op == walk.OpGit || u.Host == "" || h.Symptom == symptom.TCPRefused || h.Via != "" && (h.Symptom == symptom.OutboundProxyFailed || h.Symptom == symptom.HTTP407) {
			continue
		}
		where, _, _ := strings.Cut(u.Host, ".")
		path := u.EscapedPath()
		if u.Scheme == "http" {
			where, path, _ = strings.Cut(strings.TrimPrefix(path, "/"), "/")
			path = "/" + path
		}
		for range max(h.Times, 1) {
			if h.Together != 0 && h.Together == last {
				out[len(out)-1] = append(out[len(out)-1], where+path)
				continue
			}
			out = append(out, []string{where + path})
			last = h.Together
		}
	}
	return out
}

func agree(got []string, want [][]string) bool {
	for _, group := range want {
		if len(got) < len(group) {
			return false
		}
		now := slices.Sorted(slices.Values(got[:len(group)]))
		if !slices.Equal(now, slices.Sorted(slices.Values(group))) {
			return false
		}
		got = got[len(group):]
	}
	return len(got) == 0
}

func flat(groups [][]string) []string { return slices.Concat(groups...) }
