package measure_test

import (
	"cmp"
	"context"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/doctor"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/mirror/measure"
	"github.com/gofix-net/gofix-net/pkg/netlab"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// faultsOfOne is what can be wrong at one mirror.
var faultsOfOne = []string{
	"goproxy.cn/*.info status 403 no", "goproxy.cn/*.info status 404 no", "goproxy.cn/*.info html", "goproxy.cn/*.mod status 500 oops", "goproxy.cn/*.mod html",
	"goproxy.cn/*.mod status 200 module other.example/x\n", "goproxy.cn/*.zip status 410 gone", "goproxy.cn/*.zip truncate", "goproxy.cn/*.zip redirect https://unassigned.example/", "goproxy.cn/*.zip html",
	"goproxy.cn altered", "goproxy.cn no-relay", "goproxy.cn/sumdb/* status 500 oops", "goproxy.cn/sumdb/*/supported status 403 no", "goproxy.cn/sumdb/*/lookup/* status 404 no",
	"goproxy.cn/sumdb/*/tile/* status 404 no", "goproxy.cn/*/@v/list status 500 oops", "goproxy.cn/*/@v/list html", "goproxy.cn/*/@v/list empty-reply", "goproxy.cn/*/@latest empty-reply", "goproxy.cn/*/@latest status 500 oops", "goproxy.cn/*/@latest status 404 no",
	"goproxy.cn/*/@latest html", "goproxy.cn/*!burnt* status 404 no", "goproxy.cn/*v1.99999.0.info status 403 no", "goproxy.cn/*v1.99999.0.info status 200 {}",
	"goproxy.cn cert-expired", "goproxy.cn cert-name", "goproxy.cn refuse", "goproxy.cn reset", "goproxy.cn tls-reset", "goproxy.cn dns-nxdomain", "sum.golang.org refuse",
}

// Of the property: how many random cases are tried beside the list, the same ones each
// time. More and others are tried with GOFIX_MIRROR_CASES=500, from the seed that
// GOFIX_MIRROR_SEED names.
const (
	fewCases     = 20
	casesNeeded  = "GOFIX_MIRROR_CASES"
	seedNeeded   = "GOFIX_MIRROR_SEED"
	usualSeed    = 75
	goWaits      = 30 * time.Second // before a download that does not end counts as failed
	doctorsShare = 4                // one case in so many is put to doctor too
)

// number reads a variable of the test, or returns what is usual.
func number(t *testing.T, name string, usual uint64) uint64 {
	t.Helper()
	text, ok := os.LookupEnv(name)
	if !ok {
		return usual
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}

// randomFault is any fault of HTTP at any of the files that a mirror serves, or what one
// host more behind it is needed for. None passes by itself: those who ask one after the
// other are to find the same.
func randomFault(r *rand.Rand) []string {
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	path := pick("/*.info", "/*.mod", "/*.zip", "/*/@v/list", "/*/@latest", "/sumdb/*/supported", "/sumdb/*/lookup/*", "/sumdb/*/lookup/*uuid*", "/sumdb/*/tile/*", "/sumdb/*", "/*!burnt*", "/github.com/!burnt*", "/*v1.6.0.*", "/*uuid*", "")
	switch r.IntN(8) {
	case 0, 1, 2:
		return []string{"goproxy.cn" + path + " as " + pick("crlf", "bom", "indented", "no-newline", "empty", "flipped", "doubled", "half", "cut", "gzip", "gzip-file", "gzip-said", "page-type", "not-found", "gone", "accepted", "partial")}
	case 3:
		const other = "mirrors.tencent.com" // serves the same below /go/, and is not measured
		from := pick("/*.zip", "/*.zip", "/*.info", "/*/@v/list", "/sumdb/*", "/*!burnt*")
		content := "altered"
		if from == "/*!burnt*" { // the content of one module alone is beyond what is measured
			content = "as cut"
		}
		return []string{
			"goproxy.cn" + from + " redirect https://" + other + "/go/",
			other + " " + pick(content, "refuse", "cert-expired", "cert-name", "cert-unknown", "tls-reset", "not-tls", "dns-nxdomain", "slow 300ms", "html", "status 403 no", "as half", "http-1.0"),
		}
	case 4:
		return []string{pick("goproxy.cn http-1.0", "goproxy.cn"+path+" slow 700ms", "goproxy.cn other-key", "goproxy.cn"+path+" redirect-loop")}
	}
	return []string{"goproxy.cn" + path + " " + pick(
		"status "+pick("200", "201", "203", "204", "300", "304", "400", "401", "402", "403", "404", "405", "406", "408", "409", "410", "418", "421", "426", "429", "451", "500", "501", "502", "503", "504", "522", "599")+" "+
			pick("", "no", "not found: x", "{}", "null", "[]", `{"Version":"v1.6.0","Time":"2024-01-01T00:00:00Z"}`, `{"Version":"v1.5.0","Time":"2023-01-01T00:00:00Z"}`, `{"Version":"main"}`, "v1.6.0", "module x", "module github.com/google/uuid"),
		"html", "truncate", "redirect https://goproxy.io/", "redirect https://unassigned.example/", "redirect http://goproxy.io/", "redirect-loop", "no-relay", "empty-reply")}
}

// cases returns the faults of each case: the list, and random ones behind it, of which
// half are two at once.
func cases(r *rand.Rand, random int) [][]string {
	var out [][]string
	for _, f := range faultsOfOne {
		out = append(out, []string{f})
	}
	for range random {
		one := randomFault(r)
		if r.IntN(2) == 0 {
			one = append(one, randomFault(r)...)
		}
		// The first fault of a file counts: those of one path are to hold for all of its files.
		slices.SortStableFunc(one, func(a, b string) int { return cmp.Compare(escaped(a), escaped(b)) })
		out = append(out, one)
	}
	return out
}

// escaped is 0 for a fault of the path with capitals, 1 for another one.
func escaped(fault string) int {
	if strings.Contains(fault, "!burnt") {
		return 0
	}
	return 1
}

// TestTheRealGoAgrees: over random faults, a mirror that the real go cannot use is
// never usable, and one that it can download from is never broken; and doctor, which
// gathers by its own probes, says the same of it as mirrors does.
func TestTheRealGoAgrees(t *testing.T) {
	need.Long(t)
	var env []string
	for _, name := range []string{casesNeeded, seedNeeded} {
		if text, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+text)
		}
	}
	netlab.TestWith(t, env, func(t *testing.T, l *netlab.Lab) {
		usual := uint64(usualSeed)
		if os.Getenv(casesNeeded) != "" {
			usual = rand.Uint64()
		}
		seed := number(t, seedNeeded, usual)
		t.Logf("seed %d", seed)
		random := rand.New(rand.NewPCG(seed, 0)) //nolint:gosec // a test's
		o := optionsIn(t, l, "https://goproxy.cn", "https://goproxy.io", "https://mirrors.aliyun.com/goproxy/", "https://goproxy.bj.bcebos.com")
		seen := map[string]int{}
		for i, faults := range cases(random, int(number(t, casesNeeded, fewCases))) { //nolint:gosec // a small number
			breakLab(t, l, faults...)
			m := find(t, measure.Run(t.Context(), o), "https://goproxy.cn")
			downloads := goRuns(t, l, "mod", "download", known.SampleModule+"@"+known.SampleVersion)
			seen[string(m.Verdict)]++
			if downloads && m.Verdict == measure.Broken {
				t.Errorf("%q: go downloads, and the mirror is called %s", faults, m)
			}
			if !downloads && m.Verdict == measure.Usable {
				t.Errorf("%q: go does not download, and the mirror is called %s", faults, m)
			}
			if os.Getenv(casesNeeded) != "" || (uint64(i)+seed)%doctorsShare == 0 { //nolint:gosec // not below 0
				agrees(t, l, faults, m)
			}
			if m.Verdict != measure.Usable {
				continue
			}
			for _, args := range [][]string{
				{"list", "-m", "-versions", known.SampleModule}, {"list", "-m", known.SampleModule + "@latest"}, {"mod", "download", known.CapitalModule + "@" + known.CapitalVersion},
			} {
				if !goRuns(t, l, args...) {
					t.Errorf("%q: go %v fails, and the mirror is called %s", faults, args, m)
				}
			}
		}
		if t.Log(seen); seen["usable"] == 0 || seen["limited"] == 0 || seen["broken"] < 5 {
			t.Errorf("the faults try too little: %v", seen)
		}
	})
}

// agrees wants that doctor's own probes say of a mirror what mirrors says: whether go can
// download from it. What gave no answer in time is nobody's verdict.
func agrees(t *testing.T, l *netlab.Lab, faults []string, m measure.Mirror) {
	t.Helper()
	machine := machineOf(l, "GOPROXY=https://goproxy.cn")
	s, err := settings.Read(t.Context(), machine, "")
	if err != nil {
		t.Fatal(err)
	}
	f, err := doctor.Under(t.Context(), machine, doctor.Options{}, s, []probe.Query{measure.WellKnown().Module})
	if err != nil {
		t.Fatal(err)
	}
	works := f.Outcome() == walk.Succeeds
	if d := m.Decisive(); d != nil && d.Passed {
		return // it fails at times
	}
	switch m.Verdict {
	case measure.Usable, measure.Limited:
		if !works {
			t.Errorf("%q: mirrors says %s, doctor %s", faults, m, f.Outcome())
		}
	case measure.Broken:
		if works {
			t.Errorf("%q: mirrors says %s, doctor %s", faults, m, f.Outcome())
		}
	}
}

// goRuns reports whether the real go succeeds with that one mirror and an empty cache.
func goRuns(t *testing.T, l *netlab.Lab, args ...string) bool {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), goWaits)
	defer cancel()
	c := exec.CommandContext(ctx, "go", args...)
	c.Dir = t.TempDir()
	c.Env = append(l.Environ(), "GOPROXY=https://goproxy.cn", "GOMODCACHE="+t.TempDir(), "GOFLAGS=-modcacherw", "GOPATH="+t.TempDir())
	err := c.Run()
	if ctx.Err() != nil {
		t.Logf("go %s: %v", strings.Join(args, " "), ctx.Err())
	}
	return err == nil
}
