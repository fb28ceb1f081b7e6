//go:build !linux

package netlab

import (
	"context"
	"errors"
	"io"
	"runtime"
	"testing"
)

// Lab is a running network. It exists only on Linux.
type Lab struct{}

// Test fails: a lab needs Linux.
func Test(t *testing.T, _ func(*testing.T, *Lab)) {
	t.Helper()
	t.Fatalf("the network lab needs the namespaces of Linux; this is %s", runtime.GOOS)
}

// TestWith fails as [Test] does.
func TestWith(t *testing.T, _ []string, fn func(*testing.T, *Lab)) {
	t.Helper()
	Test(t, fn)
}

// Main runs the tests of a package that uses labs.
func Main(m *testing.M) int { return m.Run() }

// Play needs Linux too.
func Play(context.Context, *Scenario, []string, io.Writer) (int, error) {
	return 0, errors.New("the network lab needs the namespaces of Linux; this is " + runtime.GOOS)
}
