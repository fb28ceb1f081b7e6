package settings

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

// The machines: whatever the layers are, the snapshot says what the real
// `go env` says.
var goMachines = []struct {
	name  string
	env   []string
	goenv string // text of the GOENV file, "" for none
	files map[string]string
}{
	{name: "nothing is set"},
	{name: "no home", env: []string{"HOME"}},
	{name: "a relative home", env: []string{"HOME=rel"}},
	{name: "variables of the system", env: []string{"GOPROXY=https://a.example.com", "GOSUMDB=off", "GOPRIVATE=x.test", "GOFLAGS=-mod=mod", "GODEBUG=netdns=go"}},
	{name: "an empty variable counts as unset", env: []string{"GOPROXY=", "GOSUMDB="}, goenv: "GOPROXY=https://f.example.com\n"},
	{name: "the file", goenv: "GOPROXY=https://f.example.com|direct\nGOSUMDB=sum.golang.google.cn\nGONOSUMDB=y.test\nGOPRIVATE=x.test\n"},
	{name: "the system beats the file", env: []string{"GOPROXY=off"}, goenv: "GOPROXY=https://f.example.com\n"},
	{name: "an empty value in the file beats go.env", goenv: "GOPROXY=\nGOSUMDB=\nGOTOOLCHAIN=\n"},
	{name: "an empty value in the file of what has a default", goenv: "GOMODCACHE=\nGONOPROXY=\nGONOSUMDB=\nGOPRIVATE=x.test\nGOAUTH=\nGOPATH=\nGOCACHE=\n"},
	{name: "the last duplicate wins", goenv: "GOPROXY=https://1.example.com\nGOPROXY=https://2.example.com\nGOSUMDB=off\nGOPROXY=https://3.example.com\n"},
	{name: "no newline at the end, a carriage return, quotes, blanks", goenv: "GOPROXY=\"https://a.example.com\"\r\nGOSUMDB= off \nGOPRIVATE=x.test"},
	{name: "a byte order mark, export, blanks before =", goenv: "\ufeffGOPROXY=https://a.example.com\nexport GOSUMDB=off\nGOPRIVATE =x\n GONOPROXY=x\n"},
	{name: "what the file cannot set", goenv: "GODEBUG=netdns=go\nGOENV=/elsewhere\n"},
	{name: "GOENV=off", env: []string{"GOENV=off"}, goenv: "GOPROXY=https://f.example.com\n"},
	{name: "GOENV elsewhere", env: []string{"GOENV=$DIR/my.env"}, files: map[string]string{"my.env": "GOPROXY=https://e.example.com\n"}},
	{name: "a relative GOENV", env: []string{"GOENV=my.env"}, files: map[string]string{"my.env": "GOPROXY=https://e.example.com\n"}},
	{name: "GOENV=/dev/null", env: []string{"GOENV=/dev/null"}, goenv: "GOPROXY=off\n"},
	{name: "XDG_CONFIG_HOME", env: []string{"XDG_CONFIG_HOME=$DIR/xdg"}, files: map[string]string{"xdg/go/env": "GOPROXY=https://x.example.com\n"}},
	{name: "a relative XDG_CONFIG_HOME", env: []string{"XDG_CONFIG_HOME=xdg"}, files: map[string]string{"xdg/go/env": "GOPROXY=https://x.example.com\n"}},
	{name: "ten megabytes of garbage", goenv: strings.Repeat("\x00\xff garbage = \n", 800_000) + "GOPROXY=https://f.example.com\n"},
	{name: "GOPATH of the system", env: []string{"GOPATH=$HOME/p1" + string(filepath.ListSeparator) + "$HOME/p2"}},
	{name: "GOPATH of the file", goenv: "GOPATH=$HOME/p1\n"},
	{name: "GOTOOLCHAIN of the system", env: []string{"GOTOOLCHAIN=go1.99.0"}},
	{name: "GOTOOLCHAIN of the file", goenv: "GOTOOLCHAIN=go1.99.0+auto\n"},
	{name: "a go.mod that wants another go", env: []string{"GOTOOLCHAIN=auto"}, files: map[string]string{"go.mod": "module example.com/m\n\ngo 1.99\n"}},
	{name: "a go.work that wants another go", env: []string{"GOTOOLCHAIN=auto"}, files: map[string]string{"go.work": "go 1.99\n"}},
	{name: "a broken go.mod", files: map[string]string{"go.mod": "modul x((\n"}},
	{name: "a broken go.work", files: map[string]string{"go.work": "use((\n"}},
	{name: "GOWORK=off", env: []string{"GOWORK=off"}, files: map[string]string{"go.work": "go 1.21\n"}},
	{name: "GOFLAGS of garbage", env: []string{"GOFLAGS=garbage -nosuch '"}},
	{name: "GO111MODULE=off", env: []string{"GO111MODULE=off"}},
	{name: "values with credentials", env: []string{"GOPROXY=https://u:p@a.example.com"}},
}

func TestReadAgreesWithGoEnv(t *testing.T) {
	t.Parallel()
	for _, tt := range goMachines {
		t.Run(tt.name, func(t *testing.T) {
			if len(tt.goenv) > 1<<20 {
				need.Long(t)
			}
			t.Parallel()
			b := newBox(t)
			b.set(tt.env...)
			if tt.goenv != "" {
				b.write("$HOME/.config/go/env", b.expand(tt.goenv))
			}
			for name, text := range tt.files {
				b.write(name, text)
			}
			proxyHits := silence(t, b)
			s := b.read()
			if p := s.Problem("go"); p != "" {
				t.Errorf("problem: %s", p)
			}
			names := append([]string{"go", "env", "-json"}, askedNames...)
			text, words, err := b.real([]string{"GOTOOLCHAIN=local"}, names...)
			if err != nil {
				t.Fatalf("%v: %s", err, words)
			}
			said := map[string]string{}
			if err := json.Unmarshal([]byte(text), &said); err != nil {
				t.Fatal(err)
			}
			said["GOTOOLCHAIN"] = strings.TrimSuffix(b.must("go", "env", "GOTOOLCHAIN"), "\n")
			for name, value := range said {
				if name == "GOENV" && value == "" {
					continue // go hides the word off
				}
				want(t, name, s.Get(name).Reveal(), value)
			}
			want(t, "Toolchain", s.Go.Toolchain, said["GOTOOLCHAIN"])
			if proxyHits.Load() != 0 {
				t.Error("reading the settings asked a proxy")
			}
		})
	}
}

// silence sees to it that a toolchain download would be noticed and fail, as
// far as the row does not set GOPROXY itself.
func silence(t *testing.T, b *box) *atomic.Int64 {
	var hits atomic.Int64
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		hits.Add(1)
		http.NotFound(w, r)
	}))
	t.Cleanup(srv.Close)
	b.env = append(b.env, "HTTPS_PROXY="+srv.URL, "HTTP_PROXY="+srv.URL)
	return &hits
}

// Where go itself refuses to run, its words are told and the layers are read
// all the same.
func TestReadWhereGoEnvFails(t *testing.T) {
	need.Unix(t) // the version is found beside go, which by wine stands alone
	t.Parallel()
	for _, tt := range []struct {
		name, goenv string
		env         []string
		words       string // of go
		check       map[string]string
	}{
		{"GO111MODULE of no valid value", "", []string{"GO111MODULE=bad", "GOPRIVATE=x.test"}, "unknown environment setting GO111MODULE=bad",
			map[string]string{"GO111MODULE": "bad", "GONOSUMDB": "x.test", "GOPROXY": "https://proxy.golang.org,direct", "GOMODCACHE": "$HOME/go/pkg/mod"}},
		{"the same in the file", "GO111MODULE=bad\nGOPROXY=https://f.example.com\n", nil, "unknown environment setting GO111MODULE=bad",
			map[string]string{"GO111MODULE": "bad", "GOPROXY": "https://f.example.com"}},
		{"a relative GOPATH", "", []string{"GOPATH=rel"}, "GOPATH entry is relative", map[string]string{"GOPATH": "rel", "GOSUMDB": "sum.golang.org"}},
		{"a relative GOWORK", "", []string{"GOWORK=rel"}, "invalid GOWORK: not an absolute path", map[string]string{"GOWORK": "rel"}},
		{"a flag with a bad value", "", []string{"GOFLAGS=-json=x"}, "invalid boolean value", map[string]string{"GOFLAGS": "-json=x"}},
		{"a GOROOT that is not there", "", []string{"GOROOT=/nonexistent"}, "cannot find GOROOT directory", map[string]string{"GOROOT": "/nonexistent"}},
		{"the same in the file", "GOROOT=/nonexistent\n", nil, "cannot find GOROOT directory", map[string]string{"GOROOT": "/nonexistent"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := newBox(t)
			b.set(tt.env...)
			if tt.goenv != "" {
				b.write("$HOME/.config/go/env", tt.goenv)
			}
			s := b.read()
			if p := s.Problem("go"); !strings.Contains(p, tt.words) {
				t.Errorf("problem %q does not tell %q", p, tt.words)
			}
			if _, _, err := b.real(nil, "go", "env", "-json", "GOPROXY"); err == nil {
				t.Error("the real go has no trouble")
			}
			if !strings.HasPrefix(s.Go.Version, "go1.") {
				t.Errorf("version %q", s.Go.Version)
			}
			for name, value := range tt.check {
				want(t, name, s.Get(name).Reveal(), b.expand(value))
			}
		})
	}
}

func TestReadKeepsEveryLayer(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	file := b.write("$HOME/.config/go/env", "# mine\nGOPROXY=https://1.example.com\nGOCACHEPROXY=https://2.example.com\nGOPROXY=https://3.example.com\nHTTPS_PROXY=http://p.test:1\nCC=gcc\nGOPRIVATE =x\n")
	b.set("GOPROXY=https://4.example.com", "GOPROXYS=https://5.example.com", "GONOSUMCHECK=1", "GOOGLE_API_KEY=hunter2", "GO_TOKEN=hunter3",
		"GOBLOB="+strings.Repeat("x", 5000), "gopath=/x", "GOEMPTY=")
	s := b.read()
	got := s.All(Go("GOPROXY"))
	if len(got) != 3 {
		t.Fatalf("GOPROXY has layers %v", got)
	}
	want(t, "first", got[0], Setting{Key: Go("GOPROXY"), Value: "https://4.example.com", Origin: OSEnv})
	want(t, "second", got[1], Setting{Key: Go("GOPROXY"), Value: "https://3.example.com", Origin: GoenvFile, File: file, Line: 4})
	want(t, "third", got[2].Origin, GorootEnv)
	want(t, "third's value", got[2].Value, "https://proxy.golang.org,direct")
	want(t, "written", len(s.Written(Go("GOPROXY"))), 1)

	want(t, "never read by go", s.Effective(Go("GOCACHEPROXY")), Setting{Key: Go("GOCACHEPROXY"), Value: "https://2.example.com", Origin: GoenvFile, File: file, Line: 3})
	want(t, "misspelt", s.Get("GOPROXYS"), "https://5.example.com")
	want(t, "no longer read", s.Get("GONOSUMCHECK"), "1")
	want(t, "a proxy variable in the file", s.In(Go("HTTPS_PROXY"), GoenvFile).Line, 5)
	want(t, "a blank in the name", s.In(Go("GOPRIVATE "), GoenvFile).Line, 7)
	want(t, "another's secret", s.Get("GO_TOKEN").String(), "xxxxx")
	for _, name := range []string{"GOOGLE_API_KEY", "GOBLOB", "gopath", "GOEMPTY", "CC"} {
		if l := s.Effective(Go(name)); l.Set() {
			t.Errorf("%s is kept: %v", name, l)
		}
	}
}

func TestGoenvFile(t *testing.T) {
	t.Parallel()
	noHome := "neither $XDG_CONFIG_HOME nor $HOME are defined"
	if runtime.GOOS == "windows" {
		noHome = "%AppData% is not defined; set AppData, or GOENV"
	}
	for _, tt := range []struct {
		name, path string // $HOME is the box's
		env        []string
		off        bool
		prepare    func(b *box)
		exists     bool
		problem    string
	}{
		{name: "none yet", path: "$HOME/.config/go/env"},
		{name: "there", path: "$HOME/.config/go/env", exists: true, prepare: func(b *box) { b.write("$HOME/.config/go/env", "") }},
		{name: "off, where -w writes the default file", path: "$HOME/.config/go/env", env: []string{"GOENV=off"}, off: true},
		{name: "elsewhere", path: "$DIR/e", env: []string{"GOENV=e"}},
		{name: "no home", env: []string{"HOME", "AppData"}, problem: noHome},
		{name: "a directory", path: "$HOME/.config/go/env", exists: true, problem: "not a regular file", prepare: func(b *box) { b.write("$HOME/.config/go/env/x", "") }},
		{name: "lines that go ignores", path: "$HOME/.config/go/env", exists: true, problem: "go ignores line 2",
			prepare: func(b *box) { b.write("$HOME/.config/go/env", "# GOPROXY=x\nexport GOPROXY=off\n") }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := newBox(t)
			b.set(tt.env...)
			if tt.prepare != nil {
				tt.prepare(b)
			}
			s := b.read()
			want(t, "path", s.Goenv.Path, filepath.FromSlash(b.expand(tt.path)))
			want(t, "off", s.Goenv.Off, tt.off)
			want(t, "exists", s.Goenv.Exists, tt.exists)
			if p := s.Problem("goenv"); !strings.Contains(p, tt.problem) || tt.problem == "" && p != "" {
				t.Errorf("problem %q, want %q", p, tt.problem)
			}
			// The real go is of the same mind about the file.
			_, words, err := b.real(nil, "go", "env", "-w", "GOPRIVATE=written.test")
			want(t, "go env -w works ("+words+")", err == nil, s.Goenv.Writable)
			if err == nil {
				data, err := os.ReadFile(s.Goenv.Path)
				if err != nil || !strings.Contains(string(data), "GOPRIVATE=written.test") {
					t.Errorf("go wrote elsewhere: %v", err)
				}
			}
		})
	}
}

func TestReadWithoutGo(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	b.set("GOPROXY=https://a.example.com", "GOPRIVATE=x.test")
	m := b.machine()
	m.LookPath = func(name string) (string, error) { return "", os.ErrNotExist }
	m.Run = nil // nothing is run
	s, err := Read(t.Context(), m, b.dir)
	if err != nil {
		t.Fatal(err)
	}
	want(t, "GOPROXY", s.Get("GOPROXY"), "https://a.example.com")
	want(t, "GONOPROXY", s.Get("GONOPROXY"), "x.test")
	want(t, "path", s.Go, GoTool{})
	for _, about := range []string{"go", "git"} {
		if p := s.Problem(about); !strings.Contains(p, "no "+about+" command was found in PATH") {
			t.Errorf("problem %q", p)
		}
	}
}

func FuzzParseEnvFile(f *testing.F) {
	f.Add([]byte("GOPROXY=x\n#c\nGOPROXY=y\r\n=z\nA\n"))
	f.Add([]byte("\ufeffGOPROXY=x\nexport GOSUMDB=off"))
	f.Fuzz(func(t *testing.T, data []byte) {
		entries, ignored := parseEnvFile(data)
		seen := map[string]bool{}
		for _, e := range entries {
			if e.Line < 1 || e.Name == "" || seen[e.Name] || strings.Contains(e.Value, "\n") {
				t.Errorf("bad entry %+v", e)
			}
			seen[e.Name] = true
		}
		if len(ignored) > maxIgnored {
			t.Errorf("%d ignored lines", len(ignored))
		}
	})
}

func FuzzParseGoEnv(f *testing.F) {
	f.Add([]byte(`{"GOPROXY":"x"}`))
	f.Add([]byte(`["GOPROXY"]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		said, err := parseGoEnv(data)
		if err == nil && len(said) > len(data) {
			t.Error("more than there was")
		}
	})
}
