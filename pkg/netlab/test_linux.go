package netlab

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

// Test runs fn in a lab of its own, in parallel with other tests. The test
// binary is executed again in fresh namespaces only for this test; there, fn
// gets a running lab. Where namespaces are not allowed, the test ends as [Allowed]
// says. Call it first in a test function, with nothing before it but
// what may run twice.
func Test(t *testing.T, fn func(*testing.T, *Lab)) {
	t.Helper()
	test(t, nil, nil, fn)
}

// TestWith is [Test] with variables (KEY=value) for the process inside, which
// otherwise sees none of this machine's.
func TestWith(t *testing.T, env []string, fn func(*testing.T, *Lab)) {
	t.Helper()
	test(t, env, nil, fn)
}

// test is Test with variables for the process inside, and with a reader of
// what that process prints, if see is not nil.
func test(t *testing.T, env []string, see func(string), fn func(*testing.T, *Lab)) {
	t.Helper()
	if Inside() {
		lab, err := start(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(lab.Close)
		fn(t, lab)
		return
	}
	need.Long(t)
	t.Parallel()
	Allowed(t)
	var out strings.Builder
	ctx, cancel := testContext(t)
	defer cancel()
	args := []string{"-test.run=" + pattern(t.Name()), "-test.v=true", fmt.Sprintf("-test.timeout=%s", 10*time.Minute)}
	err := enter(ctx, t.TempDir(), args, env, nil, &out, &out)
	if see != nil {
		see(out.String())
	}
	if err != nil {
		t.Errorf("in the lab: %v\n%s", err, out.String())
		return
	}
	if !strings.Contains(out.String(), "--- PASS: "+t.Name()+" ") {
		t.Errorf("the test did not run in the lab:\n%s", out.String())
		return
	}
	t.Log(out.String())
}

// testContext ends shortly before the test binary's own time limit.
func testContext(t *testing.T) (context.Context, context.CancelFunc) {
	if deadline, ok := t.Deadline(); ok {
		return context.WithDeadline(t.Context(), deadline.Add(-2*time.Second))
	}
	return context.WithCancel(t.Context())
}

// pattern matches exactly one test, level by level.
func pattern(name string) string {
	var levels []string
	for _, l := range strings.Split(name, "/") {
		levels = append(levels, "^"+regexp.QuoteMeta(l)+"$")
	}
	return strings.Join(levels, "/")
}

// Main runs the tests of a package that uses labs. Labs spend their time
// waiting, so more of them run at once than there are processors. At the end it says
// in one line what this machine did not allow.
func Main(m *testing.M) int {
	if err := need.Waiting(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 3
	}
	if os.Getenv(trialVariable) != "" {
		return tryLab(context.Background(), os.Stderr)
	}
	defer removeBuilt()
	defer tellNotRun(os.Stderr)
	return m.Run()
}
