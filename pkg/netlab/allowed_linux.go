package netlab

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

// trialVariable has the process inside start a lab and end.
const trialVariable = "GOFIX_NETLAB_TRIAL"

// notRun counts the tests that needed a lab where none is allowed.
var notRun atomic.Int64

// Allowed ends a test where this machine allows no lab, with a sentence that says how
// to allow one: before the test builds what it would run in the lab.
func Allowed(t testing.TB) {
	t.Helper()
	if Inside() {
		return
	}
	if err := allowed(); err != nil {
		notRun.Add(1)
		need.Unavailable(t, err.Error())
	}
}

// allowed starts a lab, once, and returns the reason if this machine forbids it or lacks
// what it is made of. What else goes wrong is left for the tests to show.
var allowed = sync.OnceValue(func() error {
	if _, err := exec.LookPath("git"); err != nil {
		return errors.New("git is not installed, by which the lab makes and serves its repositories")
	}
	dir, err := os.MkdirTemp("", "gofix-netlab")
	if err != nil {
		return nil
	}
	defer func() { _ = os.RemoveAll(dir) }()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	var out strings.Builder
	err = enter(ctx, dir, nil, []string{trialVariable + "=yes"}, nil, &out, &out)
	if errors.Is(err, errNoNamespaces) || err != nil && strings.Contains(out.String(), notPermitted) {
		return errNoNamespaces
	}
	return nil
})

// tryLab is the process inside of a trial. It returns the exit code.
func tryLab(ctx context.Context, errs io.Writer) int {
	lab, err := start(ctx)
	switch {
	case errors.Is(err, os.ErrPermission):
		_, _ = fmt.Fprintln(errs, notPermitted, err)
		return 1
	case err != nil:
		_, _ = fmt.Fprintln(errs, err)
		return 1
	}
	lab.Close()
	return 0
}

// tellNotRun says in one line which tests did not run, and how to allow them.
func tellNotRun(errs io.Writer) {
	if n := notRun.Load(); n > 0 {
		_, _ = fmt.Fprintf(errs, "not run: %d tests that need the network lab: %v\n", n, allowed())
	}
}
