package prove

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/tell"
)

// Bounds of what is copied of the checksum database's state. A cache beyond them
// is years of work with thousands of modules; its proof starts without one.
const (
	maxStateFiles = 20000
	maxStateBytes = 256 << 20
	maxStateFile  = 64 << 10 // a full tile has 8 KiB, a tree head some 200 bytes
)

// sumdbState copies what this machine keeps of checksum databases: the newest
// tree heads and the tiles that prove records. Go trusts the copies of its own,
// so that a damaged one fails it under any settings. The records themselves
// stay behind: with them the proof would not ask the database at all.
func (sc *scratch) sumdbState(ctx context.Context) error {
	left := budget{files: maxStateFiles, bytes: maxStateBytes}
	if list := filepath.SplitList(sc.s.Get("GOPATH").Reveal()); len(list) > 0 && filepath.IsAbs(list[0]) {
		from := filepath.Join(list[0], "pkg", "sumdb")
		if err := sc.copyState(ctx, from, filepath.Join("gopath", "pkg", "sumdb"), &left); err != nil {
			return err
		}
	}
	cache := sc.s.Get("GOMODCACHE").Reveal()
	if !filepath.IsAbs(cache) {
		return nil
	}
	at := filepath.Join("cache", "download", "sumdb")
	databases, err := sc.m.ReadDir(filepath.Join(cache, at))
	if err != nil {
		return nil // there is none, or it cannot be read
	}
	for _, d := range databases {
		tiles := filepath.Join(at, d.Name(), "tile")
		if err := sc.copyState(ctx, filepath.Join(cache, tiles), filepath.Join("mod", tiles), &left); err != nil {
			return err
		}
	}
	return nil
}

// copyState copies a tree as a whole, or nothing of it where it is too large.
func (sc *scratch) copyState(ctx context.Context, from, name string, left *budget) error {
	err := sc.copyTree(ctx, from, name, left)
	if errors.Is(err, errTooMuch) {
		return os.RemoveAll(sc.path(name))
	}
	return err
}

// budget is what may still be copied.
type budget struct{ files, bytes int }

var errTooMuch = tell.New("the local record of the checksum database is too large to copy")

// copyTree copies the regular files below a directory that need not exist. What
// cannot be read is left out: go would not read it either.
func (sc *scratch) copyTree(ctx context.Context, from, name string, left *budget) error {
	entries, err := sc.m.ReadDir(from)
	if err != nil {
		return nil
	}
	if left.files--; left.files < 0 { // directories count, or a tree of nothing else would have no end
		return errTooMuch
	}
	if err := os.MkdirAll(sc.path(name), 0o700); err != nil {
		return err
	}
	for _, e := range entries {
		if err := ctx.Err(); err != nil {
			return err
		}
		switch {
		case e.IsDir():
			if err := sc.copyTree(ctx, filepath.Join(from, e.Name()), filepath.Join(name, e.Name()), left); err != nil {
				return err
			}
		case e.Type()&fs.ModeType == 0:
			data, err := host.Whole(sc.m.ReadFile, filepath.Join(from, e.Name()), maxStateFile)
			if err != nil {
				continue
			}
			if left.files, left.bytes = left.files-1, left.bytes-len(data); left.files < 0 || left.bytes < 0 {
				return errTooMuch
			}
			if err := sc.write(filepath.Join(name, e.Name()), data); err != nil {
				return err
			}
		}
	}
	return nil
}
