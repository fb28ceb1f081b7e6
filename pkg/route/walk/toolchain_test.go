package walk

import (
	"testing"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

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
		config := route.Read(&settings.Snapshot{OS: "linux", Layers: c.layers})
		path := Download(config, q, c.answers.ask)
		if got := Message(config, path); got != c.want {
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
	config := route.Read(&settings.Snapshot{OS: "linux", Layers: []settings.Setting{goenv("GOPROXY", "https://p.example.com"), goenv("GOSUMDB", "off")}})
	path := Download(config, probe.Query{Path: "example.com/m", Version: "v2.0.0"}, answers{"p": ok}.ask)
	if len(path.Hops) != 3 || path.Outcome != Fails {
		t.Errorf("got %v", told(path))
	}
	if got, want := Message(config, path), "go: unzip …: example.com/m@v2.0.0: invalid version: should be v0 or v1, not v2"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestDecisionsNameEveryEntryAndNoAnswer(t *testing.T) {
	config := route.Read(&settings.Snapshot{OS: "linux", Git: settings.GitTool{Path: "git"}, Layers: []settings.Setting{goenv("GOPROXY", "https://p.example.com|https://q.example.com,direct")}})
	path := Decisions(config, probe.Query{Path: "github.com/acme/m", Version: "v1.0.0"}, false)
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
