package host

import (
	"io/fs"

	"github.com/gofix-net/gofix-net/pkg/tell"
)

// What is read of a file of each kind, in bytes. Real ones are far smaller; go and git
// read theirs without a limit.
const (
	MaxGoMod    = 2 << 20  // a go.mod or go.work
	MaxGoSum    = 64 << 20 // a go.sum or go.work.sum; the largest known ones have some MiB
	MaxSettings = 16 << 20 // a file of settings: GOENV, git's configuration
	MaxNetrc    = 1 << 20  // a netrc file
)

// ReadFunc is the type of [Machine.ReadFile].
type ReadFunc func(name string, limit int64) (data []byte, cut bool, err error)

// Whole reads a file of at most limit bytes. A longer one is an error: what is taken
// for the whole of a file must not be its beginning.
func Whole(read ReadFunc, name string, limit int64) ([]byte, error) {
	data, cut, err := read(name, limit)
	if err == nil && cut {
		err = &fs.PathError{Op: "read", Path: name, Err: tell.Errorf("longer than %d bytes", limit)}
	}
	if err != nil {
		return nil, err
	}
	return data, nil
}
