package prove

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/tell"
)

// Carry runs the command of a change on one file, the real one or a copy: on
// the copy it tells beforehand what the real one will hold. The warnings are
// what the command said although it succeeded, without credentials.
func Carry(ctx context.Context, m *host.Machine, s *settings.Snapshot, c plan.Change, file string) (warnings string, err error) {
	cmd := goCommand(s, c, file)
	if c.Key.Tool == settings.GitConfig {
		cmd = gitCommand(s, c, file)
	}
	out, err := m.Run(ctx, cmd)
	said := foreign.Redact(strings.TrimSpace(string(out.Stderr)))
	if err != nil {
		return said, tell.Errorf("%s: %w", c.CommandText(), err)
	}
	if out.Code != 0 {
		return said, tell.Errorf("%s: %s", c.CommandText(), cmpOr(said, fmt.Sprintf("exit code %d", out.Code)))
	}
	return said, nil
}

func cmpOr(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// neutralDir is a directory that exists and holds no project.
func neutralDir(file string) string { return filepath.VolumeName(file) + string(filepath.Separator) }

// goCommand writes as `go env -w` does for the user, except that nothing but
// the file is read or written: no go.mod is looked for, since one that wants a
// newer toolchain makes even `go env -w` download it; no flag of GOFLAGS can
// be unknown; no telemetry is recorded in the user's home.
func goCommand(s *settings.Snapshot, c plan.Change, file string) host.Command {
	args := c.Command()
	args[0] = cmpOr(s.Go.Path, "go")
	env := append(noTelemetry(), "GOENV="+file)
	for _, v := range []string{"GOFLAGS", "GOWORK=off", "GO111MODULE=off", "GOTOOLCHAIN=local"} {
		// Not the variable that is written: go would warn of ours.
		if name, _, _ := strings.Cut(v, "="); name != c.Key.Name {
			env = append(env, v)
		}
	}
	return host.Command{Args: args, Dir: neutralDir(file), Env: env}
}

// noTelemetry keeps the go command from making $CONFIG/go/telemetry and from
// starting a process that uploads what is there: the first variable names the
// directory, and nothing is recorded where it cannot be made; the second marks
// such a process's child (cmd/internal/telemetry, 1.23 and later).
func noTelemetry() []string {
	return []string{"TEST_TELEMETRY_DIR=" + host.NoDirectory(), "GO_TELEMETRY_CHILD=2"}
}

// undisturbed are the variables by which a trial leaves alone what is not in its
// scratch directory: go's telemetry, and the logins that git's helpers keep.
func undisturbed(s *settings.Snapshot) []string { return append(noTelemetry(), s.OnlyAsked()...) }

// gitCommand names the file instead of --global, so that exactly the file that
// is in the journal is written.
func gitCommand(s *settings.Snapshot, c plan.Change, file string) host.Command {
	c.File = file
	args := c.ForGit(s.Git.Version).Command()
	args[0] = cmpOr(s.Git.Path, "git")
	return host.Command{Args: args, Dir: neutralDir(file), Env: []string{"GIT_DIR", "GIT_WORK_TREE", "GIT_CONFIG", "LC_ALL=C"}}
}

// ErrChanged means that a file does not hold what a plan started from.
var ErrChanged = tell.New("the settings changed meanwhile; run it again")

// Check reports [ErrChanged] unless the file holds c.From, and not yet c.To.
func Check(ctx context.Context, m *host.Machine, s *settings.Snapshot, c plan.Change, file string) error {
	have, err := Values(ctx, m, s, c.Key, file)
	if err != nil {
		return err
	}
	from, to := c.From, c.To
	switch {
	case from != nil && !slices.Contains(have, from.Reveal()),
		from == nil && to != nil && slices.Contains(have, to.Reveal()),
		from == nil && c.Key.Tool == settings.GoEnv && len(have) > 0:
		return tell.Errorf("%s: %w", c.Key, ErrChanged)
	}
	return nil
}

// Values returns what a file holds of a key: for go at most one value, the
// last line wins; for git every value in order. A file that does not exist
// holds nothing.
func Values(ctx context.Context, m *host.Machine, s *settings.Snapshot, k settings.Key, file string) ([]string, error) {
	if k.Tool == settings.GoEnv {
		return goenvValues(m, k.Name, file)
	}
	if _, err := m.Stat(file); err != nil {
		return nil, nil
	}
	out, err := m.Run(ctx, host.Command{
		Args: []string{cmpOr(s.Git.Path, "git"), "config", "--file", file, "--null", "--get-all", k.Name},
		Dir:  neutralDir(file), Env: []string{"GIT_DIR", "GIT_WORK_TREE", "GIT_CONFIG", "LC_ALL=C"},
	})
	if err != nil {
		return nil, tell.Errorf("could not read %s: %w", file, err)
	}
	if out.Code > 1 { // 1: the key is not there
		return nil, tell.Errorf("could not read %s: %s", file, foreign.Redact(strings.TrimSpace(string(out.Stderr))))
	}
	list := strings.Split(string(out.Stdout), "\x00")
	return list[:len(list)-1], nil
}

// goenvValues reads a GOENV file as the go command does (cmd/go/internal/cfg,
// readEnvFile): KEY=value to the end of the line, the last one wins.
func goenvValues(m *host.Machine, name, file string) ([]string, error) {
	data, err := host.Whole(m.ReadFile, file, host.MaxSettings)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var out []string
	for _, line := range strings.Split(string(data), "\n") {
		if value, ok := strings.CutPrefix(line, name+"="); ok {
			out = []string{value}
		}
	}
	return out, nil
}
