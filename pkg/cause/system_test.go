package cause

import (
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/settings"
)

// TestStepsAreForThisSystem names the commands of the system at hand and of no other.
func TestStepsAreForThisSystem(t *testing.T) {
	for _, c := range []struct {
		s           system
		root, clock string
	}{
		{system{"linux", settings.Debian}, "update-ca-certificates", "timedatectl"},
		{system{"linux", settings.Fedora}, "update-ca-trust", "timedatectl"},
		{system{"linux", settings.SUSE}, "/etc/pki/trust/anchors/", "timedatectl"},
		{system{"linux", settings.Alpine}, "apk add ca-certificates", "chronyd"},
		{system{"linux", settings.Arch}, "trust anchor", "timedatectl"},
		{system{"linux", settings.Other}, "Fedora", "timedatectl"},
		{system{"darwin", settings.Other}, "add-trusted-cert", "sntp"},
		{system{"windows", settings.Other}, "certutil", "w32tm"},
	} {
		en, zh := c.s.installRoot()
		if !strings.Contains(en, c.root) || !strings.Contains(zh, c.root) || !strings.Contains(c.s.setClock(), c.clock) {
			t.Errorf("%v: %q, %q, %q", c.s, en, zh, c.s.setClock())
		}
	}
}
