//go:build unix

package apply

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// git writes a new file and puts it in the old one's place. Where root runs it
// in another user's home, or for a file of another group, the owner has to stay:
// the user could no longer read a file of mode 0600.
func TestFilesStayTheirOwners(t *testing.T) {
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
