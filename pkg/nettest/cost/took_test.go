package cost

import (
	"testing"
	"time"
)

func TestTookCountsWhatIsWaitedFor(t *testing.T) {
	t.Parallel()
	const pause = 100 * time.Millisecond
	most := time.Duration(0)
	for range 20 { // until the machine is idle for a moment
		took := Took(func() { <-time.After(pause) })
		if most = max(most, took); most > pause/2 {
			return
		}
	}
	t.Errorf("a pause of %v counts as %v", pause, most)
}
