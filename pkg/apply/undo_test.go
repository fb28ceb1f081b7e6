package apply

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/nettest/need"

	"github.com/google/go-cmp/cmp"

	"github.com/gofix-net/gofix-net/pkg/journal"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

func TestUndoAfterAForeignEdit(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	env, git := filepath.Join(home, ".config", "go", "env"), filepath.Join(home, ".gitconfig")
	write(t, env, "# mine\nGOPROXY=https://u:geheim@old.example.com\n", 0o600)
	write(t, git, "[url \"https://m.example.com/\"]\n\tinsteadOf = https://github.com/\n", 0o600)
	m := machine(home)
	s := read(t, m)
	o := Options{Machine: m, Settings: s, NoVerify: true}
	out, err := Apply(t.Context(), o, diff(t, s, wantGo("GOPROXY", "direct"), wantGo("GOPRIVATE", "corp.example.com"),
		profile.Want{Key: settings.Git(rule)}))
	if err != nil {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(filepath.Join(home, ".local/state/gofix-net/journal", out.Journal+".json")); err != nil || strings.Contains(string(data), "geheim") {
		t.Errorf("the journal shows a password, or cannot be read (%v)", err)
	}
	data, _ := os.ReadFile(env)
	write(t, env, strings.Replace(string(data), "corp.example.com", "other.example.com", 1)+"GOVCS=https://x:tok3n@h.example.com\n", 0o600)
	before := tree(t, home)

	_, err = Undo(t.Context(), o, "", false)
	var changed *journal.ChangedError
	if !errors.As(err, &changed) || changed.Path != env {
		t.Fatalf("undo without force: %v", err)
	}
	want := []string{"- GOPRIVATE=corp.example.com", "+ GOPRIVATE=other.example.com", "+ GOVCS=https://xxxxx@h.example.com"}
	if d := cmp.Diff(want, changed.Lines); d != "" {
		t.Errorf("explanation (-want +got):\n%s", d)
	}
	if d := cmp.Diff(before, tree(t, home)); d != "" {
		t.Errorf("the refusal changed something:\n%s", d)
	}

	undone, err := Undo(t.Context(), o, "", true)
	if err != nil || len(undone.Keys) != 1 || undone.Keys[0].Key.Name != "GOPROXY" || len(undone.Left) != 1 || undone.Left[0].Key.Name != "GOPRIVATE" {
		t.Fatalf("undo by force: %+v, %v", undone, err)
	}
	data, _ = os.ReadFile(env)
	for _, line := range []string{"# mine", "GOPROXY=https://u:geheim@old.example.com", "GOPRIVATE=other.example.com", "GOVCS="} {
		if !strings.Contains(string(data), line) {
			t.Errorf("%q is missing in\n%s", line, data)
		}
	}
	if data, _ = os.ReadFile(git); string(data) != "[url \"https://m.example.com/\"]\n\tinsteadOf = https://github.com/\n" {
		t.Errorf("git's file, which nobody changed, holds\n%s", data)
	}
}

func TestUndoOutOfOrderNamesTheNewer(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	m := machine(home)
	var ids []string
	for _, v := range []string{"direct", "off"} {
		s := read(t, m)
		out, err := Apply(t.Context(), Options{Machine: m, Settings: s, NoVerify: true}, diff(t, s, wantGo("GOPROXY", v)))
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, out.Journal)
	}
	o := Options{Machine: m, Settings: read(t, m)}
	var changed *journal.ChangedError
	if _, err := Undo(t.Context(), o, ids[0], false); !errors.As(err, &changed) || changed.Newer != ids[1] {
		t.Errorf("undo of the first: %v", err)
	}
	for _, id := range []string{ids[1], ids[0]} {
		if _, err := Undo(t.Context(), o, id, false); err != nil {
			t.Error(err)
		}
	}
	if _, err := os.Stat(filepath.Join(home, ".config")); !os.IsNotExist(err) {
		t.Errorf("~/.config, which did not exist: %v", err)
	}
}

func TestLinksStay(t *testing.T) {
	need.Program(t, "git")
	t.Parallel()
	home := t.TempDir()
	write(t, filepath.Join(home, "dotfiles", "gitconfig"), "[core]\n\tbare = false\n", 0o604)
	for link, to := range map[string]string{".gitconfig": "dotfiles/gitconfig", ".config/go/env": "../../dotfiles/goenv"} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(home, link)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(to, filepath.Join(home, link)); err != nil {
			t.Fatal(err)
		}
	}
	m := machine(home)
	before := tree(t, home)
	s := read(t, m)
	o := Options{Machine: m, Settings: s, NoVerify: true}
	links := diff(t, s, wantGo("GOPROXY", "direct"), profile.Want{Key: settings.Git("http.proxy"), Value: val("http://p.example.com:3128")})
	o.Agreed = []string{filepath.Join(home, ".gitconfig")} // to one of the two
	var refused *ConsentError
	if _, err := Apply(t.Context(), o, links); !errors.As(err, &refused) || refused.Shared.Path != filepath.Join(home, ".config/go/env") || !cmp.Equal(tree(t, home), before) {
		t.Fatalf("without consent: %v", err)
	}
	o.Agreed = append(o.Agreed, filepath.Join(home, ".config/go/env"))
	_, err := Apply(t.Context(), o, links)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"dotfiles/goenv", "dotfiles/gitconfig"} {
		if data, err := os.ReadFile(filepath.Join(home, name)); err != nil || len(data) < 10 {
			t.Errorf("%s was not written through the link: %q %v", name, data, err)
		}
	}
	if _, err := Undo(t.Context(), o, "", false); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(before, tree(t, home)); d != "" {
		t.Errorf("after undo (-before +after):\n%s", d)
	}
}
