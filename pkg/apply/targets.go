package apply

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/journal"
	"github.com/gofix-net/gofix-net/pkg/lazyre"
	"github.com/gofix-net/gofix-net/pkg/place/kinds"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// TargetError means that an entry of the journal names a file that no apply and no
// lint --fix of this user would have written: the entry is not what this program wrote.
type TargetError struct {
	ID, Path string
	// Reason is the end of the message change.target.REASON: goenv, git, lint or steps.
	Reason string
}

func (e *TargetError) Error() string {
	return fmt.Sprintf("journal entry %s names %s, which no apply would have written (%s)", e.ID, e.Path, e.Reason)
}

// The reasons.
const (
	notGoenv  = "goenv" // not the file that go env -w writes
	notGit    = "git"   // no git configuration file of this user
	notLinted = "lint"  // made by lint, or with other permissions, or without a setting for go
	badOwner  = "owner" // another owner than that of the file, its directory, or this user
	badSteps  = "steps" // steps of several tools, none, or unreadable ones
)

// targets are the files that undo may write.
type targets struct {
	goenv, git []string
}

// targetsOf returns the files that an apply of this user writes: go's own, and those
// that git reads as its global configuration, with what they include.
func targetsOf(m *host.Machine, s *settings.Snapshot) targets {
	t := targets{goenv: []string{s.Goenv.Path, settings.DefaultGoenv(m.OS, m.Environ())}, git: []string{s.Git.GlobalFile}}
	home, _ := m.HomeDir()
	for _, name := range []string{".gitconfig", ".config/git/config"} {
		if home != "" {
			t.git = append(t.git, filepath.Join(home, filepath.FromSlash(name)))
		}
	}
	if dir := m.Getenv("XDG_CONFIG_HOME"); filepath.IsAbs(dir) {
		t.git = append(t.git, filepath.Join(dir, "git", "config"))
	}
	for _, l := range s.Layers {
		if l.Key.Tool == settings.GitConfig && l.Origin == settings.GitGlobal && l.File != "" && !slices.Contains(t.git, l.File) {
			t.git = append(t.git, l.File)
		}
	}
	t.git = withIncluded(m, t.git, home)
	return t
}

// includePath is a path in a section that includes (git help config, "Includes").
var includePath = lazyre.New(`(?im)^[ \t]*path[ \t]*=[ \t]*"?([^"\r\n]+?)"?[ \t\r]*$`)

// withIncluded returns files of git's with all that they include. They are read by
// hand: git reads none where one of them is damaged, as a killed apply may have left it,
// and one that sets nothing any more does not show in what git lists.
func withIncluded(m *host.Machine, files []string, home string) []string {
	for i := 0; i < len(files) && i < maxIncluded; i++ {
		data, err := host.Whole(m.ReadFile, files[i], host.MaxSettings)
		if err != nil {
			continue
		}
		for _, found := range includePath.FindAllStringSubmatch(string(data), maxIncluded) {
			path := found[1]
			if rest, ok := strings.CutPrefix(path, "~/"); ok {
				path = filepath.Join(home, rest)
			}
			if !filepath.IsAbs(path) {
				path = filepath.Join(filepath.Dir(files[i]), path)
			}
			if !slices.Contains(files, path) {
				files = append(files, path)
			}
		}
	}
	return files
}

// maxIncluded bounds how many files are read for includes.
const maxIncluded = 100

// check refuses an entry that names anything but such files.
func (t targets) check(e *journal.Entry) error {
	for i := range e.Files {
		if reason := t.refuse(e, i); reason != "" {
			return &TargetError{e.ID, e.Files[i].Path, reason}
		}
	}
	return nil
}

// refuse says why file i is not written, or "".
func (t targets) refuse(e *journal.Entry, i int) string {
	f := e.Files[i]
	if !f.OwnerFits() {
		return badOwner
	}
	tool := settings.Tool("")
	for _, s := range e.Steps {
		if s.File != i {
			continue
		}
		c, err := s.Change()
		if err != nil || tool != "" && tool != c.Key.Tool {
			return badSteps
		}
		tool = c.Key.Tool
	}
	switch tool {
	case settings.GoEnv:
		if !names(t.goenv, f.Path) {
			return notGoenv
		}
	case settings.GitConfig:
		if !names(t.git, f.Path) {
			return notGit
		}
	case settings.HandWritten:
		if !lintedFile(f) {
			return notLinted
		}
	default:
		return badSteps
	}
	return ""
}

// names reports whether a path is one of the files, by its text or because it is the
// same file.
func names(files []string, path string) bool {
	info, err := os.Stat(path)
	return slices.ContainsFunc(files, func(f string) bool {
		if f == "" {
			return false
		}
		if filepath.Clean(f) == filepath.Clean(path) {
			return true
		}
		other, otherErr := os.Stat(f)
		return err == nil && otherErr == nil && os.SameFile(info, other)
	})
}

// lintedFile reports whether lint --fix may have changed a file: it makes none, and
// keeps the permissions.
func lintedFile(f journal.File) bool {
	info, err := os.Stat(f.Target)
	return err == nil && f.Existed && len(f.MadeDirs) == 0 && info.Mode().IsRegular() && info.Mode().Perm() == f.Mode && kinds.Hint(string(f.Before))
}
