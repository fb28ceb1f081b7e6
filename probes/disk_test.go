package probes

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/nettest"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// hello is what the tests of the module cache ask about.
var hello = probe.Query{Path: "example.test/hello", Version: "v1.0.0"}

// diskEnv is a machine with the real files and no network.
func diskEnv(s *settings.Snapshot) *probe.Env {
	m := host.System()
	s.OS, s.Go = "linux", settings.GoTool{Path: "/usr/bin/go", Version: "go1.26.8"}
	return &probe.Env{
		Settings: s, Now: time.Now, ReadFile: m.ReadFile, Stat: m.Stat, ReadDir: m.ReadDir, Writable: m.Writable, FreeBytes: m.FreeBytes,
	}
}

// put writes files below a new directory, whose path it returns.
func put(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// cacheFiles is a module cache that holds hello, whole.
func cacheFiles(t *testing.T) map[string]string {
	t.Helper()
	m := nettest.Module{Path: hello.Path, Version: hello.Version, Files: map[string]string{"hello.go": "package hello\n"}}
	data, err := m.Zip()
	if err != nil {
		t.Fatal(err)
	}
	sum, err := m.GoSum()
	if err != nil {
		t.Fatal(err)
	}
	const at = "cache/download/example.test/hello/@v/v1.0.0"
	return map[string]string{
		at + ".info": `{"Version":"v1.0.0"}`, at + ".mod": "module example.test/hello\n\ngo 1.21\n",
		at + ".zip": string(data), at + ".ziphash": strings.Fields(sum)[2],
		"example.test/hello@v1.0.0/hello.go": "package hello\n",
	}
}

func TestModcache(t *testing.T) {
	const at = "cache/download/example.test/hello/@v/v1.0.0"
	const tree = "example.test/hello@v1.0.0/hello.go"
	const otherSum = "h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
	for _, c := range []struct {
		name    string
		change  func(map[string]string)
		gosum   string
		status  probe.Status
		symptom symptom.Symptom
		state   probe.DiskState
		damaged string // the end of the first damaged file's path
		needed  bool
	}{
		{"nothing is there yet", func(f map[string]string) { clear(f) }, "", probe.OK, "", "", "", true},
		{"everything is there", func(map[string]string) {}, "", probe.OK, "", "", "", false},
		{"go.sum has another checksum of the zip", func(map[string]string) {}, "example.test/hello v1.0.0 " + otherSum, probe.Fail, symptom.ChecksumMismatch, probe.DiskDamaged, ".zip", true},
		{"go.sum has another checksum of the go.mod file", func(map[string]string) {}, "example.test/hello v1.0.0/go.mod " + otherSum, probe.Fail, symptom.ChecksumMismatch, probe.DiskDamaged, ".mod", true},
		{"go.sum is about another version", func(map[string]string) {}, "example.test/hello v1.0.1 " + otherSum, probe.OK, "", "", "", false},
		{"a zip that is none, to be unpacked", func(f map[string]string) { f[at+".zip"] = "PK cut"; delete(f, tree) }, "", probe.Fail, "", probe.DiskDamaged, ".zip", true},
		{"a zip that is none, unpacked before", func(f map[string]string) { f[at+".zip"] = "PK cut" }, "", probe.OK, "", "", "", false},
		{"a zip that is none, whose unpacking was cut off", func(f map[string]string) { f[at+".zip"] = "PK cut"; f[at+".partial"] = "" }, "", probe.Fail, "", probe.DiskDamaged, ".zip", true},
		{"a flipped bit in the zip", func(f map[string]string) {
			delete(f, tree)
			data := []byte(f[at+".zip"])
			data[70] ^= 0xff
			f[at+".zip"] = string(data)
		}, "", probe.Fail, "", probe.DiskDamaged, ".zip", true},
		{"a web page as go.mod file", func(f map[string]string) { f[at+".mod"] = "<html></html>" }, "", probe.Fail, "", probe.DiskDamaged, ".mod", true},
		{"garbage where go looks again by itself", func(f map[string]string) { f[at+".info"], f[at+".ziphash"] = "junk", "junk" }, "", probe.OK, "", "", "", false},
		{"a file in the way", func(f map[string]string) { clear(f); f["cache/download"] = "x" }, "", probe.Fail, "", probe.DiskBlocked, "", true},
		{"a directory where the lock has to be", func(f map[string]string) { delete(f, tree); f[at+".lock/x"] = "" }, "", probe.Fail, "", probe.DiskUnwritable, "", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			files := cacheFiles(t)
			c.change(files)
			dir, work := put(t, files), put(t, map[string]string{"go.sum": c.gosum + "\n"})
			env := diskEnv(&settings.Snapshot{Module: settings.Module{Dir: work, GoMod: filepath.Join(work, "go.mod"), GoSums: []string{filepath.Join(work, "go.sum")}}, Layers: []settings.Setting{goSetting("GOMODCACHE", dir)}})
			targets := modcacheTargets(env.Settings, []probe.Query{hello})
			if len(targets) != 1 {
				t.Fatalf("got the targets %+v", targets)
			}
			o := runWithin(t, Modcache, env, targets[0], ample)
			wantOutcome(t, o, c.status, c.symptom)
			e := o.Evidence.Disk
			if e.State != c.state || e.Needed != c.needed {
				t.Errorf("got the state %q, needed %v; want %q, %v", e.State, e.Needed, c.state, c.needed)
			}
			if c.damaged != "" && (len(e.Damaged) != 1 || !strings.HasSuffix(e.Damaged[0].Path, c.damaged)) {
				t.Errorf("got the damaged files %+v, want one that ends with %s", e.Damaged, c.damaged)
			}
		})
	}
}

func TestModcachePlaces(t *testing.T) {
	for _, c := range []struct {
		name, dir string
		free      uint64
		state     probe.DiskState
	}{
		{"no place at all", "", 1 << 30, probe.DiskUnset},
		{"a relative place", "mod", 1 << 30, probe.DiskRelative},
		{"no room", t.TempDir(), 4096, probe.DiskFull},
		{"little room", t.TempDir(), 1 << 20, ""},
	} {
		env := diskEnv(snapshotWith(goSetting("GOMODCACHE", c.dir)))
		env.FreeBytes = func(string) (uint64, error) { return c.free, nil }
		o := Modcache.Run(t.Context(), env, modcacheTargets(env.Settings, []probe.Query{hello})[0])
		if o.Evidence.Disk.State != c.state || (o.Status == probe.Fail) != (c.state != "") {
			t.Errorf("%s: got %s, %q (%s), want %q", c.name, o.Status, o.Evidence.Disk.State, o.Detail, c.state)
		}
	}
}

func TestModcacheOfAQueryThatIsNoVersion(t *testing.T) {
	env := diskEnv(snapshotWith(goSetting("GOMODCACHE", put(t, cacheFiles(t)))))
	q := probe.Query{Path: hello.Path}
	o := Modcache.Run(t.Context(), env, modcacheTargets(env.Settings, []probe.Query{q})[0])
	if o.Status != probe.OK || !o.Evidence.Disk.Needed {
		t.Errorf("got %s, needed %v; want ok, needed", o.Status, o.Evidence.Disk.Needed)
	}
}

// The tree head of sum.golang.org of some day, as https://sum.golang.org/latest
// gave it.
const treeHead = "go.sum database tree\n"

func TestSumdbState(t *testing.T) {
	const at = "pkg/sumdb/sum.golang.org/latest"
	for _, c := range []struct {
		name   string
		files  map[string]string
		status probe.Status
		state  probe.DiskState
	}{
		{"no record yet", nil, probe.OK, ""},
		{"an empty record", map[string]string{at: ""}, probe.OK, ""},
		{"a record that was cut off", map[string]string{at: treeHead}, probe.Fail, probe.DiskDamaged},
		{"a record that nobody signed whom we know", map[string]string{at: treeHead + "1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n— other.example AAAAAAAAAAAA\n"}, probe.Fail, probe.DiskDamaged},
		{"a file where the directory has to be", map[string]string{"pkg/sumdb": ""}, probe.Fail, probe.DiskBlocked},
	} {
		env := diskEnv(snapshotWith(goSetting("GOPATH", put(t, c.files)), goSetting("GOSUMDB", "sum.golang.org")))
		o := SumdbState.Run(t.Context(), env, sumdbStateTargets(env.Settings, nil)[0])
		if o.Status != c.status || o.Evidence.Disk.State != c.state {
			t.Errorf("%s: got %s %q (%s), want %s %q", c.name, o.Status, o.Evidence.Disk.State, o.Detail, c.status, c.state)
		}
	}
	// A repair leads from these to the default database.
	for _, value := range []string{"off", "sum.golang.org+broken"} {
		got := sumdbStateTargets(diskEnv(snapshotWith(goSetting("GOSUMDB", value))).Settings, nil)
		if len(got) != 1 || got[0].Name != "sum.golang.org" {
			t.Errorf("GOSUMDB=%s: got the targets %+v, want sum.golang.org", value, got)
		}
	}
}

func TestSumdbRecord(t *testing.T) {
	const at = "mod/cache/download/sumdb/sum.golang.org/"
	record := at + "lookup/" + hello.Path + "@" + hello.Version
	tile := at + "tile/8/0/000.p/1"
	for _, c := range []struct {
		name    string
		files   map[string]string
		damaged string
	}{
		{"nothing kept", nil, ""},
		{"an empty record, which go asks for again", map[string]string{record: ""}, ""},
		{"a record that is none", map[string]string{record: "<html>"}, record},
		{"a record of another module", map[string]string{at + "lookup/example.com/other@v1.0.0": "<html>"}, ""},
		{"a tile that no record leads to", map[string]string{tile: "cut off"}, ""},
	} {
		root := put(t, c.files)
		env := diskEnv(snapshotWith(goSetting("GOPATH", root), goSetting("GOMODCACHE", filepath.Join(root, "mod")), goSetting("GOSUMDB", "sum.golang.org")))
		targets := sumdbStateTargets(env.Settings, []probe.Query{hello, {Path: "example.com/latest"}})
		if len(targets) != 2 {
			t.Fatalf("targets: %+v, want the tree head and one record", targets)
		}
		o := SumdbState.Run(t.Context(), env, targets[1])
		var got string
		for _, d := range o.Evidence.Disk.Damaged {
			got, _ = filepath.Rel(root, d.Path)
		}
		if filepath.ToSlash(got) != c.damaged || (o.Status == probe.Fail) != (c.damaged != "") {
			t.Errorf("%s: got %s %q (%s), want %q", c.name, o.Status, got, o.Detail, c.damaged)
		}
	}
}

func TestGoenvFile(t *testing.T) {
	for _, c := range []struct {
		name  string
		goenv settings.Goenv
		free  uint64
		state probe.DiskState
	}{
		{"writable", settings.Goenv{Path: "/home/u/.config/go/env", Writable: true}, 1 << 30, ""},
		{"no home", settings.Goenv{Reason: "neither $XDG_CONFIG_HOME nor $HOME are defined"}, 1 << 30, probe.DiskUnset},
		{"read-only", settings.Goenv{Path: "/home/u/.config/go/env", Reason: "read-only file system"}, 1 << 30, probe.DiskUnwritable},
		{"full", settings.Goenv{Path: "/home/u/.config/go/env", Writable: true}, 100, probe.DiskFull},
	} {
		env := diskEnv(&settings.Snapshot{Goenv: c.goenv})
		env.FreeBytes = func(string) (uint64, error) { return c.free, nil }
		o := GoenvFile.Run(t.Context(), env, goenvTargets(env.Settings, nil)[0])
		if o.Evidence.Disk.State != c.state || o.Status == probe.Fail {
			t.Errorf("%s: got %s %q, want %q and no failure", c.name, o.Status, o.Evidence.Disk.State, c.state)
		}
	}
}
