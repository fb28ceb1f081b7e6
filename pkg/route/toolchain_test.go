package route

import (
	"testing"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

func TestSwitch(t *testing.T) {
	for _, c := range []struct {
		name, toolchain, goLine, toolchainLine string
		want, version, err                     string // release, version of its module
	}{
		{"the release at hand is new enough", "auto", "1.26", "", "", "", ""},
		{"a language version means its first release", "auto", "1.99", "", "go1.99.0", "v0.0.1-go1.99.0.linux-amd64", ""},
		{"a release is taken as it is", "auto", "1.27.3", "", "go1.27.3", "v0.0.1-go1.27.3.linux-amd64", ""},
		{"a release candidate counts as older than its release", "auto", "1.26.8", "go1.27rc1", "go1.27rc1", "v0.0.1-go1.27rc1.linux-amd64", ""},
		{"the toolchain line raises it", "auto", "1.21", "go1.99.1", "go1.99.1", "v0.0.1-go1.99.1.linux-amd64", ""},
		{"a go line above the toolchain line wins", "auto", "1.99", "go1.98.0", "go1.99.0", "v0.0.1-go1.99.0.linux-amd64", ""},
		{"an older toolchain line does nothing", "auto", "1.21", "go1.22.0", "", "", ""},
		{"toolchain default keeps the one at hand", "auto", "1.99", "default", "", "", ""},
		{"local forbids the switch", "local", "1.99", "", "", "", "go.mod requires go >= 1.99 (running go 1.26.8; GOTOOLCHAIN=local)"},
		{"local does not mind an older go line", "local", "1.21", "go1.99.0", "", "", ""},
		{"a named release is fetched whatever go.mod says", "go1.25.0", "1.21", "", "go1.25.0", "v0.0.1-go1.25.0.linux-amd64", ""},
		{"the release at hand by its name forbids others", "go1.26.8", "1.99", "", "", "", "go.mod requires go >= 1.99 (running go 1.26.8; GOTOOLCHAIN=go1.26.8)"},
		{"a least release with auto", "go1.27.0+auto", "1.21", "", "go1.27.0", "v0.0.1-go1.27.0.linux-amd64", ""},
		{"local+auto is auto", "local+auto", "1.99", "", "go1.99.0", "v0.0.1-go1.99.0.linux-amd64", ""},
		{"path downloads nothing", "path", "1.99", "", "go1.99.0", "", ""},
		{"no such toolchain", "bash", "", "", "", "", `invalid GOTOOLCHAIN "bash"`},
		{"an unknown suffix", "go1.26.0+later", "", "", "", "", `invalid GOTOOLCHAIN "go1.26.0+later": only version suffixes are +auto and +path`},
		{"an unknown least release", "x+auto", "", "", "", "", `invalid GOTOOLCHAIN "x+auto": invalid minimum toolchain "x"`},
		{"a toolchain line that is none", "auto", "1.21", "newest", "", "", `invalid toolchain "newest" in go.mod`},
	} {
		s := machineOf(c.toolchain, c.goLine, c.toolchainLine)
		got := Read(s).Switch()
		text := ""
		if got.Err != nil {
			text = got.Err.Error()
		}
		if got.Toolchain != c.want || got.Query.Version != c.version || text != c.err {
			t.Errorf("%s: got %q as %q, error %q; want %q as %q, error %q", c.name, got.Toolchain, got.Query.Version, text, c.want, c.version, c.err)
		}
	}
}

func machineOf(toolchain, goLine, toolchainLine string) *settings.Snapshot {
	return &settings.Snapshot{
		OS: "linux", Arch: "amd64", Go: settings.GoTool{Version: "go1.26.8"},
		Layers: []settings.Setting{goenv("GOTOOLCHAIN", toolchain)},
		Module: settings.Module{GoMod: "/work/go.mod", GoLine: goLine, Toolchain: toolchainLine},
	}
}

func TestWalkOfAToolchain(t *testing.T) {
	const p = "https://p.example.com"
	q := probe.Query{Path: "golang.org/toolchain", Version: "v0.0.1-go1.99.0.linux-amd64"}
	for _, c := range []struct {
		name    string
		layers  []settings.Setting
		answers answers
		want    string
	}{
		{"the zip alone, and the database whatever GONOSUMDB says", []settings.Setting{goenv("GOPROXY", p), goenv("GONOSUMDB", "*")}, answers{"p": ok}, ""},
		{"not found is not available", []settings.Setting{goenv("GOPROXY", p)}, answers{"p": notFound}, "go: download go1.99.0 for linux/amd64: toolchain not available"},
		{"off too", []settings.Setting{goenv("GOPROXY", "off")}, nil, "go: download go1.99.0 for linux/amd64: toolchain not available"},
		{
			"without a database it cannot be had", []settings.Setting{goenv("GOPROXY", p), goenv("GOSUMDB", "off")}, answers{"p": ok},
			"go: download go1.99.0: golang.org/toolchain@v0.0.1-go1.99.0.linux-amd64: verifying module: checksum database disabled by GOSUMDB=off",
		},
	} {
		config := Read(&settings.Snapshot{OS: "linux", Layers: c.layers})
		path := config.Walk(q, c.answers.ask)
		if got := config.Message(path); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
		for _, h := range path.Hops {
			if h.Op == OpInfo || h.Op == OpMod {
				t.Errorf("%s: asks for %s", c.name, h.URL)
			}
		}
	}
}

func TestAVersionThatThePathForbidsFailsAtTheEnd(t *testing.T) {
	config := Read(&settings.Snapshot{OS: "linux", Layers: []settings.Setting{goenv("GOPROXY", "https://p.example.com"), goenv("GOSUMDB", "off")}})
	path := config.Walk(probe.Query{Path: "example.com/m", Version: "v2.0.0"}, answers{"p": ok}.ask)
	if len(path.Hops) != 3 || path.Outcome != Fails {
		t.Errorf("got %v", told(path))
	}
	if got, want := config.Message(path), "go: unzip …: example.com/m@v2.0.0: invalid version: should be v0 or v1, not v2"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestDecisionsNameEveryEntryAndNoAnswer(t *testing.T) {
	config := Read(&settings.Snapshot{OS: "linux", Git: settings.GitTool{Path: "git"}, Layers: []settings.Setting{goenv("GOPROXY", "https://p.example.com|https://q.example.com,direct")}})
	path := config.Decisions(probe.Query{Path: "github.com/acme/m", Version: "v1.0.0"}, false)
	want := []string{
		"p info undecided", "q info undecided", "direct git undecided",
		"p sumdb-supported undecided", "q sumdb-supported undecided", "db sumdb-lookup undecided", "cannot-say",
	}
	got := told(path)
	if len(got) != len(want) {
		t.Fatalf("got %q, want %q", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("hop %d: got %q, want %q", i, got[i], want[i])
		}
	}
}
