package route

import (
	"iter"
	"strings"

	"golang.org/x/mod/module"

	"github.com/gofix-net/gofix-net/pkg/settings"
)

// longList is the length from which a list of patterns is prepared before it is asked
// about paths: a shorter one is read as quickly as it is.
const longList = 4 << 10

// patterns is a list of patterns as it is written, and prepared if it is long:
// [module.MatchPrefixPatterns] reads the whole list for each path.
type patterns struct {
	text     string
	prepared *matcher // nil for a short list
}

type preparedKey string

// patternsOf prepares a list of the settings.
func patternsOf(s *settings.Snapshot, list string) patterns {
	if len(list) < longList {
		return patterns{text: list}
	}
	return patterns{list, settings.Derived(s, preparedKey(list), func() *matcher { return newMatcher(strings.SplitSeq(list, ",")) })}
}

// match reports what [module.MatchPrefixPatterns] does.
func (p patterns) match(path string) bool {
	if p.prepared == nil {
		return module.MatchPrefixPatterns(p.text, path)
	}
	for range p.prepared.matching(path) {
		return true
	}
	return false
}

// matching returns the patterns that match a path, as they are written.
func (p patterns) matching(path string) iter.Seq[string] {
	if p.prepared != nil {
		return p.prepared.matching(path)
	}
	return func(yield func(string) bool) {
		for one := range strings.SplitSeq(p.text, ",") {
			if module.MatchPrefixPatterns(one, path) && !yield(one) {
				return
			}
		}
	}
}

// matcher is a list of patterns, ordered by what a path must have for them to match.
type matcher struct {
	literal map[string][]string  // patterns without wildcards, by themselves
	wild    map[literal][]string // the others, by their longest piece without wildcards
}

// literal is the beginning or the end of a pattern, up to its first or behind its last
// wildcard: the elements of a path that are held against the pattern begin or end so.
type literal struct {
	slashes int // of the pattern: it is held against one element more of a path
	ends    bool
	text    string
}

func newMatcher(patterns iter.Seq[string]) *matcher {
	m := &matcher{map[string][]string{}, map[literal][]string{}}
	for p := range patterns {
		glob := strings.TrimSuffix(p, "/")
		if glob == "" {
			continue
		}
		const wildcards = `*?[]\`
		first := strings.IndexAny(glob, wildcards)
		if first < 0 {
			m.literal[glob] = append(m.literal[glob], p)
			continue
		}
		piece := literal{strings.Count(glob, "/"), false, glob[:first]}
		if end := glob[strings.LastIndexAny(glob, wildcards)+1:]; len(end) > first {
			piece.ends, piece.text = true, end
		}
		m.wild[piece] = append(m.wild[piece], p)
	}
	return m
}

// matching returns the patterns that match a path, as they are written.
func (m *matcher) matching(path string) iter.Seq[string] {
	return func(yield func(string) bool) {
		slashes := 0
		for i := 0; i <= len(path); i++ {
			if i < len(path) && path[i] != '/' {
				continue
			}
			for p := range m.candidates(path[:i], slashes) {
				if module.MatchPrefixPatterns(p, path) && !yield(p) {
					return
				}
			}
			slashes++
		}
	}
}

// candidates returns the patterns that may match the first elements of a path.
func (m *matcher) candidates(elements string, slashes int) iter.Seq[string] {
	return func(yield func(string) bool) {
		all := func(patterns []string) bool {
			for _, p := range patterns {
				if !yield(p) {
					return false
				}
			}
			return true
		}
		if !all(m.literal[elements]) || len(m.wild) == 0 {
			return
		}
		for i := 0; i <= len(elements); i++ {
			if !all(m.wild[literal{slashes, false, elements[:i]}]) || !all(m.wild[literal{slashes, true, elements[i:]}]) {
				return
			}
		}
	}
}
