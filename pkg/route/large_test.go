package route

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/nettest/cost"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// TestLargeSettingsCostOnce: many modules under long lists, many rules of git and a long
// netrc take time in proportion to what there is, not to the product.
func TestLargeSettingsCostOnce(t *testing.T) {
	for name, set := range map[string]func(s *settings.Snapshot, n int){
		"patterns": func(s *settings.Snapshot, n int) {
			s.Layers = append(s.Layers, settings.Setting{Key: settings.Go("GOPRIVATE"), Value: settings.Value(numbered(n, "*.corp%d.test,git.x%d.test/team-*")), Origin: settings.GoenvFile})
		},
		"lines that go skips": func(s *settings.Snapshot, n int) {
			for i := range n {
				s.Goenv.Ignored = append(s.Goenv.Ignored, settings.Setting{Key: settings.Go("GOPRIVATE"), Value: settings.Value(fmt.Sprintf("*.corp%d.test", i))})
			}
		},
		"rules of git": func(s *settings.Snapshot, n int) {
			for i := range n {
				s.Layers = append(s.Layers, settings.Setting{Key: settings.RewriteKey(fmt.Sprintf("ssh://git@git%d.test/", i)), Value: settings.Value(fmt.Sprintf("https://git%d.test/", i)), Origin: settings.GitGlobal})
			}
		},
		"machines of netrc": func(s *settings.Snapshot, n int) {
			for i := range n {
				s.NetrcHosts = append(s.NetrcHosts, fmt.Sprintf("git%d.test", i))
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			cost.Growth(t, 300, func(n int) func() {
				return func() {
					s := &settings.Snapshot{Module: settings.Module{Path: "app.test"}}
					set(s, n)
					s.Keep()
					for i := range n {
						path := fmt.Sprintf("host%d.test/m", i)
						if _, private := PrivateEvidence(s, path); private || HoldsCredential(s, path) || Read(s).BypassesProxy(path) {
							t.Fatal(path)
						}
					}
				}
			})
		})
	}
}

func numbered(n int, form string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, strings.ReplaceAll(form, "%d", "%[1]d")+",", i)
	}
	return b.String()
}
