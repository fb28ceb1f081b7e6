// Package kinds lists the kinds of files, so that a file can be given to the
// reader of its kind.
package kinds

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/place"
	"github.com/gofix-net/gofix-net/pkg/place/dockerfile"
	"github.com/gofix-net/gofix-net/pkg/place/github"
	"github.com/gofix-net/gofix-net/pkg/place/shell"
)

// All are the kinds, special before general: the first one that matches reads.
var All = []*place.Kind{
	&github.Gitea,
	&github.Kind,
	&dockerfile.Kind,
	&shell.Kind,
}

// Detect returns the kind of a file, or nil. path may have any separators.
func Detect(path, text string) *place.Kind {
	path = strings.ReplaceAll(path, `\`, "/")
	for _, k := range All {
		if k.Match(path, text) {
			return k
		}
	}
	return nil
}

// Lookup returns the kind of an ID, or nil.
func Lookup(id place.ID) *place.Kind {
	for _, k := range All {
		if k.ID == id {
			return k
		}
	}
	return nil
}

// Read reads a file as one of a kind.
func Read(k *place.Kind, path, data string) *place.File {
	b := place.NewBuilder(place.NewText(path, data), k.ID)
	k.Read(b)
	return b.File
}
