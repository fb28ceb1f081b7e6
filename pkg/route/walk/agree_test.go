package walk_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/nettest/need"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// The module of the comparison lives below github.com, so that "direct" needs
// no discovery and an insteadOf rule leads git to a repository of the test's.
const (
	testModule  = "github.com/acme/m"
	testVersion = "v1.0.0"
)

// fault is what a server does with one request.
type fault string

const (
	good    fault = "200"
	page    fault = "page"  // 200 with an HTML page
	empty   fault = "empty" // a list without versions
	refused fault = "refused"
)

var faults = []fault{good, good, good, good, good, "404", "410", "403", "500", page, refused}

// machine is one generated case: a GOPROXY list, what each entry does per
// file, what follows direct, and the checksum database.
type machine struct {
	seps   []string // after each entry
	tail   string   // "", "direct", "off"
	faults []map[walk.Op]fault
	gitOK  bool
	sumdb  bool
	sumOK  bool // the database itself answers
	noProx bool // GONOPROXY matches
	latest bool // no version is asked for
}

// TestWalkAgreesWithGo runs the real go command against generated lists of
// servers, and compares the requests that arrive, their order, the outcome and
// the error shown with the prediction.
func TestWalkAgreesWithGo(t *testing.T) {
	need.Long(t)
	need.Program(t, "git")
	lab := newLab(t)
	const cases = 400
	r := rand.New(rand.NewPCG(7, 11))
	type job struct {
		n int
		m machine
	}
	jobs := make(chan job)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for j := range jobs {
				lab.compare(t, j.n, j.m)
			}
		})
	}
	var all []job
	for n := range cases {
		all = append(all, job{n, randomMachine(r)})
	}
	for _, j := range need.Today(all, 3) {
		jobs <- j
	}
	close(jobs)
	wg.Wait()
}

func randomMachine(r *rand.Rand) machine {
	m := machine{
		tail: []string{"", "direct", "direct", "off"}[r.IntN(4)], gitOK: r.IntN(2) == 0,
		sumdb: r.IntN(2) == 0, sumOK: r.IntN(3) > 0, noProx: r.IntN(12) == 0,
		latest: r.IntN(4) == 0,
	}
	entries := r.IntN(4)
	if entries == 0 && m.tail == "" {
		entries = 1
	}
	for range entries {
		m.seps = append(m.seps, []string{",", "|"}[r.IntN(2)])
		uniform := r.IntN(2) == 0
		first := faults[r.IntN(len(faults))]
		per := map[walk.Op]fault{}
		for _, op := range []walk.Op{
			walk.OpList, walk.OpLatest, walk.OpInfo, walk.OpMod, walk.OpZip, walk.OpSumSupported, walk.OpSumLookup,
		} {
			per[op] = faults[r.IntN(len(faults))]
			if uniform || first == refused {
				per[op] = first
			}
			if first != refused && per[op] == refused {
				per[op] = "500"
			}
			if op == walk.OpList && per[op] == good && r.IntN(3) == 0 {
				per[op] = empty
			}
		}
		m.faults = append(m.faults, per)
	}
	return m
}

func (m machine) list(base func(i int) string) string {
	var b strings.Builder
	for i, sep := range m.seps {
		b.WriteString(base(i))
		if i < len(m.seps)-1 || m.tail != "" {
			b.WriteString(sep)
		}
	}
	return b.String() + m.tail
}

func (m machine) String() string {
	return fmt.Sprintf("%s git=%v sumdb=%v/%v noproxy=%v latest=%v %v", m.list(func(i int) string { return fmt.Sprint("P", i) }),
		m.gitOK, m.sumdb, m.sumOK, m.noProx, m.latest, m.faults)
}

func (m machine) query() probe.Query {
	if m.latest {
		return probe.Query{Path: testModule}
	}
	return probe.Query{Path: testModule, Version: testVersion}
}

// compare runs go and the walk on one machine.
func (l *lab) compare(t *testing.T, n int, m machine) {
	id := fmt.Sprint("c", n)
	l.add(id, m)
	list := m.list(func(i int) string { return l.entry(id, i, m) })
	env := map[string]string{"GOPROXY": list, "GOSUMDB": "off"}
	if m.sumdb {
		env["GOSUMDB"] = l.key
	}
	if m.noProx {
		env["GONOPROXY"] = "github.com/acme"
	}
	output, code := l.run(t, id, m, env)
	got := l.log(id)

	path := walk.Download(route.Read(l.snapshot(env)), m.query(), l.ask(id, m))
	want := l.predicted(path)
	if !slices.Equal(got, want) {
		t.Errorf("%v\n go asked:  %q\n predicted: %q\n%s", m, got, want, output)
	}
	if (code == 0) != (path.Outcome == walk.Succeeds) || path.Outcome == walk.CannotSay {
		t.Errorf("%v\n go ended with %d, predicted %s\n%s", m, code, path.Outcome, output)
		return
	}
	if code == 0 {
		return
	}
	if got, want := shownBy(output, id), l.shown(path); got != want {
		t.Errorf("%v\n go shows %q, predicted %q\n%s", m, got, want, output)
	}
}

var proxyURL = regexp.MustCompile(`/(c\d+)/(\d+)/([^\s"?]*)`)

// shownBy reduces go's error text to the request that it is about.
func shownBy(output, id string) string {
	last := ""
	for _, line := range strings.Split(output, "\n") {
		if strings.HasPrefix(line, "go: ") {
			last = line
		}
	}
	if strings.Contains(last, "invalid response from proxy") {
		return "bad info"
	}
	if m := proxyURL.FindStringSubmatch(last); m != nil && m[1] == id {
		return m[2] + " " + opOfURL(m[3])
	}
	switch {
	case strings.Contains(last, "GOPROXY=off"):
		return "off"
	case strings.Contains(last, "git "):
		return "git"
	case strings.Contains(last, "sumdb.example.com"):
		return "db"
	case strings.Contains(last, "not a valid zip file"):
		return "bad zip"
	case strings.Contains(last, "no matching versions"):
		return "no version"
	case strings.Contains(last, "checksum mismatch"), strings.Contains(last, "malformed record"):
		return "bad sum"
	}
	return last
}

func (l *lab) shown(p walk.Path) string {
	h := p.Hops[p.Stop]
	switch {
	case h.Next == walk.StopsTaken:
		return "bad zip"
	case h.Op == walk.OpLatest && h.State == walk.NotFound:
		return "no version"
	case h.Symptom == symptom.HTTPNotProxy && (h.Op == walk.OpInfo || h.Op == walk.OpLatest):
		return "bad info"
	case h.Symptom == symptom.HTTPNotProxy && h.Op == walk.OpSumLookup, h.Symptom == symptom.HTTPNotProxy && h.Op == walk.OpMod:
		return "bad sum"
	case h.Entry.Kind == route.Off:
		return "off"
	case h.Op == walk.OpGit:
		return "git"
	case h.Entry.Kind == "":
		return "db"
	}
	m := proxyURL.FindStringSubmatch(h.URL.Reveal())
	return m[2] + " " + opOfURL(m[3])
}

func opOfURL(path string) string {
	path = strings.TrimSuffix(path, ":")
	switch {
	case strings.HasSuffix(path, "/supported"):
		return "supported"
	case strings.Contains(path, "/lookup/"):
		return "lookup"
	case strings.HasSuffix(path, "/@v/list"):
		return "list"
	case strings.HasSuffix(path, "/@latest"):
		return "latest"
	}
	return strings.TrimPrefix(filepath.Ext(path), ".")
}

// predicted lists the hops that reach a server of the lab.
func (l *lab) predicted(p walk.Path) []string {
	var out []string
	for _, h := range p.Hops {
		if h.Entry.Kind != route.Proxy || h.Symptom == symptom.TCPRefused {
			if h.Op == walk.OpSumLookup && h.Entry.Kind == "" {
				out = append(out, "db lookup")
			}
			continue
		}
		m := proxyURL.FindStringSubmatch(h.URL.Reveal())
		out = append(out, m[2]+" "+opOfURL(m[3]))
	}
	return out
}

// ask answers by the same table as the servers.
func (l *lab) ask(id string, m machine) walk.Ask {
	return func(r walk.Request) walk.Answer {
		switch {
		case r.Op.Local():
			return walk.Answer{}
		case r.Op == walk.OpGit && m.gitOK:
			return walk.Answer{State: walk.Good, Version: testVersion}
		case r.Op == walk.OpGit:
			return walk.Answer{State: walk.Bad, Symptom: symptom.Unknown}
		case r.Entry.Kind == "" && m.sumOK:
			return walk.Answer{State: walk.Good}
		case r.Entry.Kind == "":
			return walk.Answer{State: walk.Bad, Symptom: symptom.HTTP5xx, Status: 500}
		}
		match := proxyURL.FindStringSubmatch(r.URL.Reveal())
		return answerOf(m.faults[match[2][0]-'0'][r.Op], r.Op)
	}
}

func answerOf(f fault, op walk.Op) walk.Answer {
	switch f {
	case good:
		return walk.Answer{State: walk.Good, Status: 200, Version: testVersion}
	case empty:
		return walk.Answer{State: walk.Good, Status: 200, Empty: true}
	case page:
		return walk.Answer{State: walk.Bad, Symptom: symptom.HTTPNotProxy, Status: 200}
	case refused:
		return walk.Answer{State: walk.Bad, Symptom: symptom.TCPRefused}
	case "404", "410":
		return walk.Answer{State: walk.NotFound, Symptom: symptom.HTTP404, Status: 404}
	case "403":
		return walk.Answer{State: walk.Bad, Symptom: symptom.HTTP403, Status: 403}
	}
	return walk.Answer{State: walk.Bad, Symptom: symptom.HTTP5xx, Status: 500}
}

func (l *lab) snapshot(env map[string]string) *settings.Snapshot {
	s := &settings.Snapshot{OS: "linux", Git: settings.GitTool{Path: "/usr/bin/git"}}
	for k, v := range env {
		s.Layers = append(s.Layers, settings.Setting{Key: settings.Go(k), Value: settings.Value(v), Origin: settings.OSEnv})
	}
	return s
}

// run downloads the module with the real go, with everything of its own.
func (l *lab) run(t *testing.T, id string, m machine, env map[string]string) (output string, code int) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	dir := filepath.Join(l.dir, fmt.Sprint("run", l.next()))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Error(err)
		return "", -1
	}
	version := testVersion
	if m.latest {
		version = "latest"
	}
	cmd := exec.CommandContext(ctx, "go", "mod", "download", testModule+"@"+version)
	cmd.Dir = dir
	cmd.Env = append(l.env(id, m), "GOMODCACHE="+filepath.Join(dir, "mod"), "GOPATH="+filepath.Join(dir, "path"))
	for k, v := range env {
		cmd.Env = append(cmd.Env, k+"="+v)
	}
	out, err := cmd.CombinedOutput()
	if err != nil && cmd.ProcessState == nil {
		t.Errorf("go mod download: %v", err)
	}
	_ = os.RemoveAll(dir)
	return string(out), cmd.ProcessState.ExitCode()
}

func moduleZip() []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, _ := z.Create(testModule + "@" + testVersion + "/go.mod")
	_, _ = w.Write([]byte(goModText))
	_ = z.Close()
	return b.Bytes()
}

const goModText = "module " + testModule + "\n\ngo 1.20\n"
