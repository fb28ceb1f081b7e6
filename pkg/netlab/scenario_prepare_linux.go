package netlab

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Prepare makes the lab what a scenario declares: files and faults. $LAB in a
// file or variable means the lab's directory, whose modules directory is a
// module proxy in the file system.
func (l *Lab) Prepare(s *Scenario) error {
	own := strings.NewReplacer("$LAB", l.Dir)
	for name, content := range s.Files {
		if name == "work/go.mod" && content == "" {
			continue
		}
		file, content := filepath.Join(l.Dir, name), own.Replace(content)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
			return err
		}
	}
	if err := l.link(s.Links); err != nil {
		return err
	}
	if err := l.track(s.Tracked); err != nil {
		return err
	}
	if err := l.AddHosts(s.Hosts); err != nil {
		return err
	}
	if s.Resolv != "" {
		if err := l.SetResolvers(s.Resolv); err != nil {
			return err
		}
	}
	if err := l.spoilDisks(s.Disk); err != nil {
		return err
	}
	for _, kv := range s.OSEnv {
		l.env = append(l.env, own.Replace(kv))
	}
	if err := l.exportModules(filepath.Join(l.Dir, "modules")); err != nil {
		return err
	}
	if err := l.warm(s.Warm); err != nil {
		return err
	}
	return l.Break(s.Faults...)
}

// link makes symbolic links, each a line NAME -> TARGET.
func (l *Lab) link(links []string) error {
	for _, line := range links {
		name, target, ok := strings.Cut(line, " -> ")
		if !ok {
			return fmt.Errorf("link %q: want NAME -> TARGET", line)
		}
		name = filepath.Join(l.Dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.Symlink(filepath.Join(l.Dir, target), name); err != nil {
			return err
		}
	}
	return nil
}

// track has git work trees track files, each a line DIRECTORY FILE.
func (l *Lab) track(files []string) error {
	for _, line := range files {
		dir, file, ok := strings.Cut(line, " ")
		if !ok {
			return fmt.Errorf("tracked %q: want DIRECTORY FILE", line)
		}
		for _, args := range [][]string{{"git", "init", "--quiet"}, {"git", "add", "--force", "--", file}} {
			out, err := l.Run(context.Background(), Command{Args: args, Dir: filepath.Join(l.Dir, dir), Env: []string{"GIT_CONFIG_GLOBAL=/dev/null"}})
			if err != nil || out.Failed() {
				return fmt.Errorf("%s: %w\n%s", strings.Join(args, " "), err, out)
			}
		}
	}
	return nil
}

// warm runs commands on the whole network, under go's own settings.
func (l *Lab) warm(commands []string) error {
	for _, c := range commands {
		out, err := l.Run(context.Background(), Command{Args: strings.Fields(c), Env: []string{"GOENV=off"}})
		if err != nil || out.Failed() {
			return fmt.Errorf("warm, %s: %w\n%s", c, err, out)
		}
	}
	return nil
}

// SetResolvers replaces the lines of resolv.conf.
func (l *Lab) SetResolvers(text string) error {
	return os.WriteFile(filepath.Join(l.Dir, "etc", "resolv.conf"), []byte(text), 0o644)
}

// AddHosts adds lines to the hosts file.
func (l *Lab) AddHosts(text string) error {
	f, err := os.OpenFile(filepath.Join(l.Dir, "etc", "hosts"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	if _, err := f.WriteString(text); err != nil {
		return err
	}
	return f.Close()
}
