package prove

import (
	"context"
	"io/fs"
	"path/filepath"
	"time"
)

// weighEvery is how often the downloads of a rehearsal are weighed.
const weighEvery = 200 * time.Millisecond

// bounded returns a context that ends once more than limit bytes were downloaded; 0
// means no bound. stop ends the watch and waits for it.
func (sc *scratch) bounded(ctx context.Context, limit int64) (_ context.Context, stop func()) {
	bounded, cancel := context.WithCancel(ctx)
	if limit <= 0 {
		return bounded, cancel
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		tick := time.NewTicker(weighEvery)
		defer tick.Stop()
		for {
			select {
			case <-bounded.Done():
				return
			case <-tick.C:
			}
			if sc.downloaded() > limit {
				cancel()
				return
			}
		}
	}()
	return bounded, func() { cancel(); <-done }
}

// downloaded is the size of what was fetched into the scratch module cache. What it
// began with is there as links, which do not count.
func (sc *scratch) downloaded() int64 {
	var total int64
	_ = filepath.WalkDir(sc.path(filepath.Join("mod", "cache", "download")), func(_ string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return nil
		}
		if info, err := d.Info(); err == nil {
			total += info.Size()
		}
		return nil
	})
	return total
}
