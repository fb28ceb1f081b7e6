package apply

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/journal"
	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/prove"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/tell"
)

// Undone is what Undo did.
type Undone struct {
	Entry *journal.Entry
	// Bytes are the files that are as they were before, byte by byte.
	Bytes []string
	// Keys are the changes that were reversed by themselves, in a file that
	// another program had changed; Left are those that were not touched because
	// the setting itself was changed since, or is gone.
	Keys, Left []plan.Change
}

// ErrClosed means that the entry is taken back already.
var ErrClosed = tell.New("this change is undone already")

// commandTime bounds the reversal by commands: they touch local files only.
const commandTime = 20 * time.Second

// Undo takes back what an apply changed: the entry of that id, or for "" the
// newest open one, also one that was killed at any instant. If a file was
// changed since, it refuses with a [*journal.ChangedError] for each; with
// force it reverses the changes in that file one by one. Of o only Machine and
// Settings are used.
func Undo(ctx context.Context, o Options, id string, force bool) (Undone, error) {
	j, err := journal.Open(o.Machine)
	if err != nil {
		return Undone{}, err
	}
	if _, err := j.Find(id); err != nil {
		return Undone{}, err // before a directory is made for the lock
	}
	unlock, err := j.Lock(ctx)
	if err != nil {
		return Undone{}, err
	}
	defer unlock()
	e, err := j.Find(id)
	if err != nil {
		return Undone{}, err
	}
	if !e.Open() {
		return Undone{Entry: e}, tell.Errorf("%s: %w", e.ID, ErrClosed)
	}
	if err := targetsOf(o.Machine, o.Settings).check(e); err != nil {
		return Undone{Entry: e}, err
	}
	u := &undo{Options: o, entry: e, journal: j}
	out, err := u.restore(force)
	if err != nil {
		return out, nameNewer(j, e, err)
	}
	u.at("restored")
	e.State = journal.Undone
	if err := j.Save(e); err != nil {
		return out, tell.Errorf("the settings are restored, but the journal could not be written: %w", err)
	}
	return out, nil
}

type undo struct {
	Options
	entry   *journal.Entry
	journal *journal.Journal
}

func (u *undo) at(point string) {
	if u.fault != nil {
		u.fault(point)
	}
}

// restore puts every file back. Without force it touches nothing where one of
// them was changed since by the user or another program.
func (u *undo) restore(force bool) (Undone, error) {
	out := Undone{Entry: u.entry}
	foreign, err := u.foreign()
	if err != nil && (len(foreign) == 0 || !force) {
		return out, err
	}
	if err := u.begin(); err != nil {
		return out, err
	}
	var errs []error
	for i, f := range u.entry.Files {
		u.at(fmt.Sprintf("restore-%d", i))
		err := foreign[i]
		if err == nil {
			err = u.entry.RestoreFile(i)
		}
		var changed *journal.ChangedError
		switch {
		case err == nil:
			out.Bytes = append(out.Bytes, f.Path)
		case force && errors.As(err, &changed):
			errs = append(errs, u.reverse(i, &out))
		default:
			errs = append(errs, err)
		}
	}
	return out, errors.Join(errs...)
}

// foreign returns the error of each file that was changed since, by the file's
// index; the error joins them, or says why a file cannot be examined.
func (u *undo) foreign() (map[int]error, error) {
	out := map[int]error{}
	var errs []error
	for i := range u.entry.Files {
		err := u.entry.CheckFile(i)
		var changed *journal.ChangedError
		switch {
		case errors.As(err, &changed):
			out[i] = err
		case err != nil:
			return nil, err
		}
		errs = append(errs, err)
	}
	return out, errors.Join(errs...)
}

// begin makes the entry pending before the first file is touched, so that an
// undo that is killed half-way is reported and finished like an apply that is.
func (u *undo) begin() error {
	if u.entry.State == journal.Pending {
		return nil
	}
	u.entry.State = journal.Pending
	return u.journal.Save(u.entry)
}

// reverse takes the changes of one file back one by one, the last first: on a
// copy, which then takes the file's place in one instant. The journal does not
// know the current content of the file, and could not bring it back if go or git
// were killed while they write it.
func (u *undo) reverse(file int, out *Undone) error {
	// Not the caller's context: that may be what ended the apply.
	ctx, cancel := context.WithTimeout(context.Background(), commandTime)
	defer cancel()
	f := u.entry.Files[file]
	held, err := host.Whole(u.Machine.ReadFile, f.Path, host.MaxSettings)
	if errors.Is(err, fs.ErrNotExist) {
		out.Bytes = append(out.Bytes, f.Path) // there is no other content to lose
		return u.entry.PutBack(file)
	}
	if err != nil {
		return err
	}
	dir, remove, err := u.journal.Scratch()
	if err != nil {
		return err
	}
	defer remove()
	scratch := filepath.Join(dir, "file")
	if err := os.WriteFile(scratch, held, 0o600); err != nil {
		return err
	}
	if err := u.reverseSteps(ctx, file, scratch, out); err != nil {
		return err
	}
	data, err := os.ReadFile(scratch)
	if err != nil {
		return err
	}
	return journal.Rewrite(f.Path, held, data)
}

func (u *undo) reverseSteps(ctx context.Context, file int, scratch string, out *Undone) error {
	for _, s := range slices.Backward(u.entry.Steps) {
		if s.File != file {
			continue
		}
		c, err := s.Change()
		if err != nil {
			return err
		}
		if c.Key.Tool == settings.HandWritten {
			out.Left = append(out.Left, c) // no tool knows which part of it is ours
			continue
		}
		ours, err := u.stillOurs(ctx, c, scratch)
		if err != nil {
			return err
		}
		if !ours {
			out.Left = append(out.Left, c)
			continue
		}
		if _, err := prove.Carry(ctx, u.Machine, u.Settings, c.Inverse(), scratch); err != nil {
			return err
		}
		out.Keys = append(out.Keys, c)
	}
	return nil
}

// stillOurs reports whether the setting is as the change left it.
func (u *undo) stillOurs(ctx context.Context, c plan.Change, path string) (bool, error) {
	have, err := prove.Values(ctx, u.Machine, u.Settings, c.Key, path)
	if err != nil {
		return false, err
	}
	if c.To != nil {
		return slices.Contains(have, c.To.Reveal()), nil
	}
	if c.Key.Tool == settings.GitConfig {
		return !slices.Contains(have, c.From.Reveal()), nil
	}
	return len(have) == 0, nil
}

// nameNewer adds to the errors which later apply wrote the same file.
func nameNewer(j *journal.Journal, e *journal.Entry, err error) error {
	var changed *journal.ChangedError
	if !errors.As(err, &changed) {
		return err
	}
	list, listErr := j.List()
	if listErr != nil {
		return err
	}
	for _, n := range list {
		if n.ID == e.ID {
			return err
		}
		for _, f := range n.Files {
			if n.Open() && f.Path == changed.Path {
				changed.Newer = n.ID
				return err
			}
		}
	}
	return err
}
