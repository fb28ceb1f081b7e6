package prove

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

func TestSumdbStateIsCopied(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	put := func(name string) {
		name = filepath.Join(home, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte("cut off"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	put("go/pkg/sumdb/sum.golang.org/latest")
	put("mod/cache/download/sumdb/sum.golang.org/tile/8/0/000")
	put("mod/cache/download/sumdb/sum.golang.org/lookup/example.com/m@v1.0.0")
	if err := os.Symlink("000", filepath.Join(home, "mod/cache/download/sumdb/sum.golang.org/tile/8/0/001")); err != nil {
		t.Fatal(err)
	}
	s := &settings.Snapshot{Layers: []settings.Setting{
		{Key: settings.Go("GOPATH"), Value: settings.Value(filepath.Join(home, "go")), Origin: settings.OSEnv},
		{Key: settings.Go("GOMODCACHE"), Value: settings.Value(filepath.Join(home, "mod")), Origin: settings.OSEnv},
	}}
	sc := &scratch{dir: t.TempDir(), m: host.System(), s: s}
	if err := sc.sumdbState(t.Context()); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{
		"gopath/pkg/sumdb/sum.golang.org/latest":                              true,
		"mod/cache/download/sumdb/sum.golang.org/tile/8/0/000":                true,
		"mod/cache/download/sumdb/sum.golang.org/tile/8/0/001":                false, // a link
		"mod/cache/download/sumdb/sum.golang.org/lookup/example.com/m@v1.0.0": false, // the proof asks
	} {
		if _, err := os.Lstat(sc.path(filepath.FromSlash(name))); (err == nil) != want {
			t.Errorf("%s is there: %v, want %v", name, err == nil, want)
		}
	}
	few := budget{files: 1, bytes: 100}
	if err := sc.copyState(t.Context(), filepath.Join(home, "mod"), "few", &few); err != nil {
		t.Errorf("too much to copy: %v, want nothing", err)
	}
	if _, err := os.Lstat(sc.path("few")); err == nil {
		t.Error("half a tree was left")
	}
}
