package lazy_test

import (
	"sync"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/lazy"
)

func TestValueIsMadeOnce(t *testing.T) {
	t.Parallel()
	made := 0
	v := lazy.Value[*int]{Make: func() *int { made++; return &made }}
	if made != 0 {
		t.Error("made before it was asked for")
	}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if v.Get() != &made {
				t.Error("another value")
			}
		})
	}
	all.Wait()
	if made != 1 {
		t.Errorf("made %d times", made)
	}
}
