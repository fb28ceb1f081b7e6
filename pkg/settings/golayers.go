package settings

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/tell"
)

// askedNames are the go variables that decide over module downloads, as
// `go env` is asked for them. GOTOOLCHAIN is not among them: it is overridden
// for that question, and its value follows from the layers.
var askedNames = []string{
	"GO111MODULE", "GOAUTH", "GOCACHE", "GODEBUG", "GOENV", "GOFLAGS", "GOINSECURE", "GOMODCACHE", "GONOPROXY", "GONOSUMDB",
	"GOPATH", "GOPRIVATE", "GOPROXY", "GOROOT", "GOSUMDB", "GOTMPDIR", "GOVCS", "GOWORK",
}

// onlyFromOS are read only from the operating system: a line in the GOENV
// file has no effect.
var onlyFromOS = []string{"GOENV", "GODEBUG"}

// knownVariable reports whether this program knows the go variable.
func knownVariable(name string) bool {
	return name == "GOTOOLCHAIN" || slices.Contains(askedNames, name)
}

// parseGoEnv reads the output of `go env -json NAME…`.
func parseGoEnv(data []byte) (map[string]string, error) {
	said := map[string]string{}
	if err := json.Unmarshal(data, &said); err != nil {
		return nil, tell.Errorf("go env -json did not print JSON: %w", err)
	}
	return said, nil
}

// goSources is where the layers of the go variables come from.
type goSources struct {
	env        *environment
	file       []envEntry // of the GOENV file, where it is read
	filePath   string
	goroot     []envEntry // of GOROOT/go.env
	gorootPath string
	effective  map[string]string // what `go env` reports, nil where it was not asked
}

// layers returns every layer of every go variable, per name strongest first.
func (g *goSources) layers() []Setting {
	var out []Setting
	for _, name := range g.names() {
		out = append(out, g.of(name)...)
	}
	return out
}

// names returns the known variables, then the unknown ones that are set somewhere:
// misspelt ones, and those that no go command ever read.
func (g *goSources) names() []string {
	names := append(slices.Clone(askedNames), "GOTOOLCHAIN")
	slices.Sort(names)
	var strange []string
	add := func(name string) {
		if !knownVariable(name) && len(strange) < maxStrangers {
			strange = append(strange, name)
		}
	}
	for _, v := range g.env.goNames() {
		add(v.name)
	}
	for _, e := range g.file {
		if strings.HasPrefix(e.Name, "GO") || slices.Contains(proxyVariables, e.Name) || slices.Contains(osVariables, e.Name) {
			add(e.Name)
		}
	}
	slices.Sort(strange)
	return append(names, slices.Compact(strange)...)
}

// maxStrangers bounds the names from a GOENV file that is none.
const maxStrangers = 200

func (g *goSources) of(name string) []Setting {
	var out []Setting
	if i := slices.IndexFunc(g.env.goNames(), func(v variable) bool { return v.name == name }); i >= 0 {
		out = append(out, Setting{Key: Go(name), Value: goValue(name, g.env.goNames()[i].value), Origin: OSEnv})
	}
	if e, ok := find(g.file, name); ok {
		out = append(out, Setting{Key: Go(name), Value: goValue(name, e.Value), Origin: GoenvFile, File: g.filePath, Line: e.Line})
	}
	if e, ok := find(g.goroot, name); ok && knownVariable(name) {
		out = append(out, Setting{Key: Go(name), Value: Value(e.Value), Origin: GorootEnv, File: g.gorootPath, Line: e.Line})
	}
	return g.withDefault(name, out)
}

// withDefault adds the built-in value where it is in force: where no layer has
// one, where the strongest one is empty and go takes that for unset
// (GOMODCACHE= in the file), and where go does not read the layer at all.
func (g *goSources) withDefault(name string, layers []Setting) []Setting {
	value, asked := g.effective[name]
	unread := len(layers) > 0 && layers[0].Origin != OSEnv && slices.Contains(onlyFromOS, name)
	switch {
	case unread:
	case len(layers) == 0 || layers[0].Value == "":
		if !asked || value == "" {
			return layers
		}
	default:
		return layers
	}
	return append([]Setting{{Key: Go(name), Value: Value(value), Origin: Default}}, layers...)
}

// value returns what is in force.
func (g *goSources) value(name string) string {
	if l := g.of(name); len(l) > 0 {
		return l[0].Value.Reveal()
	}
	return ""
}

// assume fills in what go would report by itself, where it could not be asked
// or only with some settings put aside. Sources: cmd/go/internal/cfg, go/build.
func (g *goSources) assume(home string) {
	if g.effective == nil {
		g.effective = map[string]string{}
	}
	private := g.value("GOPRIVATE")
	g.effective["GONOPROXY"], g.effective["GONOSUMDB"] = private, private
	if g.effective["GOPATH"] == "" && home != "" {
		g.effective["GOPATH"] = filepath.Join(home, "go")
	}
	g.effective["GOMODCACHE"] = ""
	if list := filepath.SplitList(g.value("GOPATH")); len(list) > 0 && list[0] != "" {
		g.effective["GOMODCACHE"] = filepath.Join(list[0], "pkg", "mod")
	}
}
