package recommend_test

import (
	"slices"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/diagnose"
	"github.com/gofix-net/gofix-net/pkg/facts/facttest"
	"github.com/gofix-net/gofix-net/pkg/recommend"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

func TestPertinent(t *testing.T) {
	const old = "go1.26.2" // has published vulnerabilities
	for _, c := range []struct {
		story   string
		machine *facttest.Machine
		want    bool // is it said that the release trusts proxies too much?
	}{
		{"somebody else's proxy is recommended",
			blocked().Release(old, "").Alive("goproxy.cn").Serves(china).Relay(china, ""), true},
		{"Go's own comes back, and a mirror was only measured",
			fine().Release(old, "").Goenv("GOPROXY", "off").Alive("goproxy.cn").Serves(china).Relay(china, ""), false},
		{"somebody else's proxy is in use, whatever is recommended",
			fine().Release(old, "").Goenv("GOPROXY", china+",direct").Dead(symptom.TCPReset, "goproxy.cn"), true},
	} {
		found := diagnose.Run(&c.machine.Facts).Findings
		kept := recommend.Pertinent(&c.machine.Facts, found, recommend.Auto(t.Context(), &c.machine.Facts, found))
		got := slices.ContainsFunc(kept, func(x cause.Finding) bool { return x.Cause == cause.ToolchainInsecure })
		if got != c.want {
			t.Errorf("%s: said %v, want %v", c.story, got, c.want)
		}
	}
}
