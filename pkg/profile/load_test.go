package profile

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

func TestBuiltin(t *testing.T) {
	t.Parallel()
	want := map[string]string{
		"china":     "https://goproxy.cn|https://mirrors.aliyun.com/goproxy/,direct",
		"global":    "https://proxy.golang.org,direct",
		"direct":    "direct",
		"offline":   "{modcache},off",
		"corporate": "{company}",
	}
	files, err := builtin.ReadDir("builtin")
	if err != nil || len(files) == 0 {
		t.Fatalf("no built-in profiles: %v", err)
	}
	for _, f := range files {
		name := strings.TrimSuffix(f.Name(), suffix)
		if _, err := loadBuiltin(name); err != nil {
			t.Errorf("builtin/%s is no valid profile: %v", f.Name(), err)
		}
		if !slices.Contains(names, name) {
			t.Errorf("builtin/%s is not in names (load.go): profile list would not show it", f.Name())
		}
	}
	list, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range list {
		w, _ := p.Want(settings.Go("GOPROXY"))
		if value, ok := want[p.Name]; !ok {
			t.Errorf("%s: add the GOPROXY that it should set to this test", p.Name)
		} else if w.Value == nil || w.Value.Reveal() != value {
			t.Errorf("%s: GOPROXY %v, want %s", p.Name, w.Value, value)
		}
		if p.Doc["en"] == "" || p.Doc["zh"] == "" {
			t.Errorf("%s: a language has no text: %v", p.Name, p.Doc)
		}
		if p.File != "" {
			t.Errorf("%s: counts as a file of the user's", p.Name)
		}
	}
}

func testMachine(home string) *host.Machine {
	m := *host.System()
	m.OS = "linux"
	m.Environ = func() []string { return []string{"HOME=" + home} }
	m.HomeDir = func() (string, error) { return home, nil }
	return &m
}

func TestLoad(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	m := testMachine(home)
	dir := filepath.Join(home, ".config", "gofix-net", "profiles")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"team": "GOPROXY=direct", "china": "GOPROXY=off", "bad": "GOROOT=/x"} {
		if err := os.WriteFile(filepath.Join(dir, name+".profile"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p, err := Load(m, "team")
	if err != nil || p.Name != "team" || p.File != filepath.Join(dir, "team.profile") {
		t.Errorf("team: %+v, %v", p, err)
	}
	p, err = Load(m, filepath.Join(dir, "team.profile"))
	if err != nil || p.Name != "team" || p.File == "" {
		t.Errorf("by file: %+v, %v", p, err)
	}
	p, err = Load(m, "china")
	if err != nil || p.File != "" {
		t.Errorf("a file hides the built-in profile: %+v, %v", p, err)
	}
	if _, err = Load(m, "nosuch"); !errors.Is(err, ErrUnknown) {
		t.Errorf("nosuch: %v", err)
	}
	var le *LineError
	if _, err = Load(m, "bad"); !errors.As(err, &le) {
		t.Errorf("bad: %v", err)
	}
	list, err := List(m)
	if len(list) != len(names)+1 || !errors.As(err, &le) {
		t.Errorf("list: %d profiles, %v", len(list), err)
	}
}
