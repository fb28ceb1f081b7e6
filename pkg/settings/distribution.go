package settings

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/host"
)

// Distribution is a family of Linux systems that are administered alike.
type Distribution string

// The families. Other is every system without an os-release file, or of no family here.
const (
	Other  Distribution = ""
	Debian Distribution = "debian"
	Fedora Distribution = "fedora"
	SUSE   Distribution = "suse"
	Alpine Distribution = "alpine"
	Arch   Distribution = "arch"
)

// maxOSRelease bounds the os-release file, which has some twenty lines.
const maxOSRelease = 64 << 10

// aptGet is where each Debian has it, but an image that was made without a package manager.
const aptGet = "/usr/bin/apt-get"

// readDistribution tells the family from the os-release file (os-release(5)), whose ID_LIKE names
// the systems from which this one comes.
func readDistribution(m *host.Machine) Distribution {
	if m.OS != "linux" {
		return Other
	}
	data, err := host.Whole(m.ReadFile, "/etc/os-release", maxOSRelease)
	if err != nil {
		return Other
	}
	var names []string
	for line := range strings.Lines(string(data)) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		if value = strings.Trim(value, `"'`); key == "ID" || key == "ID_LIKE" {
			names = append(names, strings.Fields(value)...)
		}
	}
	for _, family := range []struct {
		names []string
		is    Distribution
	}{
		{[]string{"debian", "ubuntu"}, Debian},
		{[]string{"fedora", "rhel", "centos"}, Fedora},
		{[]string{"suse", "opensuse", "sles"}, SUSE},
		{[]string{"alpine"}, Alpine},
		{[]string{"arch"}, Arch},
	} {
		if slices.ContainsFunc(family.names, func(n string) bool { return slices.Contains(names, n) }) {
			if _, err := m.Stat(aptGet); family.is == Debian && err != nil {
				return Other
			}
			return family.is
		}
	}
	return Other
}
