package journal

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofix-net/gofix-net/pkg/tell"

	"github.com/gofrs/flock"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/order"
)

const (
	format   = 1
	suffix   = ".json"
	lockName = "lock"
	// keep is how many entries that are taken back are kept for reading.
	keep = 50
	// patience is how long a second apply waits for the first.
	patience = 3 * time.Second
)

var (
	// ErrLocked means that another apply or undo of this user is running.
	ErrLocked = tell.New("another gofix-net is changing settings now; try again when it is done")
	// ErrNone means that the journal has no entry that can be taken back.
	ErrNone = tell.New("nothing to undo")
	// ErrUnknown means that no entry has that id.
	ErrUnknown = tell.New("no such journal entry")
)

// PlaceError means that there is no directory for the journal, or none that this user
// may make, and why.
type PlaceError struct{ Err error }

func (e *PlaceError) Error() string { return "there is no place for the journal: " + e.Err.Error() }

// Unwrap returns the reason.
func (e *PlaceError) Unwrap() error { return e.Err }

// Journal is a directory of entries.
type Journal struct {
	Dir string
	now func() time.Time
}

// Open returns the user's journal, in gofix-net/journal below the directory for
// state: $XDG_STATE_HOME or ~/.local/state, on macOS ~/Library/Application
// Support, on Windows %LocalAppData%. It makes nothing.
func Open(m *host.Machine) (*Journal, error) {
	base, err := stateDir(m)
	if err != nil {
		return nil, &PlaceError{err}
	}
	return &Journal{Dir: filepath.Join(base, "gofix-net", "journal"), now: m.Now}, nil
}

func stateDir(m *host.Machine) (string, error) {
	if dir := m.Getenv("XDG_STATE_HOME"); filepath.IsAbs(dir) {
		return dir, nil
	}
	if dir := m.Getenv("LOCALAPPDATA"); m.OS == "windows" && dir != "" {
		return dir, nil
	}
	home, err := m.HomeDir()
	if err != nil {
		return "", err
	}
	switch m.OS {
	case "windows":
		return filepath.Join(home, "AppData", "Local"), nil
	case "darwin":
		return filepath.Join(home, "Library", "Application Support"), nil
	}
	return filepath.Join(home, ".local", "state"), nil
}

// Lock keeps other applies and undos of this user out until unlock is called;
// the system releases it where the process dies. It makes the directory, and
// gives up with [ErrLocked] after a few seconds.
func (j *Journal) Lock(ctx context.Context) (unlock func(), err error) {
	if err := makeDir(j.Dir); err != nil {
		return nil, &PlaceError{err}
	}
	if err := trusted(j.Dir); err != nil {
		return nil, err
	}
	if err := lockable(filepath.Join(j.Dir, lockName)); err != nil {
		return nil, err
	}
	l := flock.New(filepath.Join(j.Dir, lockName), flock.SetPermissions(0o600))
	wait, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	ok, err := l.TryLockContext(wait, 50*time.Millisecond)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case wait.Err() != nil:
		return nil, ErrLocked
	case err != nil || !ok:
		return nil, tell.Errorf("nothing was changed: the journal cannot be locked: %w", err)
	}
	j.sweep()
	return func() { _ = l.Unlock() }, nil
}

// lockable refuses what would make the lock wait forever.
func lockable(name string) error {
	if info, err := os.Lstat(name); err == nil && !info.Mode().IsRegular() {
		return tell.Errorf("nothing was changed: the journal cannot be locked, because %s is not a regular file; remove it", name)
	}
	return nil
}

// Busy reports whether an apply or undo of this user is running. It makes and
// waits for nothing.
func (j *Journal) Busy() bool {
	name := filepath.Join(j.Dir, lockName)
	if info, err := os.Lstat(name); err != nil || !info.Mode().IsRegular() {
		return false
	}
	l := flock.New(name, flock.SetPermissions(0o600))
	ok, err := l.TryLock()
	if ok {
		_ = l.Unlock()
	}
	return err == nil && !ok
}

// New returns a fresh pending entry. It is not on disk before [Journal.Save].
func (j *Journal) New(tool string) (*Entry, error) {
	var salt [2]byte
	if _, err := rand.Read(salt[:]); err != nil {
		return nil, err
	}
	now := j.now().UTC()
	return &Entry{
		Format: format, Tool: tool, State: Pending, Started: now,
		ID: now.Format("20060102-150405") + "-" + hex.EncodeToString(salt[:]),
	}, nil
}

// Save writes the entry and returns once it is safe on disk. Where it fails, the
// entry on disk is as it was: it is never written in place.
func (j *Journal) Save(e *Entry) error {
	data, err := json.MarshalIndent(e, "", "  ")
	if err != nil {
		return err
	}
	if err := replace(j.path(e.ID), append(data, '\n'), 0o600); err != nil {
		return tell.Errorf("could not write the journal: %w", err)
	}
	return nil
}

func (j *Journal) path(id string) string { return filepath.Join(j.Dir, id+suffix) }

// List returns the entries, the newest first. Those that cannot be read are
// reported by the error, each as a [*DamagedError], beside the rest. A journal
// that other users can write has none: [*UntrustedError].
func (j *Journal) List() ([]*Entry, error) {
	files, err := os.ReadDir(j.Dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, tell.Errorf("could not read the journal: %w", err)
	}
	if err := trusted(j.Dir); err != nil {
		return nil, err
	}
	var list []*Entry
	var errs []error
	for _, f := range files {
		if filepath.Ext(f.Name()) != suffix {
			continue
		}
		e, err := read(filepath.Join(j.Dir, f.Name()))
		if err != nil {
			errs = append(errs, &DamagedError{strings.TrimSuffix(f.Name(), suffix), err})
			continue
		}
		list = append(list, e)
	}
	order.Stable(list, func(a, b *Entry) int {
		return cmp.Or(b.Started.Compare(a.Started), cmp.Compare(b.ID, a.ID))
	})
	return list, errors.Join(errs...)
}

func read(name string) (*Entry, error) {
	data, err := readEntry(name)
	if err != nil {
		return nil, err
	}
	e, err := decode(data)
	if err != nil {
		return nil, err
	}
	if e.ID != strings.TrimSuffix(filepath.Base(name), suffix) {
		return nil, tell.Errorf("has the id %q of another entry", e.ID)
	}
	return e, nil
}

// decode reads an entry and checks what the code relies on.
func decode(data []byte) (*Entry, error) {
	var e Entry
	if err := json.Unmarshal(data, &e); err != nil {
		return nil, err
	}
	if e.Format != format {
		return nil, tell.Errorf("another version of gofix-net wrote it (format %d)", e.Format)
	}
	for _, f := range e.Files {
		if !filepath.IsAbs(f.Path) || !filepath.IsAbs(f.Target) {
			return nil, tell.New("has a relative file name")
		}
	}
	for _, s := range e.Steps {
		if s.File < 0 || s.File >= len(e.Files) {
			return nil, tell.New("has a step without a file")
		}
	}
	if err := e.sane(); err != nil {
		return nil, err
	}
	return &e, nil
}

// Find returns the entry whose id is id, or is the only one that begins with it; for "" the
// newest one that can be taken back.
func (j *Journal) Find(id string) (*Entry, error) {
	list, err := j.List()
	var found []*Entry
	for _, e := range list {
		switch {
		case id == "" && e.Open(), e.ID == id:
			return e, nil
		case id != "" && strings.HasPrefix(e.ID, id):
			found = append(found, e)
		}
	}
	if len(found) == 1 {
		return found[0], nil
	}
	if err != nil {
		return nil, err
	}
	if id == "" {
		return nil, ErrNone
	}
	if len(found) > 1 {
		return nil, tell.Errorf("%w: %q is the beginning of %d ids", ErrUnknown, id, len(found))
	}
	return nil, tell.Errorf("%w: %q", ErrUnknown, id)
}

// PendingEntry returns the newest entry that was never finished, or nil. Under the lock that
// is one whose process died.
func (j *Journal) PendingEntry() (*Entry, error) {
	list, err := j.List()
	for _, e := range list {
		if e.State == Pending {
			return e, nil
		}
	}
	if Damaged(err) != nil {
		return nil, nil // named elsewhere, and no reason to do nothing
	}
	return nil, err
}

// Prune removes the oldest entries that are taken back, beyond a number worth
// reading, and what killed processes left half-written. Open entries are never
// removed.
func (j *Journal) Prune() error {
	list, err := j.List()
	halves, globErr := filepath.Glob(filepath.Join(j.Dir, "*"+temporary))
	if Damaged(err) != nil {
		err = nil
	}
	err = errors.Join(err, globErr)
	for _, name := range halves {
		err = errors.Join(err, os.Remove(name))
	}
	closed := 0
	for _, e := range list {
		if e.Open() {
			continue
		}
		if closed++; closed > keep {
			err = errors.Join(err, os.Remove(j.path(e.ID)))
		}
	}
	return err
}
