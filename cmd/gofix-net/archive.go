package main

import (
	_ "embed" // of the file that git archive fills in
	"strings"
)

// archived is the tag of the commit that a source archive was made of: git archive
// writes it into the file (.gitattributes). Elsewhere the file has the pattern.
//
//go:embed release.txt
var archived string

// releaseOf returns the version in what git archive has written, "" where it has none.
func releaseOf(archived string) string {
	tag := strings.TrimSpace(archived)
	if strings.HasPrefix(tag, "$") {
		return ""
	}
	return strings.TrimPrefix(tag, "v")
}
