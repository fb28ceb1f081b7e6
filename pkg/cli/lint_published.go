package cli

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"golang.org/x/mod/modfile"

	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/lint"
	files "github.com/gofix-net/gofix-net/pkg/place"
)

// published tells files that everybody can read from those of one company. A file is
// public where its project is published: a licence that lets everybody use it stands in
// the file's folder or one above it, up to the root of the repository, and no go.mod on
// the way names a module that only a company's network knows. A module path on a public
// forge does not prove it: such a repository may be private.
type published struct {
	mu   sync.Mutex
	seen map[string]bool
}

// file reports whether a file is public. Only where that makes a difference it looks.
func (p *published) file(f *files.File) bool {
	if !lint.NamesProxy(f) {
		return false
	}
	dir, err := filepath.Abs(filepath.Dir(filepath.FromSlash(f.Path)))
	if err != nil {
		return false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.seen == nil {
		p.seen = map[string]bool{}
	}
	open, seen := p.seen[dir]
	if !seen {
		open = publishedAt(dir)
		p.seen[dir] = open
	}
	return open
}

// maxLevels bounds how far above a file its project is looked for.
const maxLevels = 32

func publishedAt(dir string) bool {
	for range maxLevels {
		if path := modfile.ModulePath([]byte(start(filepath.Join(dir, "go.mod")))); path != "" {
			if host, _, _ := strings.Cut(path, "/"); known.LooksPrivate(host) {
				return false
			}
		}
		if openLicence(dir) {
			return true
		}
		up := filepath.Dir(dir)
		if _, err := os.Lstat(filepath.Join(dir, ".git")); err == nil || up == dir {
			return false
		}
		dir = up
	}
	return false
}

// openLicence reports whether a folder has a licence under which everybody may use
// what is in it.
func openLicence(dir string) bool {
	for _, name := range []string{"LICENSE", "LICENSE.txt", "LICENSE.md", "LICENCE", "COPYING", "UNLICENSE"} {
		text := strings.Join(strings.Fields(start(filepath.Join(dir, name))), " ")
		for _, words := range []string{
			"Apache License", "Permission is hereby granted, free of charge", "Permission to use, copy, modify, and", "Redistribution and use in source and binary forms",
			"GNU GENERAL PUBLIC LICENSE", "GNU LESSER GENERAL PUBLIC LICENSE", "GNU AFFERO GENERAL PUBLIC LICENSE", "Mozilla Public License", "released into the public domain",
			"Mulan PSL", "木兰宽松许可证",
		} {
			if strings.Contains(text, words) {
				return true
			}
		}
	}
	return false
}

// start returns the first bytes of a regular file, "" where there is none.
func start(path string) string {
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		return ""
	}
	f, err := os.Open(path) //nolint:gosec // of the project that is asked about
	if err != nil {
		return ""
	}
	defer f.Close() //nolint:errcheck // only read
	text, err := io.ReadAll(io.LimitReader(f, 8<<10))
	if err != nil {
		return ""
	}
	return string(text)
}
