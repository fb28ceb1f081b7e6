package main

import (
	"debug/buildinfo"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

func TestNotices(t *testing.T) {
	vendor, goroot := t.TempDir(), need.GOROOT(t)
	put := func(name, text string) {
		file := filepath.Join(vendor, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put("example.com/a/LICENSE", "licence of a")
	put("example.com/a/NOTICE.txt", "notice of a")
	put("example.com/a/license.go", "package a")
	info := &buildinfo.BuildInfo{GoVersion: "go1.26.8", Deps: []*debug.Module{{Path: "example.com/a", Version: "v1.0.0"}}}
	text, err := notices(info, vendor, goroot)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Go, go1.26.8: LICENSE", "example.com/a v1.0.0: LICENSE", "licence of a", "notice of a"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q", want)
		}
	}
	if strings.Contains(text, "package a") {
		t.Error("a Go file is taken for a licence")
	}
	info.Deps = append(info.Deps, &debug.Module{Path: "example.com/none", Version: "v1.0.0"})
	if err := os.MkdirAll(filepath.Join(vendor, "example.com/none"), 0o750); err != nil {
		t.Fatal(err)
	}
	if _, err := notices(info, vendor, goroot); err == nil {
		t.Error("a module without a licence is passed over")
	}
}
