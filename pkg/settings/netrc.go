package settings

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/host"
)

// readNetrcHosts returns the machines named in the file that the go command
// would read: $NETRC, else _netrc (Windows) or .netrc in the home directory.
func readNetrcHosts(m *host.Machine) []string {
	for _, name := range netrcFiles(m) {
		if data, err := host.Whole(m.ReadFile, name, host.MaxNetrc); err == nil {
			return netrcHosts(string(data))
		}
	}
	return nil
}

func netrcFiles(m *host.Machine) []string {
	home, err := m.HomeDir()
	if err != nil {
		home = ""
	}
	return host.NetrcFiles(m.OS, m.Getenv("NETRC"), home)
}

// netrcHosts returns the machine names of a netrc file in file order, each once.
// The body of a macdef, which ends at an empty line, is ignored; so is a
// default entry, which go ignores too. It takes machines without a login as well, and
// names at any place of a line, since it answers which hosts a person has credentials
// for; which of them go sends, wire reads as go does.
func netrcHosts(text string) []string {
	var out []string
	macro := false
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimSpace(line)
		if macro = macro && line != ""; macro {
			continue
		}
		words := strings.Fields(line)
		for i, w := range words {
			if w == "macdef" {
				macro = true
				break
			}
			if w != "machine" || i+1 >= len(words) {
				continue
			}
			if name := strings.ToLower(words[i+1]); !slices.Contains(out, name) {
				out = append(out, name)
			}
		}
	}
	return out
}
