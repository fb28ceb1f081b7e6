package settings

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/nettest/cost"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

func describeModule(b *box, m Module) string {
	var out []string
	for _, r := range m.Requires {
		s := r.Path + "@" + r.Version
		if r.Indirect {
			s += " indirect"
		}
		if r.InGoSum {
			s += " sum"
		}
		out = append(out, s)
	}
	short := func(p string) string { return strings.TrimPrefix(filepath.ToSlash(strings.TrimPrefix(p, b.dir)), "/") }
	return fmt.Sprintf("dir=%s mod=%s work=%s path=%s go=%s toolchain=%s vendored=%v [%s]",
		short(m.Dir), short(m.GoMod), short(m.GoWork), m.Path, m.GoLine, m.Toolchain, m.Vendored, strings.Join(out, ", "))
}

func TestReadModule(t *testing.T) {
	t.Parallel()
	const simple = "module example.com/m\n\ngo 1.21\n\nrequire a.test/x v1.0.0\n"
	for _, tt := range []struct {
		name    string
		env     []string
		files   map[string]string
		in      string // the working directory below $DIR
		want    string
		problem string
	}{
		{name: "none", want: "dir= mod= work= path= go= toolchain= vendored=false []"},
		{name: "from a directory below, with replace, exclude and go.sum", in: "a/b", files: map[string]string{
			"a/b/x.go": "",
			"go.mod": `module example.com/m

go 1.24.1

toolchain go1.26.8

require (
	a.test/x v1.0.0
	b.test/x v1.1.0 // indirect
	c.test/x v1.0.0
	d.test/x v1.0.0
	e.test/x v1.0.0
	f.test/x master
)

replace c.test/x => ../c
replace d.test/x => fork.test/d v1.9.0
replace a.test/x v0.9.0 => ../a
exclude e.test/x v1.0.0
`,
			"go.sum": "a.test/x v1.0.0 h1:aaa=\na.test/x v1.0.0/go.mod h1:bbb=\nb.test/x v1.1.0/go.mod h1:ccc=\nfork.test/d v1.9.0 h1:ddd=\nbroken\n",
		}, want: "dir= mod=go.mod work= path=example.com/m go=1.24.1 toolchain=go1.26.8 vendored=false [a.test/x@v1.0.0 sum, b.test/x@v1.1.0 indirect, fork.test/d@v1.9.0 sum, f.test/x@master]"},
		{name: "a workspace", in: "one", files: map[string]string{
			"go.work":     "go 1.25\n\nuse (\n\t./one\n\ttwo\n\t./missing\n)\n\nreplace b.test/x => ../b\n",
			"go.work.sum": "c.test/x v1.5.0 h1:ccc=\n",
			"one/go.mod":  "module example.com/one\n\ngo 1.21\n\nrequire (\n\texample.com/two v1.0.0\n\ta.test/x v1.0.0\n\tb.test/x v1.0.0\n\tc.test/x v1.0.0 // indirect\n)\n",
			"one/go.sum":  "a.test/x v1.0.0 h1:aaa=\n",
			"two/go.mod":  "module example.com/two\n\nrequire c.test/x v1.5.0\n",
		}, want: "dir=one mod=one/go.mod work=go.work path=example.com/one go=1.25 toolchain= vendored=false [a.test/x@v1.0.0 sum, c.test/x@v1.5.0 sum]", problem: filepath.FromSlash("missing/go.mod: ")},
		{name: "a workspace switched off", env: []string{"GOWORK=off"}, files: map[string]string{"go.work": "go 1.25\n", "go.mod": simple},
			want: "dir= mod=go.mod work= path=example.com/m go=1.21 toolchain= vendored=false [a.test/x@v1.0.0]"},
		{name: "a workspace elsewhere", env: []string{"GOWORK=$DIR/w/go.work"}, files: map[string]string{"w/go.work": "go 1.25\nuse ..\n", "go.mod": simple},
			want: "dir= mod=go.mod work=w/go.work path=example.com/m go=1.25 toolchain= vendored=false [a.test/x@v1.0.0]"},
		{name: "a workspace without modules here", files: map[string]string{"go.work": "go 1.25\n"},
			want: "dir= mod= work=go.work path= go=1.25 toolchain= vendored=false []"},
		{name: "vendored", files: map[string]string{"go.mod": simple, "vendor/modules.txt": ""},
			want: "dir= mod=go.mod work= path=example.com/m go=1.21 toolchain= vendored=true [a.test/x@v1.0.0]"},
		{name: "a vendor directory without a list", files: map[string]string{"go.mod": simple, "vendor/x": ""},
			want: "dir= mod=go.mod work= path=example.com/m go=1.21 toolchain= vendored=false [a.test/x@v1.0.0]"},
		{name: "a vendor directory that -mod=mod passes over", env: []string{"GOFLAGS=-v -mod=mod"}, files: map[string]string{"go.mod": simple, "vendor/modules.txt": ""},
			want: "dir= mod=go.mod work= path=example.com/m go=1.21 toolchain= vendored=false [a.test/x@v1.0.0]"},
		{name: "a vendor directory before go 1.14", files: map[string]string{"go.mod": "module m\n\ngo 1.13\n", "vendor/modules.txt": ""},
			want: "dir= mod=go.mod work= path=m go=1.13 toolchain= vendored=false []"},
		{name: "a vendor directory before go 1.14, asked for", env: []string{"GOFLAGS=-mod=vendor"}, files: map[string]string{"go.mod": "module m\n\ngo 1.13\n", "vendor/modules.txt": ""},
			want: "dir= mod=go.mod work= path=m go=1.13 toolchain= vendored=true []"},
		{name: "another go.mod by flag", env: []string{"GOFLAGS=-modfile=other.mod"}, files: map[string]string{"go.mod": simple,
			"other.mod": "module example.com/o\n\nrequire o.test/x v1.0.0\n", "other.sum": "o.test/x v1.0.0 h1:ooo=\n"},
			want: "dir= mod=go.mod work= path=example.com/o go= toolchain= vendored=false [o.test/x@v1.0.0 sum]"},
		{name: "an unknown directive", files: map[string]string{"go.mod": simple + "bogus x\n"}, problem: "go.mod:6: unknown directive: bogus",
			want: "dir= mod=go.mod work= path=example.com/m go=1.21 toolchain= vendored=false [a.test/x@v1.0.0]"},
		{name: "a merge conflict", files: map[string]string{"go.mod": "<<<<<<< HEAD\n" + simple + "((\n"}, problem: "go.mod:",
			want: "dir= mod=go.mod work= path= go= toolchain= vendored=false []"},
		{name: "a broken go.work", files: map[string]string{"go.work": "go 1.25\nuse (\n"}, problem: "go.work:",
			want: "dir= mod= work=go.work path= go= toolchain= vendored=false []"},
		{name: "a go.mod that is a directory", files: map[string]string{"go.mod/x": ""},
			want: "dir= mod= work= path= go= toolchain= vendored=false []"},
		{name: "modules switched off", env: []string{"GO111MODULE=off"}, files: map[string]string{"go.work": "go 1.25\n", "go.mod": simple},
			want: "dir= mod=go.mod work= path=example.com/m go=1.21 toolchain= vendored=false [a.test/x@v1.0.0]"},
		{name: "a go.mod in the directory for temporary files", env: []string{"TMPDIR=$DIR"}, files: map[string]string{"go.mod": simple},
			want: "dir= mod= work= path= go= toolchain= vendored=false []"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if slices.Contains(tt.env, "TMPDIR=$DIR") {
				need.Unix(t)
			}
			b := newBox(t)
			b.set(tt.env...)
			for name, text := range tt.files {
				b.write(name, text)
			}
			s, err := Read(t.Context(), b.machine(), filepath.Join(b.dir, tt.in))
			if err != nil {
				t.Fatal(err)
			}
			want(t, "module", describeModule(b, s.Module), tt.want)
			if p := s.Problem("module"); !strings.Contains(p, tt.problem) || tt.problem == "" && p != "" {
				t.Errorf("problem %q, want %q", p, tt.problem)
			}
			// The real go is of the same mind about which files count.
			in := filepath.Join(b.dir, tt.in)
			mod := strings.TrimSpace(b.must("go", "-C", in, "env", "GOMOD"))
			if mod == os.DevNull {
				mod = ""
			}
			if tt.env != nil && tt.env[0] == "GO111MODULE=off" {
				return // go env still names a go.work that is not used, and no go.mod
			}
			want(t, "GOMOD", s.Module.GoMod, mod)
			work := strings.TrimSpace(b.must("go", "-C", in, "env", "GOWORK"))
			if work == "off" {
				work = ""
			}
			want(t, "GOWORK", s.Module.GoWork, work)
		})
	}
}

func TestReadHugeModule(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	b.write("go.mod", "module m\n\nrequire (\n"+strings.Repeat("\ta.test/x v1.0.0\n", 700_000)+")\n")
	var s *Snapshot
	if took := cost.Took(func() { s = b.read() }); took > 10*time.Second {
		t.Errorf("took %v", took)
	}
	if p := s.Problem("module"); !strings.Contains(p, "larger than 2 MiB") {
		t.Errorf("problem %q", p)
	}
}

func FuzzParseGoSum(f *testing.F) {
	f.Add("a.test/x v1.0.0 h1:aaa=\na.test/x v1.0.0/go.mod h1:bbb=\n")
	f.Fuzz(func(t *testing.T, text string) {
		sums := map[string]bool{}
		parseGoSum(text, sums)
		for k := range sums {
			if strings.Count(k, " ") != 1 {
				t.Errorf("bad key %q", k)
			}
		}
	})
}
