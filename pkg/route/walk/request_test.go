package walk

import (
	"testing"

	"github.com/gofix-net/gofix-net/pkg/settings"
)

func TestProtocolURL(t *testing.T) {
	for _, row := range []struct {
		base, path, version string
		op                  Op
		want                string
	}{
		{"https://p.example.com", "github.com/Acme/m", "v1.0.0", OpInfo, "https://p.example.com/github.com/%21acme/m/@v/v1.0.0.info"},
		{"https://p.example.com/a/", "example.com/m", "v1.0.0+incompatible", OpZip, "https://p.example.com/a/example.com/m/@v/v1.0.0+incompatible.zip"},
		{"https://p.example.com?x=1", "example.com/m", "", OpList, "https://p.example.com/example.com/m/@v/list?x=1"},
		{"https://p.example.com#f", "example.com/m", "", OpLatest, "https://p.example.com/example.com/m/@latest#f"},
		{"https://p.example.com/../a", "example.com/m", "", OpMod, "https://p.example.com/a/example.com/m/@v/"},
		{"https://p.example.com/a%2Fb", "example.com/m", "v1.0.0", OpMod, "https://p.example.com/a%2Fb/example.com/m/@v/v1.0.0.mod"},
	} {
		if got := protocolURL(settings.Value(row.base), row.path, row.version, row.op).Reveal(); got != row.want {
			t.Errorf("%+v: %s", row, got)
		}
	}
}
