// Package apply carries a plan out: journal first, then each change by `go env`
// or `git config`, each checked, then the whole verified by the real go
// command. After any failure on the way the files are put back byte by byte.
package apply

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/journal"
	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/prove"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/tell"
)

// Options are what Apply works with.
type Options struct {
	Machine  *host.Machine
	Settings *settings.Snapshot // what the plan was made from
	Queries  []probe.Query      // modules to verify with
	Version  string             // of gofix-net, for the journal
	// Agreed are the files that the user agreed to by name, of those that are not only
	// the user's.
	Agreed   []string
	NoVerify bool
	// VerifyTimeout bounds the verification; 0 means no bound but the context's.
	VerifyTimeout time.Duration
	// Before is what the go command could download before. With it, a
	// verification that fails is tolerated where nothing that worked before
	// has stopped working; without it (nil) every failure is rolled back.
	Before *prove.Proof

	// verify replaces prove.Baseline in tests; fault is told of each
	// point where the program could be killed.
	verify func(context.Context) prove.Proof
	fault  func(point string)
}

// Outcome is what Apply did.
type Outcome struct {
	Journal    string        // the id of the entry; "" where nothing was to be written
	Verified   *bool         // nil: not tried
	RolledBack bool          // every file is as it was before
	Proof      prove.Proof   // of the verification
	Warnings   []string      // what go and git said although they succeeded, without credentials
	Changes    []plan.Change // that were carried out
}

// ErrVerification means that modules could not be downloaded under the new
// settings, which were therefore taken back.
var ErrVerification = tell.New("the go command cannot download the modules with the new settings")

// Apply carries the plan out. An error means that nothing is left changed, or,
// where Outcome.RolledBack is false and Outcome.Journal is set, that the named
// journal entry can take back what is. It ends soon after its context does, and
// then takes back what was written.
func Apply(ctx context.Context, o Options, p plan.Plan) (Outcome, error) {
	if p.Empty() {
		return Outcome{}, nil
	}
	r := &run{Options: o}
	if err := r.preflight(p); err != nil {
		return Outcome{}, err
	}
	j, err := journal.Open(o.Machine)
	if err != nil {
		return Outcome{}, err
	}
	unlock, err := j.Lock(ctx)
	if err != nil {
		return Outcome{}, err
	}
	defer unlock()
	r.journal = j
	r.at("locked")
	if err := r.noPending(); err != nil {
		return Outcome{}, err
	}
	if err := r.predict(ctx, p); err != nil {
		return Outcome{}, err
	}
	r.at("predicted")
	if err := j.Save(r.entry); err != nil {
		return Outcome{}, err
	}
	r.out.Journal = r.entry.ID
	r.at("journaled")
	if err := r.carryOut(ctx); err != nil {
		return r.rollBack(err)
	}
	return r.finish(ctx)
}

// run is one Apply.
type run struct {
	Options
	journal *journal.Journal
	entry   *journal.Entry
	changes []plan.Change // step i carries out changes[i]
	out     Outcome
}

func (r *run) at(point string) {
	if r.fault != nil {
		r.fault(point)
	}
}

// PendingError means that an earlier apply was killed and not taken back yet.
type PendingError struct{ ID string }

func (e *PendingError) Error() string {
	return fmt.Sprintf("an earlier apply was interrupted; take it back first: gofix-net undo %s", e.ID)
}

func (r *run) noPending() error {
	e, err := r.journal.PendingEntry()
	if err != nil {
		return err
	}
	if e != nil {
		return &PendingError{e.ID}
	}
	return nil
}

// predict runs every command on copies, and so learns what each file will
// hold, whether the commands work at all, and whether the files still hold
// what the plan was made from.
func (r *run) predict(ctx context.Context, p plan.Plan) error {
	dir, remove, err := r.journal.Scratch()
	if err != nil {
		return err
	}
	defer remove()
	if r.entry, err = r.journal.New(r.Version); err != nil {
		return err
	}
	r.entry.Plan = p.JSON(nil)
	for _, c := range p.Changes {
		i, err := r.capture(r.fileOf(c), dir)
		if err != nil {
			return err
		}
		scratch := copyName(dir, i)
		if err := prove.Check(ctx, r.Machine, r.Settings, c, scratch); err != nil {
			return err
		}
		warning, err := prove.Carry(ctx, r.Machine, r.Settings, c, scratch)
		if err != nil {
			return err
		}
		after, err := os.ReadFile(scratch)
		if err != nil {
			return err
		}
		step, err := journal.NewStep(c, i, after)
		if err != nil {
			return err
		}
		r.entry.Steps = append(r.entry.Steps, step)
		r.changes = append(r.changes, c)
		if warning != "" {
			r.out.Warnings = append(r.out.Warnings, warning)
		}
	}
	return r.roomForAll()
}

// capture adds a file to the entry, once, and copies it to the scratch directory.
func (r *run) capture(path, dir string) (int, error) {
	for i, f := range r.entry.Files {
		if f.Path == path {
			return i, nil
		}
	}
	f, err := journal.Capture(path)
	if err != nil {
		return 0, tell.Errorf("read %s before changing it: %w", path, err)
	}
	if _, err := os.Lstat(f.Target + ".lock"); err == nil && path != r.Settings.Goenv.Path {
		return 0, tell.Errorf("%s.lock exists: another git is changing the file, or was killed; remove it if none is running", f.Target)
	}
	i := len(r.entry.Files)
	r.entry.Files = append(r.entry.Files, f)
	if !f.Existed {
		return i, nil
	}
	return i, os.WriteFile(copyName(dir, i), f.Before, 0o600)
}

func copyName(dir string, i int) string { return filepath.Join(dir, fmt.Sprintf("file-%d", i)) }

// carryOut runs every command on the real files.
func (r *run) carryOut(ctx context.Context) error {
	for i, c := range r.changes {
		step := r.entry.Steps[i]
		f := r.entry.Files[step.File]
		if err := r.expect(f, r.before(i), i > 0 && r.touched(i)); err != nil {
			return err
		}
		r.at(fmt.Sprintf("before-%d", i))
		if _, err := prove.Carry(ctx, r.Machine, r.Settings, c, f.Path); err != nil {
			return err
		}
		r.at(fmt.Sprintf("written-%d", i))
		if err := r.expect(f, step.After, true); err != nil {
			return tell.Errorf("%s: %w", c.CommandText(), err)
		}
		if err := f.Settle(); err != nil {
			return err
		}
		r.entry.Done = append(r.entry.Done, step.ID)
		r.out.Changes = append(r.out.Changes, c)
		if err := r.journal.Save(r.entry); err != nil {
			return err
		}
		r.at(fmt.Sprintf("done-%d", i))
	}
	return ctx.Err()
}

// before is what the file of step i holds before it.
func (r *run) before(i int) []byte {
	step := r.entry.Steps[i]
	held := r.entry.Files[step.File].Before
	for _, s := range r.entry.Steps[:i] {
		if s.File == step.File {
			held = s.After
		}
	}
	return held
}

// touched reports whether an earlier step has written the file of step i.
func (r *run) touched(i int) bool {
	for _, s := range r.entry.Steps[:i] {
		if s.File == r.entry.Steps[i].File {
			return true
		}
	}
	return false
}

// expect reports [prove.ErrChanged] where the file does not hold want: the
// snapshot, the copy and the file must tell the same story at every step.
func (r *run) expect(f journal.File, want []byte, written bool) error {
	data, err := os.ReadFile(f.Target)
	switch {
	case os.IsNotExist(err) && !f.Existed && !written:
		return nil
	case err != nil:
		return err
	case !f.Existed && !written, !bytes.Equal(data, want):
		return tell.Errorf("%s: %w", f.Path, prove.ErrChanged)
	}
	return nil
}
