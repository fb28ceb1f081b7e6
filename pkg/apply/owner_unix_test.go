//go:build unix

package apply

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/nettest/need"

	"github.com/gofix-net/gofix-net/pkg/journal"
)

// git writes a new file and puts it in the old one's place. Where root runs it
// in another user's home, or for a file of another group, the owner has to stay:
// the user could no longer read a file of mode 0600.
func TestFilesStayTheirOwners(t *testing.T) {
	need.Program(t, "git")
	t.Parallel()
	want := uint32(os.Getuid())
	if want == 0 {
		want = 65534 // another user
	}
	home := t.TempDir()
	files := []string{filepath.Join(home, ".config/go/env"), filepath.Join(home, ".gitconfig")}
	write(t, files[0], "GOPROXY=off\n", 0o600)
	write(t, files[1], "[url \"https://m.example.com/\"]\n\tinsteadOf = https://github.com/\n", 0o600)
	for _, f := range files {
		if err := os.Chown(f, int(want), -1); err != nil {
			t.Fatal(err)
		}
	}
	check := func(when string) {
		t.Helper()
		for _, f := range files {
			info, err := os.Stat(f)
			if err != nil {
				t.Fatal(err)
			}
			if st := info.Sys().(*syscall.Stat_t); st.Uid != want || info.Mode().Perm() != 0o600 {
				t.Errorf("%s: %s belongs to %d, mode %v; want %d, 0600", when, f, st.Uid, info.Mode(), want)
			}
		}
	}
	if code := obeyInChild(t, order{Home: home}); code != 0 {
		t.Fatalf("apply: %d", code)
	}
	check("after apply")
	if code := obeyInChild(t, order{Home: home, Undo: true}); code != 0 {
		t.Fatalf("undo: %d", code)
	}
	check("after undo")
}

// TestUndoGivesFilesToNoOneElse: an entry that names an owner who owns neither the file
// nor its directory is refused. Only root could carry it out; others are refused too.
func TestUndoGivesFilesToNoOneElse(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "env")
	write(t, file, "GOPROXY=off\n", 0o600)
	f := journal.File{Path: file, Target: file, Existed: true, Mode: 0o600, Owner: &journal.Owner{UID: os.Getuid(), GID: os.Getgid()}}
	e := &journal.Entry{Files: []journal.File{f}}
	if reason := (targets{}).refuse(e, 0); reason == badOwner {
		t.Error("its own owner is refused")
	}
	e.Files[0].Owner = &journal.Owner{UID: os.Getuid() + 4242}
	if reason := (targets{}).refuse(e, 0); reason != badOwner {
		t.Errorf("another owner: %q, want %q", reason, badOwner)
	}
}
