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
	if len(c.Args) < 2 || c.Args[1] != "env" && c.Args[1] != "version" && c.Args[1] != "config" { // these ask no server
		files = append(files, get("SSL_CERT_FILE"), get("GIT_SSL_CAINFO"))
	}
	dir := c.Dir
	if dir == "" {
		dir, _ = m.Getwd()
	}
	if program == "go" {
		files = append(files, m.flagFiles(dir, get("GOFLAGS"))...)
		if work := get("GOWORK"); filepath.IsAbs(work) {
			files = append(files, m.named(work)...)
		}
	}
	for dir != "" {
		files = append(files, below(dir, ".git/config"))
		if program == "go" {
			files = append(files, m.moduleFiles(dir)...)
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

// moduleFiles are the files of a module or workspace that go reads in a directory, and
// those of the directories that its go.mod and go.work name.
func (m *Machine) moduleFiles(dir string) []string {
	var files []string
	for _, name := range []string{"go.mod", "go.sum", "go.work", "go.work.sum", "vendor/modules.txt"} {
		files = append(files, below(dir, name))
	}
	for _, part := range m.named(below(dir, "go.work")) {
		files = append(files, part)
		files = append(files, m.named(part)...)
	}
	return append(files, m.named(below(dir, "go.mod"))...)
}

// flagFiles are the files that flags make go read.
func (m *Machine) flagFiles(dir, flags string) []string {
	var files []string
	for _, flag := range strings.Fields(flags) {
		name, file, _ := strings.Cut(strings.TrimLeft(flag, "-"), "=")
		if file == "" || name != "modfile" && name != "overlay" {
			continue
		}
		if !filepath.IsAbs(file) {
			file = below(dir, file)
		}
		files = append(files, file)
		if name == "modfile" {
			files = append(files, m.named(file)...)
		}
	}
	return files
}

// named are the go.mod files of the directories that a go.mod or go.work names: by replace
// and by use. Any word that could be a path counts, since a file too many does no harm.
func (m *Machine) named(file string) []string {
	data, err := Whole(m.ReadFile, file, MaxGoMod)
	if err != nil {
		return nil
	}
	var files []string
	for line := range strings.Lines(string(data)) {
		line, _, _ = strings.Cut(line, "//")
		for _, word := range strings.Fields(line) {
			word = strings.Trim(word, "\"`()")
			if word != "." && word != ".." && !strings.HasPrefix(word, "./") && !strings.HasPrefix(word, "../") && !filepath.IsAbs(word) && !strings.HasPrefix(word, `.\`) && !strings.HasPrefix(word, `..\`) && !strings.HasSuffix(file, ".work") {
				continue
			}
			dir := filepath.FromSlash(word)
			if !filepath.IsAbs(dir) {
				dir = filepath.Join(filepath.Dir(file), dir)
			}
			files = append(files, filepath.Join(dir, "go.mod"))
		}
	}
	return files
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
