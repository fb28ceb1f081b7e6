package settings

import (
	"io/fs"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/host"
)

func TestReadDistribution(t *testing.T) {
	for text, want := range map[string]Distribution{
		"ID=debian\n": Debian,
		"NAME=\"Linux Mint\"\nID=linuxmint\nID_LIKE=\"ubuntu debian\"\n": Debian,
		"ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n":                 Fedora,
		"ID='opensuse-leap'\nID_LIKE=\"suse opensuse\"\n":                SUSE,
		"ID=alpine\n":                Alpine,
		"ID=manjaro\nID_LIKE=arch\n": Arch,
		"ID=nixos\n":                 Other,
		"debian\n":                   Other,
	} {
		var missing error
		m := &host.Machine{
			OS: "linux", ReadFile: func(string, int64) ([]byte, bool, error) { return []byte(text), false, nil },
			Stat: func(string) (fs.FileInfo, error) { return nil, missing },
		}
		if got := readDistribution(m); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
		// A distroless image says of itself that it is a Debian.
		missing = fs.ErrNotExist
		if got := readDistribution(m); (want == Debian) != (got == Other && want != Other) {
			t.Errorf("%q without apt-get: %q", text, got)
		}
	}
	m := &host.Machine{OS: "linux", ReadFile: func(string, int64) ([]byte, bool, error) { return nil, false, fs.ErrNotExist }}
	if got := readDistribution(m); got != Other {
		t.Errorf("without the file: %q", got)
	}
}
