// Package renovate reads the configurations of Renovate and Dependabot.
package renovate

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/place"
	"github.com/gofix-net/gofix-net/pkg/place/devcontainer"
	"github.com/gofix-net/gofix-net/pkg/place/jsonc"
	"github.com/gofix-net/gofix-net/pkg/place/yamlfile"
)

// Kind are configurations of Renovate.
var Kind = place.Kind{ID: "renovate", Match: match, Read: read, Quote: devcontainer.Quote}

// Dependabot are configurations of Dependabot.
var Dependabot = place.Kind{ID: "dependabot", Match: matchDependabot, Read: readDependabot, Quote: yamlfile.Quote}

func match(path, _ string) bool {
	base := place.Base(path)
	return base == "renovate.json" || base == "renovate.json5" || base == ".renovaterc" || base == ".renovaterc.json" || base == ".renovaterc.json5"
}

func matchDependabot(path, text string) bool {
	base := place.Base(path)
	return base == "dependabot.yml" || base == "dependabot.yaml" || place.IsYAML(path) && place.TopKey(text, "updates") && strings.Contains(text, "package-ecosystem:")
}

func read(b *place.Builder) {
	n := jsonc.Read(b)
	for _, key := range []string{"env", "customEnvVariables"} {
		yamlfile.Env(b, n.Get(key), b.Scope(place.Scope{Parent: 0, Role: place.Job, Name: key}), place.Environment)
	}
	for _, r := range n.Get("hostRules").Items() {
		secrets(b, r)
	}
}

func readDependabot(b *place.Builder) {
	for _, d := range yamlfile.Read(b) {
		for _, p := range d.Root.Get("registries").Pairs() {
			secrets(b, p.Value)
			if url := p.Value.Get("url"); p.Value.Get("type").Text() == "goproxy-server" && url.IsText() {
				yamlfile.Assign(b, "GOPROXY", url, url.Span().Start, b.Scope(place.Scope{Parent: 0, Role: place.Job, Name: p.Key}), place.Environment)
			}
		}
	}
}

// secrets notes passwords and tokens that are written out.
func secrets(b *place.Builder, n *yamlfile.Node) {
	for _, key := range []string{"password", "token", "key"} {
		v := n.Get(key)
		if t := v.Text(); t != "" && !strings.Contains(t, "{{") && !strings.HasPrefix(t, "$") {
			b.Secrets = append(b.Secrets, place.Remark{Span: v.Span(), ID: "written", Text: key})
		}
	}
}
