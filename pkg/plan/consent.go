package plan

import (
	"path/filepath"
	"slices"

	"github.com/gofix-net/gofix-net/pkg/settings"
)

// FileOf returns the file that a change writes, absolute; "" where the system names none.
func FileOf(s *settings.Snapshot, c Change) string {
	switch {
	case c.Key.Tool == settings.GoEnv:
		return s.Goenv.Path
	case c.File != "":
		return filepath.Clean(c.File)
	}
	return s.Git.GlobalFile
}

// Consents returns the files of a plan that are not only this user's and that are not
// among agreed: each is written only if the user names it.
func (p Plan) Consents(s *settings.Snapshot, agreed []string) []settings.Shared {
	var out []settings.Shared
	for _, c := range p.Changes {
		x, shared := s.SharedFile(FileOf(s, c))
		if shared && !slices.Contains(out, x) && !slices.ContainsFunc(agreed, func(a string) bool { return filepath.Clean(a) == x.Path }) {
			out = append(out, x)
		}
	}
	return out
}
