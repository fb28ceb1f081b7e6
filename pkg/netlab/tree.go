package netlab

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// tree is every file below a directory with its mode and content, for telling
// whether anything changed.
type tree map[string]string

// readTree reads dir without the caches and records that programs keep there
// on their own account: skip names them, relative to dir.
func readTree(dir string, skip ...string) (tree, error) {
	t := tree{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		if err != nil {
			return err
		}
		if slices.Contains(skip, rel) {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if d.IsDir() {
			return nil // git and go make directories; what counts is what lies in them
		}
		t[rel], err = describe(name, d)
		return err
	})
	return t, err
}

func describe(name string, d fs.DirEntry) (string, error) {
	info, err := d.Info()
	if err != nil {
		return "", err
	}
	if info.Mode()&fs.ModeSymlink != 0 {
		to, err := os.Readlink(name)
		return "link to " + to, err
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s %x", info.Mode(), sha256.Sum256(data)), nil
}

// diff names what differs, or returns "".
func (t tree) diff(other tree) string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(t)) {
		switch now, ok := other[name]; {
		case !ok:
			all = append(all, name+" is gone")
		case now != t[name]:
			all = append(all, name+" is changed")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(other)) {
		if _, ok := t[name]; !ok {
			all = append(all, name+" is new")
		}
	}
	return strings.Join(all, ", ")
}
