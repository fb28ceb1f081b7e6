package cost

import (
	"testing"
	"time"
)

// Growth fails the test where the cost of work grows much faster than its size: from
// small to eight times small, linear work takes 8 times as long and quadratic work 64
// times. prepare makes the work of a size and is not measured. The shortest of three
// runs counts, since other processes can only make one longer.
func Growth(t *testing.T, small int, prepare func(size int) (work func())) {
	t.Helper()
	const factor, most = 8, 30
	// A run of less than this says nothing about growth.
	const least = 2 * time.Millisecond
	one, many := prepare(small), prepare(factor*small)
	var before, after time.Duration
	for range 4 { // a busy machine fails a round, work that is not linear fails all
		before, after = shortest(one), shortest(many)
		if after <= most*max(before, least) {
			return
		}
	}
	t.Errorf("size %d takes %s, size %d takes %s: more than linear", small, before, factor*small, after)
}

func shortest(work func()) time.Duration {
	best := time.Duration(0)
	for i := range 3 {
		start := time.Now()
		work()
		if took := time.Since(start); i == 0 || took < best {
			best = took
		}
	}
	return best
}
