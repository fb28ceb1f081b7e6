// Package netrc recognises netrc files. Nothing of them is ever shown.
package netrc

import "github.com/gofix-net/gofix-net/pkg/place"

// Kind are netrc files.
var Kind = place.Kind{ID: "netrc", Match: match, Read: func(*place.Builder) {}}

func match(path, _ string) bool {
	switch place.Base(path) {
	case ".netrc", "_netrc", "netrc":
		return true
	}
	return false
}
