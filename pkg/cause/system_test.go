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

// TestHowFarTheClockIsOff rounds to what a person says.
func TestHowFarTheClockIsOff(t *testing.T) {
	t.Parallel()
	for seconds, want := range map[int64]string{
		0: "", 3600: "1 hour", 5400: "2 hours", 47 * 3600: "47 hours", 2 * 86400: "2 days", 729 * 86400: "729 days", 7*365*86400 + 86400: "7 years",
	} {
		if got := (wrongClock{Seconds: seconds}).off("year", "day", "hour", "s"); got != want {
			t.Errorf("%d: got %q, want %q", seconds, got, want)
		}
	}
}
