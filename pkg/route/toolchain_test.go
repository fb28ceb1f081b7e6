package route

import (
	"testing"

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
