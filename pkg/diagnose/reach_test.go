package diagnose_test

import (
	"testing"

	"github.com/gofix-net/gofix-net/pkg/diagnose"
	"github.com/gofix-net/gofix-net/pkg/diagnose/facttest"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

func TestReach(t *testing.T) {
	for _, c := range []struct {
		story   string
		machine *facttest.Machine
		want    diagnose.Network
	}{
		{"not looked up", facttest.New(), diagnose.UnknownNetwork},
		{"no such name", facttest.New().Host("git.corp.com", symptom.DNSNXDomain), diagnose.UnknownNetwork},
		{"a public address", facttest.New().Host("git.corp.com", "").At("203.0.113.5"), diagnose.PublicNetwork},
		{"a private one", facttest.New().Host("git.corp.com", "").At("10.1.2.3").Host("github.com", "").At("203.0.113.6"), diagnose.PrivateNetwork},
		{"a unique local one", facttest.New().Host("git.corp.com", "").At("fd00::5"), diagnose.PrivateNetwork},
		{"one of each", facttest.New().Host("git.corp.com", "").At("10.1.2.3", "203.0.113.5"), diagnose.PublicNetwork},
		{"a network in which everything has a private address",
			facttest.New().Host("git.corp.com", "").At("10.1.2.3").Host("proxy.golang.org", "").At("10.1.2.4"), diagnose.PublicNetwork},
	} {
		if got := c.machine.Facts.Reach("git.corp.com"); got != c.want {
			t.Errorf("%s: %q, want %q", c.story, got, c.want)
		}
	}
}
