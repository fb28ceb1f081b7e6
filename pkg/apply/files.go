package apply

import (
	"context"
	"errors"
	"path/filepath"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/journal"
	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/tell"
)

// Edit is a file that is to hold another text. Its name is absolute.
type Edit struct {
	Path     string
	From, To []byte
}

// Edits writes files, journal first, and returns the id of the entry that takes
// it back. A file that no longer holds From is not written, and then none is: what
// was written before it is put back.
func Edits(ctx context.Context, m *host.Machine, version string, edits []Edit) (string, error) {
	if len(edits) == 0 {
		return "", nil
	}
	j, err := journal.Open(m)
	if err != nil {
		return "", err
	}
	unlock, err := j.Lock(ctx)
	if err != nil {
		return "", err
	}
	defer unlock()
	r := &run{Options: Options{Machine: m, Version: version}, journal: j}
	if err := r.noPending(); err != nil {
		return "", err
	}
	entry, err := editEntry(j, version, edits)
	if err != nil {
		return "", err
	}
	if err := j.Save(entry); err != nil {
		return "", err
	}
	if err := writeEdits(ctx, j, entry, edits); err != nil {
		return entry.ID, takeBack(j, entry, err)
	}
	_ = j.Prune() // old entries are no reason to fail
	return entry.ID, nil
}

func editEntry(j *journal.Journal, version string, edits []Edit) (*journal.Entry, error) {
	entry, err := j.New(version)
	if err != nil {
		return nil, err
	}
	entry.Plan = plan.JSON{Profile: "lint", Changes: []plan.JSONChange{}}
	for i, e := range edits {
		f, err := journal.Capture(e.Path)
		if err != nil {
			return nil, tell.Errorf("read %s before changing it: %w", e.Path, err)
		}
		c := plan.Change{Key: settings.Key{Tool: settings.HandWritten, Name: e.Path}, File: e.Path}
		step, err := journal.NewStep(c, i, e.To)
		if err != nil {
			return nil, err
		}
		entry.Files = append(entry.Files, f)
		entry.Steps = append(entry.Steps, step)
		entry.Plan.Changes = append(entry.Plan.Changes, plan.JSONChange{ID: c.ID(), Tool: c.Key.Tool, Key: filepath.Base(e.Path), File: e.Path, Command: []string{}})
	}
	return entry, nil
}

func writeEdits(ctx context.Context, j *journal.Journal, entry *journal.Entry, edits []Edit) error {
	for i, e := range edits {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := journal.Rewrite(e.Path, e.From, e.To); err != nil {
			return tell.Errorf("write %s: %w", e.Path, err)
		}
		entry.Done = append(entry.Done, entry.Steps[i].ID)
	}
	entry.State = journal.Committed
	return j.Save(entry)
}

func takeBack(j *journal.Journal, entry *journal.Entry, cause error) error {
	if err := entry.Restore(); err != nil {
		return errors.Join(cause, tell.Errorf("could not put the files back: %w; run gofix-net undo %s", err, entry.ID))
	}
	entry.State = journal.RolledBack
	return errors.Join(cause, j.Save(entry))
}
