package propose

import (
	"context"
	"time"

	"github.com/gofix-net/gofix-net/pkg/mirror"
	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// fitTime bounds the measurement of the mirrors that a plan adds, which goes on
// beside its proof; fitWait is how long the proof's end is waited out for it.
const (
	fitTime = 5 * time.Second
	fitWait = time.Second / 2
)

// broughtIn returns the public mirrors that a plan adds to the GOPROXY in force.
func broughtIn(s *settings.Snapshot, p plan.Plan) []settings.Value {
	key := settings.Go("GOPROXY")
	have := map[string]bool{}
	for _, e := range route.ParseGOPROXY(s.Effective(key).Value.Reveal()).Entries {
		have[e.Name()] = true
	}
	var out []settings.Value
	for _, c := range p.Changes {
		if c.Key != key || c.To == nil {
			continue
		}
		for _, e := range route.ParseGOPROXY(c.To.Reveal()).Entries {
			if e.Kind == route.Proxy && mirror.IsPublic(e.URL) && !have[e.Name()] {
				out = append(out, e.URL)
			}
		}
	}
	return out
}

// measuring starts to measure the mirrors that a plan adds, as mirrors does, and
// returns what says whether one of them fails at something that some go command needs.
// A result that is not known soon after the proof does not exclude a mirror.
func (c *Chooser) measuring(ctx context.Context, p plan.Plan) (unfit func() bool) {
	mirrors := broughtIn(c.Facts.Settings, p)
	if c.World.Unfit == nil || len(mirrors) == 0 {
		return func() bool { return false }
	}
	limited, cancel := context.WithTimeout(ctx, fitTime)
	done := make(chan bool, 1)
	go func() { done <- c.World.Unfit(limited, mirrors) }()
	return func() bool {
		late := time.AfterFunc(fitWait, cancel)
		defer late.Stop()
		defer cancel()
		found := <-done // Unfit returns soon after its context ends
		return found && limited.Err() == nil
	}
}
