package host

import "path/filepath"

// NetrcFiles returns the places in which the go command looks for a netrc file, of which
// the first that exists counts (cmd/go/internal/auth.netrcPath): only the file that $NETRC
// names, if it is set; otherwise those in the home directory, "" where it is not known, of
// which Windows has _netrc first.
func NetrcFiles(os, variable, home string) []string {
	switch {
	case variable != "":
		return []string{variable}
	case home == "":
		return nil
	case os == "windows":
		return []string{filepath.Join(home, "_netrc"), filepath.Join(home, ".netrc")}
	}
	return []string{filepath.Join(home, ".netrc")}
}
