// Package propose decides which change is put to the user: it turns candidate
// states into plans, has the real go prove them one after the other within a
// budget of time, and says what the next shell will see of the result. It
// writes nothing. All that it asks of the machine comes through [World], so
// that its decisions can be tested against a made-up one.
package propose

import (
	"context"
	"slices"
	"time"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/prove"
	"github.com/gofix-net/gofix-net/pkg/recommend"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// World is what a decision may ask of the machine. Every field but Unfit is set; [System]
// returns the real one.
type World struct {
	Now func() time.Time
	// Try has the real go command download modules. late says that the trial's
	// own limit ended it, which refutes nothing.
	Try func(ctx context.Context, t Trial) (proof prove.Proof, late bool)
	// Rehearse has the real go command do what the person's own command would load
	// and download, under the plan and variables of a trial. Where there is no such
	// command the rehearsal is not tried.
	Rehearse func(ctx context.Context, t Trial) prove.Rehearsal
	// Unfit measures module proxies, and reports whether one of them fails at something
	// that go needs. Nil measures nothing.
	Unfit func(context.Context, []settings.Value) bool
	// Look examines the machine as if other settings were in force. Its error is
	// that of a cancelled context.
	Look func(context.Context, *settings.Snapshot, []probe.Query) (*facts.Facts, error)
}

// Trial is one question to the real go command.
type Trial struct {
	// Plan is what would have been written; the empty plan asks under the
	// settings as they are.
	Plan plan.Plan
	// Variables are set in addition: those of the user's next shell.
	Variables []settings.Definition
	// Without are variables of the operating system that are taken out of the
	// environment, because they would hide what the plan writes.
	Without []string
	Queries []probe.Query
	Limit   time.Duration
}

// Proposal is a change that may be put to the user.
type Proposal struct {
	Plan plan.Plan
	// Wanted is the state that it leads to; nil for a stored profile.
	Wanted *profile.Profile
	// Left are the modules that it does not help.
	Left []recommend.Left
	// Proven is true once the real go has downloaded the modules under it, false
	// if that failed, nil if it was not tried or not finished in time.
	Proven *bool
	Proof  prove.Proof
	// Rehearsal is what became of the person's own command under the plan.
	Rehearsal prove.Rehearsal
}

// CommandFails reports whether the person's own command fails under the plan
// although its modules can be downloaded.
func (p Proposal) CommandFails() bool {
	return p.Rehearsal.Tried && !p.Rehearsal.OK && !p.Rehearsal.Late
}

// Choice is what came of choosing. Its Plan is empty where nothing is to be written.
type Choice struct {
	Proposal
	// Consents are the files that the plan would write and that are not only the
	// user's: it is written only if the user agrees to each by name.
	Consents []settings.Shared
	// Rejected is why candidates are not written, each refused value once, those of
	// the best candidate first.
	Rejected []*plan.ForbiddenError
	// Tried are the candidates that the real go refuted, best first, where none was proved.
	Tried []Proposal
	// Shadowed are the variables of this environment that hide what a named profile
	// wants: whatever is written has no effect where they are set. A proof is about
	// the settings without them.
	Shadowed []settings.Setting
	// Refused is why a named profile is not written: an error of package profile
	// or plan, or an [*UnprovenError].
	Refused error
	// Hopeless says of a named profile that downloads fail without it and with it:
	// it may be written all the same, but no verification can succeed.
	Hopeless bool
}

// Chooser chooses for one machine whose facts are known.
type Chooser struct {
	World World
	Facts *facts.Facts
	// Agreed are the files to whose change the user agreed by name.
	Agreed []string
	// Unproved says that the user wants no proof by the real go command.
	Unproved bool
	// Within bounds the proofs together, where their own bounds do not come first; a
	// negative one leaves no time for any, 0 is none.
	Within time.Duration
}

// limit is how much of a bound there is time for.
func (c *Chooser) limit(bound time.Duration) time.Duration {
	if c.Within == 0 {
		return bound
	}
	return max(min(bound, c.Within), 0)
}

// helped are the modules asked about without those that a plan does not help.
func (c *Chooser) helped(left []recommend.Left) []probe.Query { return Helped(c.Facts.Queries, left) }

// Helped returns the queries without those that are left.
func Helped(queries []probe.Query, left []recommend.Left) []probe.Query {
	return slices.DeleteFunc(slices.Clone(queries), func(q probe.Query) bool {
		return slices.ContainsFunc(left, func(l recommend.Left) bool { return l.Query == q })
	})
}
