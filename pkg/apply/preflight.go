package apply

import (
	"fmt"

	"github.com/gofix-net/gofix-net/pkg/journal"
	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/tell"
)

// ErrGoenvOff means that `go env -w` would write a file that is not read.
var ErrGoenvOff = tell.New("GOENV=off: `go env -w` would write a file that the go command does not read")

// UnwritableError is a file that this user cannot write.
type UnwritableError struct {
	Path   string
	Reason string
	Change plan.Change // the first one that would have been written there
}

func (e *UnwritableError) Error() string {
	return fmt.Sprintf("%s: %s cannot be written: %s", e.Change.CommandText(), e.Path, e.Reason)
}

// ConsentError is a file that is not only this user's, and that was not agreed to.
type ConsentError struct{ Shared settings.Shared }

func (e *ConsentError) Error() string {
	return fmt.Sprintf("%s is not only yours (%s): it is written only if you name it", e.Shared.Path, e.Shared.Why)
}

// preflight refuses before anything is written, the journal included.
func (r *run) preflight(p plan.Plan) error {
	if shared := p.Consents(r.Settings, r.Agreed); len(shared) > 0 {
		return &ConsentError{shared[0]}
	}
	for _, c := range p.Changes {
		if c.Key.Tool == settings.GoEnv {
			if err := r.goenvWritable(c); err != nil {
				return err
			}
		}
		file := r.fileOf(c)
		if file == "" {
			return &UnwritableError{Path: "git config --global", Reason: gitHomeless(r.Settings.OS), Change: c}
		}
		err := r.Machine.Writable(file)
		if err == nil && c.Key.Tool == settings.GitConfig {
			err = r.Machine.Writable(file + ".lock") // git makes it, and renames it
		}
		if err != nil {
			return &UnwritableError{file, err.Error(), c}
		}
	}
	return nil
}

func (r *run) goenvWritable(c plan.Change) error {
	g := r.Settings.Goenv
	switch {
	case g.Off:
		return ErrGoenvOff
	case g.Path == "":
		return &UnwritableError{"the GOENV file", goHomeless(r.Settings.OS), c}
	case !g.Writable && g.Reason != "":
		return &UnwritableError{g.Path, g.Reason, c}
	}
	return nil
}

// goHomeless says which variables, of which none is set, tell go where the GOENV file
// is ([os.UserConfigDir]).
func goHomeless(system string) string {
	switch system {
	case "windows":
		return "AppData is not defined"
	case "darwin":
		return "HOME is not defined"
	}
	return "neither XDG_CONFIG_HOME nor HOME is defined"
}

// gitHomeless says the same of git and its global configuration.
func gitHomeless(system string) string {
	if system == "windows" {
		return "neither HOME nor USERPROFILE is defined"
	}
	return "neither HOME nor XDG_CONFIG_HOME is defined"
}

// fileOf returns the file that a change writes, absolute.
func (r *run) fileOf(c plan.Change) string { return plan.FileOf(r.Settings, c) }

// spare is the free space that is required in addition to the files themselves: file
// systems count in blocks, and the journal grows with each step.
const spare = 256 << 10

// roomForAll refuses where the disk is nearly full: `go env -w` empties the
// file before it writes, and would leave it so.
func (r *run) roomForAll() error {
	for _, f := range append([]journal.File{{Target: r.journal.Dir}}, r.entry.Files...) {
		need := uint64(spare)
		for _, s := range r.entry.Steps {
			need += 4 * uint64(len(s.After)+len(f.Before))
		}
		free, err := r.Machine.FreeBytes(f.Target)
		if err == nil && free < need {
			return tell.Errorf("not enough free space to write %s safely: %d KiB are free, %d KiB are needed; free some space and run it again", f.Target, free>>10, need>>10)
		}
	}
	return nil
}
