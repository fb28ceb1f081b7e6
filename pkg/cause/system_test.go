package cause

import (
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// TestStepsAreForThisSystem names the commands of the system at hand and of no other.
func TestStepsAreForThisSystem(t *testing.T) {
	for _, c := range []struct {
		s           system
		root, clock string
	}{
		{system{OS: "linux", Distribution: settings.Debian}, "update-ca-certificates", "timedatectl"},
		{system{OS: "linux", Distribution: settings.Fedora}, "update-ca-trust", "timedatectl"},
		{system{OS: "linux", Distribution: settings.SUSE}, "/etc/pki/trust/anchors/", "timedatectl"},
		{system{OS: "linux", Distribution: settings.Alpine}, "apk add ca-certificates", "chronyd"},
		{system{OS: "linux", Distribution: settings.Arch}, "trust anchor", "timedatectl"},
		{system{OS: "linux", Distribution: settings.Other}, "Fedora", "timedatectl"},
		{system{OS: "darwin", Distribution: settings.Other}, "add-trusted-cert", "sntp"},
		{system{OS: "windows", Distribution: settings.Other}, "certutil", "w32tm"},
	} {
		en, zh := c.s.installRoot()
		if !strings.Contains(en, c.root) || !strings.Contains(zh, c.root) || !strings.Contains(c.s.setClock(), c.clock) {
			t.Errorf("%v: %q, %q, %q", c.s, en, zh, c.s.setClock())
		}
	}
}

// TestRootsThatAreThere: the certificate is on the machine, and the system does not
// trust it yet.
func TestRootsThatAreThere(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		os, place, want, never string
	}{
		{"darwin", "System.keychain", "Always Trust", "update-ca"},
		{"linux", "/usr/local/share/ca-certificates/corp.crt", "sudo update-ca-certificates", ".crt"},
		{"linux", "/usr/local/share/ca-certificates/corp.pem", "must end in .crt. Then run: sudo update-ca-certificates", "trust:"},
		{"linux", "/etc/pki/ca-trust/source/anchors/corp.pem", "sudo update-ca-trust", ".crt"},
		{"linux", "/etc/pki/trust/anchors/corp.pem", "sudo update-ca-certificates", ".crt"},
		{"linux", "/etc/ca-certificates/trust-source/anchors/corp.crt", "sudo update-ca-trust", "rename"},
	} {
		d := unknownIssuer{Issuer: "Corp Root", Hosts: hostNames{"proxy.golang.org"}, System: system{OS: c.os}, Present: c.place}
		shown, err := tlsInterception.Words.En.finding(d)
		if got := d.installEn(); !strings.Contains(got, c.want) || strings.Contains(got, c.never) || err != nil || !strings.Contains(shown.Detail, c.place) {
			t.Errorf("%s: %q; %q, %v", c.place, got, shown.Detail, err)
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

// TestStepsOfAnImage: where sudo is not installed no step needs it, and none asks.
func TestStepsOfAnImage(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		of   settings.Distribution
		want string
	}{
		{settings.Debian, "apt-get update && apt-get install -y git"},
		{settings.Fedora, "dnf install -y git"},
		{settings.SUSE, "zypper -n install git"},
		{settings.Alpine, "apk add git"},
		{settings.Arch, "pacman -S --noconfirm git"},
		{settings.Other, "Debian, Ubuntu: apt-get install git; Alpine: apk add git; Fedora: dnf install git"},
	} {
		s := system{OS: "linux", Distribution: c.of, NoSudo: true}
		root, _ := s.installRoot()
		trust, _ := s.trustRoot("/usr/local/share/ca-certificates/corp.crt")
		if got := s.installGit().En; got != c.want || strings.Contains(root+trust+s.setClock(), "sudo") {
			t.Errorf("%s: %q, %q, %q", c.of, got, root, trust)
		}
	}
}

// TestStepsWithoutAHome: no step names a place in a home that cannot be written.
func TestStepsWithoutAHome(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		story, want string
		d           UnwritableCache
	}{
		{"a home that is read-only", "HOME=/root", UnwritableCache{place: place{Path: "/root/go/pkg/mod", State: probe.DiskReadOnly, OS: "linux", NoHome: true, Home: "/root"}}},
		{"a home that is a file", "export GOPATH=/tmp/", UnwritableCache{place: place{Path: "/etc/passwd/go/pkg/sumdb/x/latest", State: probe.DiskBlocked, OS: "linux", NoHome: true, Home: "/etc/passwd"}, Sumdb: true}},
		{"no home", "export GOPATH=/var/cache/go", UnwritableCache{place: place{State: probe.DiskUnset, OS: "linux", NoHome: true}, Sumdb: true}},
		{"a cache of root, elsewhere", `mkdir -p "/srv/mod" && chown -R "$(id -u)" "/srv/mod"`, UnwritableCache{place: place{Path: "/srv/mod", State: probe.DiskUnwritable, OS: "linux", NoHome: true}}},
	} {
		for _, lang := range i18n.Langs {
			shown, err := modcacheUnwritable.Words.In(lang).finding(c.d)
			steps := strings.Join(shown.Manual, "\n")
			if err != nil || !strings.Contains(steps, c.want) || strings.Contains(steps, "$HOME") || strings.Contains(steps, "sudo mkdir") {
				t.Errorf("%s, %s: %v\n%s", c.story, lang, err, steps)
			}
		}
	}
}

// TestLocalAddressInAContainer: what listens on the host is not at 127.0.0.1 there.
func TestLocalAddressInAContainer(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		s    system
		want bool
	}{{system{OS: "linux", NoSudo: true}, true}, {system{OS: "linux"}, false}, {system{OS: "windows", NoSudo: true}, false}} {
		h := Hop{Outbound: Outbound{Proxy: "http://127.0.0.1:7890", Variable: "HTTPS_PROXY"}, System: c.s}
		d := UnreachableEntry{Itself: c.s.itself()}
		for _, text := range []string{
			strings.Join(h.stepsEn("", ""), " "), strings.Join(h.stepsZh("", ""), " "),
			goproxyUnreachable.Words.En.(Text[UnreachableEntry]).Detail(d), goproxyUnreachable.Words.Zh.(Text[UnreachableEntry]).Detail(d),
		} {
			if got := strings.Contains(text, "host.docker.internal"); got != c.want {
				t.Errorf("%v: %s", c.s, text)
			}
		}
	}
}

// TestScriptOfTheSystem: where a network may require a proxy, the script is named by which
// browsers find it.
func TestScriptOfTheSystem(t *testing.T) {
	t.Parallel()
	f := facts.Facts{Settings: &settings.Snapshot{ProxyScript: "http://u:secret@wpad.corp.example/wpad.dat"}}
	for lang, w := range map[string][]Words{"en": {offline.Words.En, resolverBroken.Words.En, goproxyUnreachable.Words.En}, "zh": {offline.Words.Zh, resolverBroken.Words.Zh, goproxyUnreachable.Words.Zh}} {
		for i, data := range []any{noNetwork{Script: scriptOf(&f)}, deadResolver{Script: scriptOf(&f)}, UnreachableEntry{Script: scriptOf(&f)}} {
			shown, err := w[i].finding(data)
			steps := strings.Join(shown.Manual, "\n")
			if err != nil || !strings.Contains(steps, "wpad.corp.example/wpad.dat") || strings.Contains(steps, "secret") {
				t.Errorf("%s: %v\n%s", lang, err, steps)
			}
		}
	}
}
