// Package plan is the difference between a wanted state and the present one:
// what would be written, by which command, and why. It is pure, and it is where
// a change that would switch off a protection is refused.
package plan

import (
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/tell"
)

// Change is one setting that would be written. A git key with several values
// has one Change per value.
type Change struct {
	Key    settings.Key
	From   *settings.Value // nil: not set in the layer that is written
	To     *settings.Value // nil: will not be set
	File   string          // the git file where it is not the global one
	Reason profile.Reason

	id string // see ID
	// oldGit: git has no --fixed-value, see ForGit.
	oldGit bool
}

// Plan is a list of changes. Only [Diff] makes one.
type Plan struct {
	Profile string
	Changes []Change
}

// Empty reports whether there is nothing to write.
func (p Plan) Empty() bool { return len(p.Changes) == 0 }

// Inverse returns the plan that takes p back, last change first. It restores
// values, not bytes: the order of several values of a git key may differ.
func (p Plan) Inverse() Plan {
	out := Plan{Profile: p.Profile}
	for i := len(p.Changes) - 1; i >= 0; i-- {
		out.Changes = append(out.Changes, p.Changes[i].Inverse())
	}
	return out
}

// Diff returns what has to be written so that the layers that go and git write
// to hold what p wants. It fails with a [*ForbiddenError] where that would
// switch off or weaken a protection, and with a [*KeyError] where p wants
// something that cannot be written.
//
// Diff of the state after applying a plan is empty.
func Diff(s *settings.Snapshot, p *profile.Profile) (Plan, error) {
	out := Plan{Profile: p.Name}
	for i, w := range p.Wants {
		if err := profile.CheckKey(w.Key, w.Value != nil); err != nil {
			return Plan{}, &KeyError{w.Key, err}
		}
		if j := conflict(p.Wants[:i], w); j >= 0 {
			return Plan{}, &KeyError{w.Key, tell.Errorf("%s: the profile sets it twice, to different values", w.Key)}
		}
		out.Changes = append(out.Changes, changes(s, w)...)
	}
	out.Changes = dedupe(out.Changes)
	if err := forbidden(s, p, out.Changes); err != nil {
		return Plan{}, err
	}
	nameChanges(out.Changes)
	for i, c := range out.Changes {
		out.Changes[i] = c.ForGit(s.Git.Version)
	}
	return out, nil
}

// KeyError is a wanted setting that cannot be written.
type KeyError struct {
	Key settings.Key
	Err error
}

func (e *KeyError) Error() string { return e.Err.Error() }
func (e *KeyError) Unwrap() error { return e.Err }

// conflict returns the index of an earlier want that w contradicts, or -1.
func conflict(earlier []profile.Want, w profile.Want) int {
	for i, o := range earlier {
		if o.Key != w.Key || o.File != w.File {
			continue
		}
		if !profile.MultiValued(w.Key) && !same(o.Value, w.Value) {
			return i
		}
		if w.Value != nil && same(w.Value, o.Remove) || w.Remove != nil && same(w.Remove, o.Value) {
			return i
		}
	}
	return -1
}

func changes(s *settings.Snapshot, w profile.Want) []Change {
	if w.Key.Tool == settings.GitConfig {
		return gitChanges(s, w)
	}
	present := s.In(w.Key, settings.GoenvFile)
	var from *settings.Value
	if present.Set() {
		from = &present.Value
	}
	if same(from, w.Value) {
		return nil
	}
	return []Change{{Key: w.Key, From: from, To: w.Value, Reason: w.Reason}}
}

// gitChanges checks every file of the layer: a value of the global scope can
// be in an included file, or in one of the two global files, and
// `git config --global` reaches only one of them.
func gitChanges(s *settings.Snapshot, w profile.Want) []Change {
	var out []Change
	found := false
	for _, l := range gitLayer(s, w) {
		switch {
		case w.Value != nil && same(w.Value, &l.Value):
			found = true
			continue
		case w.Value != nil && profile.MultiValued(w.Key):
			continue
		case w.Remove != nil && !same(w.Remove, &l.Value):
			continue
		}
		from := l.Value
		out = append(out, Change{Key: w.Key, From: &from, File: fileOf(s, l.File), Reason: w.Reason})
	}
	if w.Value != nil && !found {
		out = append(out, Change{Key: w.Key, To: w.Value, File: fileOf(s, w.File), Reason: w.Reason})
	}
	return out
}

// gitLayer returns the settings of the wanted key where the want looks: in its
// file, or in git's global scope.
func gitLayer(s *settings.Snapshot, w profile.Want) []settings.Setting {
	var out []settings.Setting
	for _, l := range s.All(w.Key) {
		if w.File != "" && l.File == w.File || w.File == "" && l.Origin == settings.GitGlobal {
			out = append(out, l)
		}
	}
	return out
}

// fileOf returns "" for the file that `git config --global` writes.
func fileOf(s *settings.Snapshot, file string) string {
	if file == s.Git.GlobalFile {
		return ""
	}
	return file
}

// dedupe drops a change that is there twice: one command removes every
// occurrence of a value in a file.
func dedupe(list []Change) []Change {
	var out []Change
	for _, c := range list {
		if !contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}

func contains(list []Change, c Change) bool {
	for _, o := range list {
		if o.Key == c.Key && o.File == c.File && same(o.From, c.From) && same(o.To, c.To) {
			return true
		}
	}
	return false
}

func same(a, b *settings.Value) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Reveal() == b.Reveal()
}
