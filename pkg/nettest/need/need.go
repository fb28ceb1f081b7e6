// Package need says what a test needs (a program, seconds, this machine's support), and
// ends the test where it is not there. It imports only the standard library, and no
// server, so that a test that stands none links fast.
package need

import (
	"os"
	"os/exec"
	"runtime"
	"testing"
)

// Program returns the path of a program that a test uses as the other side: one
// that reads what we write. Where it is not installed the test ends and says what
// was not tried; in CI it fails, because the gate installs what the tests use.
func Program(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		Unavailable(t, name+" is not installed; .ci/run installs it")
	}
	return path
}

// Unavailable ends a test for which this machine lacks something, with a sentence
// that says what, and how to have it. With CI=true that is a failure.
func Unavailable(t testing.TB, why string) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatal("not tried: " + why)
	}
	t.Skip("not tried: " + why)
}

// Unix ends a test about a machine whose paths and modes only Unix has, where the tests
// are run as programs of Windows.
func Unix(t testing.TB) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("left out: it is about a machine with Unix")
	}
}

// Long ends a test that takes seconds where only the quick ones are wanted
// (go test -short). It hides nothing in CI: the gate's step "tests" runs every test
// without -short, and only its further steps, race and the oldest Go, use it.
func Long(t testing.TB) {
	t.Helper()
	if testing.Short() {
		t.Skip("left out: go test -short runs only the quick tests")
	}
}
