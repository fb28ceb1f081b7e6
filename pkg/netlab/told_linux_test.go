package netlab

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/modfile"

	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

// everyTold says how many machines the test of what is told looks at: by default a
// few, "scenarios" each scenario and some pairs, "all" each pair too, and "sample:N:SEED"
// N pairs at random.
const everyTold = "GOFIX_NET_TOLD"

// behindVPN is a requirement whose host no resolver of the lab knows.
const behindVPN = "git.vpn.example/team/lib"

// TestNobodyNewIsTold holds doctor and apply, and go after the repair, to what go
// tells under the settings before: no server hears of a path that may be private
// which go would not have told it. Each machine is a scenario, or two of them at
// once, with another requirement whose host does not resolve.
func TestNobodyNewIsTold(t *testing.T) {
	need.Long(t)
	files, err := filepath.Glob("../../testdata/scenario/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scenarios (%v)", err)
	}
	binary := Build(t)
	for _, pair := range need.Today(toldMachines(files), 6) {
		t.Run(pair.name(), func(t *testing.T) {
			TestWith(t, []string{binaryVariable + "=" + binary, everyTold + "=" + os.Getenv(everyTold)}, func(t *testing.T, l *Lab) {
				s := pair.scenario(t)
				err := l.Prepare(s)
				if len(pair) > 1 && errors.Is(err, fs.ErrExist) {
					t.Logf("both have this file, and cannot be one machine: %v", err)
					return
				}
				if err != nil {
					t.Fatal(err)
				}
				(&toldRun{scenarioRun: scenarioRun{t: t, lab: l, s: s, binary: os.Getenv(binaryVariable)}}).run()
			})
		})
	}
}

// TestAProfileTellsNobodyNew holds a stored profile to the same.
func TestAProfileTellsNobodyNew(t *testing.T) {
	need.Long(t)
	binary := Build(t)
	for _, name := range []string{"healthy", "default_blocked", "healthy_private", "private_hidden_from_all", "gonoproxy_without_gonosumdb"} {
		t.Run(name, func(t *testing.T) {
			TestWith(t, []string{binaryVariable + "=" + binary}, func(t *testing.T, l *Lab) {
				s := machinePair{"../../testdata/scenario/" + name + ".txtar"}.scenario(t)
				if err := l.Prepare(s); err != nil {
					t.Fatal(err)
				}
				r := &toldRun{scenarioRun: scenarioRun{t: t, lab: l, s: s, binary: os.Getenv(binaryVariable)}}
				r.apply = []string{"--profile", "china", "--no-verify"}
				r.run()
				if !strings.Contains(r.written(), "goproxy.cn") {
					t.Errorf("the profile was not written: %s", r.written())
				}
			})
		})
	}
}

// machinePair names one or two scenario files.
type machinePair []string

func (p machinePair) name() string {
	var names []string
	for _, f := range p {
		names = append(names, strings.TrimSuffix(filepath.Base(f), ".txtar"))
	}
	return strings.Join(names, "+")
}

// toldMachines chooses scenarios and pairs: by day those that are about private
// paths and every so many others, spread over the alphabet.
func toldMachines(files []string) []machinePair {
	const byDay, pairsByDay = 16, 31
	how := os.Getenv(everyTold)
	if sample, ok := strings.CutPrefix(how, "sample:"); ok {
		return randomPairs(files, sample)
	}
	var out []machinePair
	for i, f := range files {
		private := strings.Contains(filepath.Base(f), "private") || strings.Contains(filepath.Base(f), "vpn") || strings.Contains(filepath.Base(f), "gonoproxy")
		if how != "" || i%byDay == 0 || private && i%2 == 0 {
			out = append(out, machinePair{f})
		}
		for j := i + 1; j < len(files); j++ {
			n := i*len(files) + j
			if how == "all" || how == "scenarios" && n%97 == 0 || how == "" && n%(pairsByDay*97) == 0 {
				out = append(out, machinePair{f, files[j]})
			}
		}
	}
	return out
}

// randomPairs returns as many pairs as "N:SEED" says, the same ones for the same seed.
func randomPairs(files []string, sample string) []machinePair {
	var n, seed uint64
	if _, err := fmt.Sscanf(sample, "%d:%d", &n, &seed); err != nil {
		panic(everyTold + " is sample:N:SEED: " + err.Error())
	}
	random := rand.New(rand.NewPCG(seed, seed)) //nolint:gosec // not for secrets
	var out []machinePair
	for range n {
		i, j := random.IntN(len(files)), random.IntN(len(files)-1)
		if j >= i {
			j++
		}
		out = append(out, machinePair{files[min(i, j)], files[max(i, j)]})
	}
	return out
}

// scenario merges the scenarios and adds the requirement. Where both set a thing,
// the first wins.
func (p machinePair) scenario(t *testing.T) *Scenario {
	t.Helper()
	var s *Scenario
	for _, f := range p {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		next, err := ParseScenario(data)
		if err != nil {
			t.Fatal(err)
		}
		if s == nil {
			s = next
			continue
		}
		s.Faults, s.Hosts, s.Disk = append(s.Faults, next.Faults...), s.Hosts+next.Hosts, append(s.Disk, next.Disk...)
		s.OSEnv = append(next.OSEnv, s.OSEnv...)
		for name, text := range next.Files {
			switch have, ok := s.Files[name]; {
			case !ok && !strings.HasPrefix(name, "work/"):
				s.Files[name] = text
			case name == "home/.config/go/env":
				s.Files[name] = text + "\n" + have // go takes the last line of a name
			case name == "home/.gitconfig", name == "home/.netrc":
				s.Files[name] = have + "\n" + text
			}
		}
	}
	s.Files["work/go.mod"] = withRequirement(s.Files["work/go.mod"])
	s.Warm = nil // nothing can fill the cache with the added module, and a cold one has more asked
	return s
}

// withRequirement adds the requirement to a go.mod; to one that cannot be read, which
// is what its scenario is about, nothing.
func withRequirement(text string) string {
	f, err := modfile.Parse("go.mod", []byte(text), nil)
	if err != nil || f.Module == nil {
		return text
	}
	f.AddNewRequire(behindVPN, "v1.0.0", false)
	data, err := f.Format()
	if err != nil {
		return text
	}
	return string(data)
}

type toldRun struct {
	scenarioRun
	apply []string // what follows apply --yes
}

func (r *toldRun) run() {
	before := r.told(func() { r.asGo() })
	during := r.told(func() {
		r.coolDown()
		r.execute(toolLimit, r.binary, "doctor", "--format", "json")
		r.coolDown()
		r.execute(toolLimit, slices.Concat([]string{r.binary, "apply", "--yes"}, r.apply)...)
	})
	after := r.told(func() { r.asGo() })
	onWire := 0
	for _, step := range []struct {
		name string
		told map[string]int
	}{{"doctor and apply", during}, {"go after the repair", after}} {
		for _, at := range slices.Sorted(maps.Keys(step.told)) {
			if before[at] == 0 {
				onWire += step.told[at]
				r.t.Errorf("%s: %s, %d times; go did not before\nwritten:\n%s", step.name, at, step.told[at], r.written())
			}
		}
	}
	r.t.Logf("private paths told before: %d, told to somebody new: %d requests", len(before), onWire)
}

// asGo has go ask for everything, and for each module that may be private by itself:
// one that fails keeps it from asking for others.
func (r *toldRun) asGo() {
	patience := 2 * hangLimit
	if r.s.Expect.Before == "works" { // perhaps slowly: go waits 15 s for an address that is silent
		patience = 10 * hangLimit
	}
	r.cold(patience, r.s.Command...)
	for _, path := range mayBePrivate() {
		if strings.Contains(r.s.Files["work/go.mod"], path+" v1.0.0") {
			r.cold(patience, "go", "mod", "download", path+"@v1.0.0")
		}
	}
}

// mayBePrivate are the paths that no server but their own may learn.
func mayBePrivate() []string {
	out := []string{behindVPN}
	for _, m := range Modules() {
		if m.Private {
			out = append(out, m.Path)
		}
	}
	return out
}

// told returns how often each server heard of each path that may be private during
// do, but for the module's own host and the proxy of its own company.
func (r *toldRun) told(do func()) map[string]int {
	since := len(r.lab.Requests())
	do()
	out := map[string]int{}
	for _, q := range r.lab.Requests()[since:] {
		for _, path := range mayBePrivate() {
			host, _, _ := strings.Cut(path, "/")
			if q.Method == "DNS" || q.Host == host || !strings.Contains(q.Path, path) {
				continue
			}
			if q.Host == CorporateProxy && host == CorporateGit {
				continue
			}
			out[fmt.Sprintf("%s was asked about %s", q.Host, path)]++
		}
	}
	return out
}
