package main

import (
	"debug/buildinfo"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// licence are the names of files that a licence may ask to be passed on.
var licence = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|patents|copyright)([.-].*)?$`)

// notices is the text of the licences of all modules in a binary, and of Go itself,
// out of a vendor directory and GOROOT.
func notices(info *buildinfo.BuildInfo, vendor, goroot string) (string, error) {
	var b strings.Builder
	b.WriteString("gofix-net contains the Go standard library and the modules below, under these licences.\n")
	if err := add(&b, "Go, "+info.GoVersion, goroot); err != nil {
		return "", err
	}
	deps := slices.Clone(info.Deps)
	for _, m := range deps {
		if err := add(&b, m.Path+" "+m.Version, filepath.Join(vendor, filepath.FromSlash(m.Path))); err != nil {
			return "", err
		}
	}
	return b.String(), nil
}

// add adds the licence files of a directory; that it has none is an error, because
// the release must not go out without.
func add(b *strings.Builder, name, dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("licence of %s: %w", name, err)
	}
	found := false
	for _, e := range entries {
		if !e.Type().IsRegular() || !licence.MatchString(e.Name()) || strings.HasSuffix(e.Name(), ".go") {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return err
		}
		found = true
		fmt.Fprintf(b, "\n%s\n%s: %s\n\n%s\n", strings.Repeat("=", 78), name, e.Name(), strings.TrimSpace(string(text)))
	}
	if !found {
		return fmt.Errorf("%s has no licence file in %s", name, dir)
	}
	return nil
}
