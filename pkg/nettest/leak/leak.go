// Package leak looks for goroutines that tests have left, and gives those of a busy
// machine time to end.
package leak

import (
	"fmt"
	"io"
	"testing"
	"time"

	"go.uber.org/goleak"
)

// patience is how long a goroutine may take to end: at once where the machine is idle.
const patience = time.Minute

// Find is [goleak.Find], which itself waits for half a second.
func Find(options ...goleak.Option) error { return find(patience, options...) }

func find(patience time.Duration, options ...goleak.Option) error {
	for begun := time.Now(); ; {
		err := goleak.Find(options...)
		if err == nil || time.Since(begun) > patience {
			return err
		}
	}
}

// Main runs the tests of a package, and fails where they leave goroutines.
func Main(m *testing.M, out io.Writer) int {
	code := m.Run()
	if code != 0 {
		return code
	}
	if err := Find(); err != nil {
		_, _ = fmt.Fprintln(out, err)
		return 1
	}
	return 0
}
