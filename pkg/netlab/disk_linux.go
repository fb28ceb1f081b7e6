package netlab

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

// spoilDisks mounts file systems that are full or read-only over directories
// of the lab.
func (l *Lab) spoilDisks(lines []string) error {
	for _, line := range lines {
		name, how, _ := strings.Cut(line, " ")
		dir := filepath.Join(l.Dir, filepath.FromSlash(name))
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
		var err error
		switch how {
		case "full":
			err = mountFull(dir)
		case "read-only":
			err = unix.Mount("netlab", dir, "tmpfs", unix.MS_RDONLY, "")
		default:
			return fmt.Errorf("disk %q: a directory is full or read-only", line)
		}
		if err != nil {
			return fmt.Errorf("disk %q: %w", line, err)
		}
	}
	return nil
}

// mountFull mounts a file system of one page and uses that page up.
func mountFull(dir string) error {
	page := os.Getpagesize()
	if err := unix.Mount("netlab", dir, "tmpfs", 0, fmt.Sprintf("size=%d", page)); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "ballast"), make([]byte, page), 0o644)
}
