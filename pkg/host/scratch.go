package host

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/gofrs/flock"
)

const (
	// claimName is the file in a scratch directory that its process holds locked: the
	// system lets go of it when the process dies, however it does.
	claimName = ".gofix-net-lock"
	// scratchNames match the directories that [Machine.TempDir] makes.
	scratchNames = "gofix-net-*"
	// fresh is how long a directory is kept on systems where a process cannot
	// show its claim in one step.
	fresh = 10 * time.Second
	// unclaimed is how long a directory without a claim is kept: its process makes one
	// at once.
	unclaimed = time.Minute
	// maxSwept bounds the directories that one run removes.
	maxSwept = 100
)

// tempDir implements [Machine.TempDir].
func tempDir(pattern string) (dir string, remove func(), err error) {
	dir, err = os.MkdirTemp("", pattern)
	if err != nil {
		return "", nil, err
	}
	release := claim(dir)
	return dir, func() {
		release()
		removeTree(dir)
	}, nil
}

// claim locks a scratch directory for this process. Where that cannot be done the
// directory has no claim, and is never swept.
func claim(dir string) (release func()) {
	name := filepath.Join(dir, claimName)
	made := name
	if runtime.GOOS != "windows" { // where what is open cannot be renamed
		made += ".new"
	}
	l := flock.New(made, flock.SetPermissions(0o600))
	if ok, err := l.TryLock(); err != nil || !ok {
		return func() {}
	}
	if made != name && os.Rename(made, name) != nil {
		_ = os.Remove(made)
	}
	return func() { _ = l.Unlock() }
}

// sweep implements [Machine.Sweep].
func sweep() {
	found, err := filepath.Glob(filepath.Join(os.TempDir(), scratchNames))
	if err != nil {
		return
	}
	for _, dir := range found[:min(len(found), maxSwept)] {
		if abandoned(dir) {
			removeTree(dir)
		}
		removeUnclaimed(dir)
	}
}

// abandoned reports whether a directory is one of this user's and its process is gone.
// It returns false if it cannot tell.
func abandoned(dir string) bool {
	info, err := os.Lstat(dir)
	if err != nil || !info.IsDir() || !ownedByUs(info) || runtime.GOOS == "windows" && time.Since(info.ModTime()) < fresh {
		return false
	}
	name := filepath.Join(dir, claimName)
	held, err := os.Lstat(name)
	if err != nil || !held.Mode().IsRegular() || !ownedByUs(held) {
		return false
	}
	l := flock.New(name, flock.SetFlag(os.O_RDWR), flock.SetPermissions(fs.FileMode(0o600)))
	ok, err := l.TryLock()
	if err != nil || !ok {
		return false
	}
	return l.Unlock() == nil
}

// removeUnclaimed removes a directory whose process was killed before it had a claim: it
// has nothing in it.
func removeUnclaimed(dir string) {
	info, err := os.Lstat(dir)
	if err != nil || !info.IsDir() || !ownedByUs(info) || time.Since(info.ModTime()) < unclaimed {
		return
	}
	inside, err := os.ReadDir(dir)
	if err != nil || len(inside) > 1 || len(inside) == 1 && inside[0].Name() != claimName+".new" {
		return
	}
	if len(inside) == 1 {
		_ = os.Remove(filepath.Join(dir, claimName+".new"))
	}
	_ = os.Remove(dir) // fails if there is something in it by now
}
