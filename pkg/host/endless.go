package host

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// EndlessError means that go or git was not started, because it would read a file
// that never ends, or waits forever: git can store a go.mod that is a link to
// /dev/zero, and go takes gigabytes for it.
type EndlessError struct{ Program, Path string }

func (e *EndlessError) Error() string {
	return fmt.Sprintf("%s is not started: it would read %s, which is a device or a pipe and no file", e.Program, e.Path)
}

// refuseEndless returns an [EndlessError] where the program is go or git and would
// read such a file.
func (m *Machine) refuseEndless(c Command) error {
	program := strings.TrimSuffix(filepath.Base(c.Args[0]), ".exe")
	if program != "go" && program != "git" {
		return nil
	}
	env := environ(m.Environ(), c.Env)
	get := func(name string) string {
		value := ""
		for _, e := range env {
			if v, ok := strings.CutPrefix(e, name+"="); ok {
				value = v
			}
		}
		return value
	}
	home, _ := m.HomeDir()
	files := []string{get("NETRC"), get("GIT_CONFIG_GLOBAL"), get("GIT_CONFIG_SYSTEM"), "/etc/gitconfig", below(home, ".netrc"), below(home, "_netrc"), below(home, ".gitconfig"), below(home, ".config/git/config"), below(get("XDG_CONFIG_HOME"), "git/config")}
	if program == "go" {
		files = append(files, get("GOENV"), get("GOWORK"), below(home, ".config/go/env"), below(get("XDG_CONFIG_HOME"), "go/env"), below(home, "Library/Application Support/go/env"))
	}
	dir := c.Dir
	if dir == "" {
		dir, _ = m.Getwd()
	}
	for dir != "" {
		files = append(files, below(dir, ".git/config"))
		if program == "go" {
			files = append(files, below(dir, "go.mod"), below(dir, "go.sum"), below(dir, "go.work"), below(dir, "go.work.sum"), below(dir, "vendor/modules.txt"))
		}
		up := filepath.Dir(dir)
		if up == dir {
			break
		}
		dir = up
	}
	for _, f := range files {
		if filepath.IsAbs(f) && m.endless(f) {
			return &EndlessError{program, f}
		}
	}
	return nil
}

func below(dir, name string) string {
	if dir == "" {
		return ""
	}
	return filepath.Join(dir, filepath.FromSlash(name))
}

// endless reports whether reading a file would not end: a device or a FIFO.
// /dev/null ends at once, and is a usual way to say "no file".
func (m *Machine) endless(name string) bool {
	info, err := m.Stat(name)
	if err != nil || info.Mode()&(fs.ModeDevice|fs.ModeCharDevice|fs.ModeNamedPipe|fs.ModeSocket) == 0 {
		return false
	}
	null, err := m.Stat(os.DevNull)
	return err != nil || !os.SameFile(info, null)
}
