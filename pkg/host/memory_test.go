package host

import (
	"context"
	"errors"
	"math"
	"os"
	"runtime"
	"testing"
	"time"
)

// grow takes memory for as long as it runs, up to a bound that no test may reach.
func grow() {
	var kept [][]byte
	for range 128 {
		piece := make([]byte, 4<<20)
		for i := 0; i < len(piece); i += 4096 {
			piece[i] = 1
		}
		kept = append(kept, piece)
		time.Sleep(5 * time.Millisecond)
	}
	time.Sleep(time.Minute)
	os.Exit(len(kept))
}

func TestRunEndsWhatGrows(t *testing.T) {
	t.Parallel()
	const small = 48 << 20
	own := int64(math.MaxInt64)
	if runtime.GOOS == "windows" { // which process of the job it is, is not known
		own = small
	}
	for _, c := range []struct {
		role  string
		most  usage
		grown bool
	}{
		{"grow", usage{small, own}, true},
		{"grow child", usage{math.MaxInt64, small}, true},
		{"talk", usage{small, small}, false},
	} {
		t.Run(c.role, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithTimeout(t.Context(), 50*time.Second)
			defer cancel()
			out, err := run(ctx, os.Environ(), role(t, c.role), c.most)
			if errors.Is(err, ErrGrown) != c.grown || c.grown && out.Code != -1 || !c.grown && err != nil {
				t.Errorf("code %d, %v", out.Code, err)
			}
		})
	}
}
