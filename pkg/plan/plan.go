// Package plan is the difference between a wanted state and the present one:
// what would be written, by which command, and why. It is pure, and it is where
// a change that would switch off a protection is refused.
package plan

import (
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// Change is one setting that would be written.
type Change struct {
	Key    settings.Key
	From   *settings.Value // nil: not set in the layer that is written
	To     *settings.Value // nil: will not be set
	File   string          // the git file where it is not the global one
	Reason profile.Reason
}

// Plan is a list of changes. Only [Diff] makes one.
type Plan struct {
	Profile string
	Changes []Change
}

// Empty reports whether there is nothing to write.
func (p Plan) Empty() bool { return len(p.Changes) == 0 }
