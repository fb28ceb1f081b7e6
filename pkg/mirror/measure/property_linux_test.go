package measure_test

import (
	"context"
	"math/rand/v2"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/mirror/measure"
	"github.com/gofix-net/gofix-net/pkg/netlab"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

// faultsOfOne is what can be wrong at one mirror.
var faultsOfOne = []string{
	"goproxy.cn/*.info status 403 no", "goproxy.cn/*.info status 404 no", "goproxy.cn/*.info html", "goproxy.cn/*.mod status 500 oops", "goproxy.cn/*.mod html",
	"goproxy.cn/*.mod status 200 module other.example/x\n", "goproxy.cn/*.zip status 410 gone", "goproxy.cn/*.zip truncate", "goproxy.cn/*.zip redirect https://unassigned.example/", "goproxy.cn/*.zip html",
	"goproxy.cn altered", "goproxy.cn no-relay", "goproxy.cn/sumdb/* status 500 oops", "goproxy.cn/sumdb/*/supported status 403 no", "goproxy.cn/sumdb/*/lookup/* status 404 no",
	"goproxy.cn/sumdb/*/tile/* status 404 no", "goproxy.cn/*/@v/list status 500 oops", "goproxy.cn/*/@v/list html", "goproxy.cn/*/@latest status 500 oops", "goproxy.cn/*/@latest status 404 no",
	"goproxy.cn/*/@latest html", "goproxy.cn/*!burnt* status 404 no", "goproxy.cn/*v1.99999.0.info status 403 no", "goproxy.cn/*v1.99999.0.info status 200 {}",
	"goproxy.cn cert-expired", "goproxy.cn cert-name", "goproxy.cn refuse", "goproxy.cn reset", "goproxy.cn tls-reset", "goproxy.cn dns-nxdomain", "sum.golang.org refuse",
}

// TestTheRealGoAgrees: over random faults, a mirror that the real go cannot use is
// never usable, and one that it can download from is never broken.
func TestTheRealGoAgrees(t *testing.T) {
	need.Long(t)
	netlab.Test(t, func(t *testing.T, l *netlab.Lab) {
		seed := rand.Uint64()
		t.Logf("seed %d", seed)
		random := rand.New(rand.NewPCG(seed, 0)) //nolint:gosec // a test's
		o := optionsIn(t, l, "https://goproxy.cn", "https://goproxy.io", "https://mirrors.aliyun.com/goproxy/", "https://goproxy.bj.bcebos.com")
		seen := map[string]int{}
		for i := range len(faultsOfOne) + 20 {
			faults := []string{faultsOfOne[i%len(faultsOfOne)]}
			if i >= len(faultsOfOne) { // pairs
				faults = []string{faultsOfOne[random.IntN(len(faultsOfOne))], faultsOfOne[random.IntN(len(faultsOfOne))]}
			}
			breakLab(t, l, faults...)
			r := measure.Run(t.Context(), o)
			m := find(t, r, "https://goproxy.cn")
			downloads := goRuns(t, l, "mod", "download", known.SampleModule+"@"+known.SampleVersion)
			seen[string(m.Verdict)]++
			if downloads && m.Verdict == measure.Broken {
				t.Errorf("%q: go downloads, and the mirror is called %s", faults, m)
			}
			if !downloads && m.Verdict == measure.Usable {
				t.Errorf("%q: go does not download, and the mirror is called %s", faults, m)
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

// goRuns reports whether the real go succeeds with that one mirror and an empty cache.
func goRuns(t *testing.T, l *netlab.Lab, args ...string) bool {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
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
