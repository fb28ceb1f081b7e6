package facts_test

import (
	"testing"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/facts/facttest"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

func TestReach(t *testing.T) {
	for _, c := range []struct {
		story   string
		machine *facttest.Machine
		want    facts.Network
	}{
		{"not looked up", facttest.New(), facts.UnknownNetwork},
		{"no such name", facttest.New().Host("git.corp.com", symptom.DNSNXDomain), facts.UnknownNetwork},
		{"a public address", facttest.New().Host("git.corp.com", "").At("203.0.113.5"), facts.PublicNetwork},
		{"a private one", facttest.New().Host("git.corp.com", "").At("10.1.2.3").Host("github.com", "").At("203.0.113.6"), facts.PrivateNetwork},
		{"a unique local one", facttest.New().Host("git.corp.com", "").At("fd00::5"), facts.PrivateNetwork},
		{"one of each", facttest.New().Host("git.corp.com", "").At("10.1.2.3", "203.0.113.5"), facts.PublicNetwork},
		{"a network in which everything has a private address",
			facttest.New().Host("git.corp.com", "").At("10.1.2.3").Host("proxy.golang.org", "").At("10.1.2.4"), facts.PublicNetwork},
	} {
		if got := c.machine.Facts.Reach("git.corp.com"); got != c.want {
			t.Errorf("%s: %q, want %q", c.story, got, c.want)
		}
	}
}
