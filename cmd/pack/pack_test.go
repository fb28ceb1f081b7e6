package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

// packed makes the packages of a program that prints its arguments.
func packed(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	program := filepath.Join(dir, "program")
	if err := os.WriteFile(program, []byte("#!/bin/sh\necho \"ran: $*\"\nexit 7\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	notices := filepath.Join(dir, "notices")
	if err := os.WriteFile(notices, []byte("licences of others"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := run("1.2.3", dir, "../../LICENSE", notices, []string{runtime.GOOS + "_" + runtime.GOARCH + "=" + program, "windows_amd64=" + program}); err != nil {
		t.Fatal(err)
	}
	return dir
}

// command runs a program without a network to go to, and returns what it prints and
// its exit code.
func command(t *testing.T, dir, name string, args ...string) (string, int) {
	t.Helper()
	c := exec.Command(name, args...)
	c.Dir = dir
	c.Env = append(os.Environ(), "npm_config_update_notifier=false", "npm_config_audit=false", "PIP_NO_INDEX=1", "PIP_DISABLE_PIP_VERSION_CHECK=1")
	out, err := c.CombinedOutput()
	if c.ProcessState == nil {
		t.Fatalf("%s: %v", name, err)
	}
	return string(out), c.ProcessState.ExitCode()
}

// TestNpmInstallsAndStartsIt takes it from a registry, as npx and npm install do.
func TestNpmInstallsAndStartsIt(t *testing.T) {
	need.Long(t)
	npm := need.Program(t, "npm")
	registry := startNpmRegistry(t, packed(t))
	project := t.TempDir()
	t.Setenv("npm_config_registry", registry.URL)
	t.Setenv("npm_config_cache", filepath.Join(project, "cache"))
	out, code := command(t, project, "npx", "--yes", "gofix-net", "doctor", "a b")
	if out != "ran: doctor a b\n" || code != 7 {
		t.Errorf("npx gofix-net: %d, %q", code, out)
	}
	if len(registry.fetched) != 2 {
		t.Errorf("fetched %q, want the package and the program of this platform alone", registry.fetched)
	}
	if out, code = command(t, project, npm, "install", "--no-audit", "--no-fund", "--prefix", project, "gofix-net"); code != 0 {
		t.Fatalf("npm install: %d\n%s", code, out)
	}
	out, code = command(t, project, filepath.Join(project, "node_modules", ".bin", "gofix-net"), "doctor", "a b")
	if out != "ran: doctor a b\n" || code != 7 {
		t.Errorf("gofix-net: %d, %q", code, out)
	}
	if err := os.RemoveAll(filepath.Join(project, "node_modules", "@gofix-net")); err != nil {
		t.Fatal(err)
	}
	for language, want := range map[string]string{"C": "the registry does not have it yet", "zh_CN.UTF-8": "npm 镜像还没有同步它"} {
		t.Setenv("LC_ALL", language)
		out, code = command(t, project, filepath.Join(project, "node_modules", ".bin", "gofix-net"))
		if code != 3 || !strings.Contains(out, want) {
			t.Errorf("without its program, in %s: %d, %q", language, code, out)
		}
	}
}

func TestPipInstallsAndStartsIt(t *testing.T) {
	need.Long(t)
	t.Parallel()
	python := need.Program(t, "python3")
	dir := packed(t)
	own := platforms[runtime.GOOS+"_"+runtime.GOARCH]
	env := filepath.Join(t.TempDir(), "env")
	if out, code := command(t, dir, python, "-m", "venv", env); code != 0 {
		t.Fatalf("venv: %d\n%s", code, out)
	}
	wheel := filepath.Join(dir, "gofix_net-1.2.3-py3-none-"+own.wheelTag+".whl")
	if out, code := command(t, dir, filepath.Join(env, "bin", "pip"), "install", "--no-index", wheel); code != 0 {
		t.Fatalf("pip install: %d\n%s", code, out)
	}
	if out, code := command(t, dir, filepath.Join(env, "bin", "gofix-net"), "version"); out != "ran: version\n" || code != 7 {
		t.Errorf("gofix-net: %d, %q", code, out)
	}
}

func TestTwoRunsGiveTheSameBytes(t *testing.T) {
	need.Long(t)
	r := release{version: "1.2.3-rc.1", licence: []byte("licence"), notices: []byte("licences of others")}
	p, err := platformOf("linux_arm64")
	if err != nil {
		t.Fatal(err)
	}
	p.program = bytes.Repeat([]byte("program"), 1000)
	r.platforms = []platform{p}
	one, err := r.files()
	if err != nil {
		t.Fatal(err)
	}
	two, err := r.files()
	if err != nil {
		t.Fatal(err)
	}
	for name := range one {
		if !bytes.Equal(one[name], two[name]) {
			t.Errorf("%s differs", name)
		}
	}
	for _, name := range []string{"gofix-net-1.2.3-rc.1.tgz", "gofix-net-linux-arm64-1.2.3-rc.1.tgz", "gofix_net-1.2.3rc1-py3-none-manylinux2014_aarch64.musllinux_1_1_aarch64.whl"} {
		if one[name] == nil {
			t.Errorf("no %s among %q", name, slices.Collect(maps.Keys(one)))
		}
	}
}

// TestPackagesHoldTheLicences: each package with a program has the licence of the program
// and those of the modules in it.
func TestPackagesHoldTheLicences(t *testing.T) {
	dir := packed(t)
	for form, open := range map[string]func(file string) (map[string]string, error){"*-linux-*.tgz": inTarball, "*-win32-*.tgz": inTarball, "*.whl": inZip} {
		found, err := filepath.Glob(filepath.Join(dir, form))
		if err != nil {
			t.Fatal(err)
		}
		if len(found) == 0 && !strings.Contains(form, "linux") {
			t.Errorf("no %s", form)
		}
		for _, file := range found {
			held, err := open(file)
			if err != nil {
				t.Fatal(err)
			}
			for name, want := range map[string]string{"LICENSE": "Apache License", "THIRD_PARTY_NOTICES.txt": "licences of others"} {
				if !strings.Contains(held[name], want) {
					t.Errorf("%s: %s is %.40q", filepath.Base(file), name, held[name])
				}
			}
		}
	}
}

// inTarball returns the texts in a package of npm by the last element of their names.
func inTarball(file string) (map[string]string, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	unzipped, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	for r := tar.NewReader(unzipped); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		text, err := io.ReadAll(r)
		if err != nil {
			return nil, err
		}
		out[path.Base(h.Name)] = string(text)
	}
}

// inZip returns the texts in a wheel by the last element of their names.
func inZip(file string) (map[string]string, error) {
	r, err := zip.OpenReader(file)
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }()
	out := map[string]string{}
	for _, f := range r.File {
		text, err := fs.ReadFile(r, f.Name)
		if err != nil {
			return nil, err
		}
		out[path.Base(f.Name)] = string(text)
	}
	return out, nil
}

func TestPep440(t *testing.T) {
	for version, want := range map[string]string{"1.2.3": "1.2.3", "1.2.3-rc.1": "1.2.3rc1", "1.2.3-beta.2": "1.2.3b2", "1.2.4-snapshot.ab12": "1.2.4.dev0+snapshot.ab12"} {
		if got := pep440(version); got != want {
			t.Errorf("%s: %s, want %s", version, got, want)
		}
	}
}
