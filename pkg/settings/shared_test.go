package settings

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

func TestShared(t *testing.T) {
	need.Program(t, "git")
	t.Parallel()
	link := func(b *box, name, target string) {
		name = b.expand(name)
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			b.t.Fatal(err)
		}
		if err := os.Symlink(b.expand(target), name); err != nil {
			b.t.Fatal(err)
		}
	}
	git := func(b *box, args ...string) {
		c := exec.Command("git", args...)
		c.Dir, c.Env = b.home, append(b.env, "GIT_CONFIG_GLOBAL=/dev/null")
		if out, err := c.CombinedOutput(); err != nil {
			b.t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	const goenv, gitconfig = "$HOME/.config/go/env", "$HOME/.gitconfig"
	for _, c := range []struct {
		story string
		make  func(*box)
		file  string
		want  SharedWhy
	}{
		{"a file of the user's own", func(b *box) { b.write(gitconfig, "[user]\n\tname = u\n") }, gitconfig, ""},
		{"one that is not there yet", func(*box) {}, goenv, ""},
		{"a link", func(b *box) { b.write("$HOME/dotfiles/g", ""); link(b, gitconfig, "$HOME/dotfiles/g") }, gitconfig, Linked},
		{"a link to nothing yet", func(b *box) { link(b, gitconfig, "$HOME/dotfiles/g") }, gitconfig, Linked},
		{"below a directory that is a link", func(b *box) { b.write("$HOME/dotfiles/go/env", ""); link(b, "$HOME/.config", "$HOME/dotfiles") }, goenv, Linked},
		{"tracked", func(b *box) { b.write(gitconfig, ""); git(b, "init", "-q"); git(b, "add", "-f", ".gitconfig") }, gitconfig, Tracked},
		{"in a work tree that does not track it", func(b *box) { b.write(gitconfig, ""); git(b, "init", "-q") }, gitconfig, ""},
		{"tracked by a bare repository beside it", func(b *box) {
			b.write(gitconfig, "")
			git(b, "init", "-q", "--bare", ".cfg")
			git(b, "--git-dir=.cfg", "--work-tree=.", "add", "-f", ".gitconfig")
		}, gitconfig, Tracked},
		{"by yadm's", func(b *box) {
			b.write(goenv, "")
			git(b, "init", "-q", "--bare", ".local/share/yadm/repo.git")
			git(b, "--git-dir=.local/share/yadm/repo.git", "--work-tree=.", "add", "-f", ".config/go/env")
		}, goenv, Tracked},
		{"a bare repository that has other files", func(b *box) {
			b.write(gitconfig, "")
			b.write("$HOME/.vimrc", "")
			git(b, "init", "-q", "--bare", ".cfg")
			git(b, "--git-dir=.cfg", "--work-tree=.", "add", "-f", ".vimrc")
		}, gitconfig, ""},
		{"chezmoi's", func(b *box) {
			b.write(gitconfig, "")
			b.write("$HOME/.local/share/chezmoi/private_dot_gitconfig.tmpl", "")
		}, gitconfig, Managed},
		{"chezmoi's, below directories", func(b *box) {
			b.write(goenv, "")
			b.write("$HOME/.local/share/chezmoi/.chezmoiroot", "home\n")
			b.write("$HOME/.local/share/chezmoi/home/private_dot_config/exact_go/env", "")
		}, goenv, Managed},
		{"chezmoi has other files", func(b *box) {
			b.write(gitconfig, "")
			b.write("$HOME/.local/share/chezmoi/dot_gitconfig.local", "")
			b.write("$HOME/.local/share/chezmoi/create_dot_gitconfig", "")
		}, gitconfig, ""},
		{"an included file outside the home", func(b *box) {
			b.write("$DIR/team", "[http]\n\tproxy = http://a.example\n")
			b.write(gitconfig, b.expand("[include]\n\tpath = $DIR/team\n"))
		}, "$DIR/team", Elsewhere},
		{"the file that includes it", func(b *box) {
			b.write("$DIR/team", "[http]\n\tproxy = http://a.example\n")
			b.write(gitconfig, b.expand("[include]\n\tpath = $DIR/team\n"))
		}, gitconfig, ""},
		{"GOENV outside the home", func(b *box) { b.set("GOENV=$DIR/env"); b.write("$DIR/env", "") }, "$DIR/env", Elsewhere},
		{"a directory whose name begins like the home's", func(b *box) { b.set("GOENV=$HOME-2/env") }, "$HOME-2/env", Elsewhere},
	} {
		t.Run(c.story, func(t *testing.T) {
			t.Parallel()
			b := newBox(t)
			c.make(b)
			got, _ := b.read().SharedFile(b.expand(c.file))
			want(t, c.file, got.Why, c.want)
		})
	}
}

// A repository named by the environment is not the one that is asked about.
func TestSharedPastTheEnvironment(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	b.write("$HOME/.gitconfig", "")
	b.set("GIT_DIR=$DIR/none", "GIT_WORK_TREE=$HOME")
	_, shared := b.read().SharedFile(b.expand("$HOME/.gitconfig"))
	want(t, "shared", shared, false)
}

func TestReadDesktop(t *testing.T) {
	need.Unix(t) // GNOME and KDE
	t.Parallel()
	b := newBox(t)
	want(t, "none", len(b.read().Desktop), 0)
	file := b.write("$HOME/.config/kioslaverc", "[Proxy Settings]\nProxyType=1\nhttpsProxy=http://10.0.0.1 3128\n")
	got := b.read().Desktop
	want(t, "KDE's", len(got), 1)
	want(t, "its address", got[0].Value, Value("http://10.0.0.1:3128"))
	want(t, "its file", got[0].File, file)
	want(t, "its line", got[0].Line, 3)
	b.set("XDG_CONFIG_HOME=$DIR/config")
	want(t, "another directory", len(b.read().Desktop), 0)
	b.write("config/glib-2.0/settings/keyfile", "[system/proxy]\nmode='manual'\n\n[system/proxy/http]\nhost='10.0.0.2'\nport=8080\n")
	got = b.read().Desktop
	want(t, "GNOME's", len(got), 1)
	want(t, "its address", got[0].Value, Value("http://10.0.0.2:8080"))
}
