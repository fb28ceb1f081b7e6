package route

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/settings"
)

// readRewrites returns the insteadOf rules that git applies when the go
// command runs it, in the order in which git reads them: system, global,
// command line, each with what it includes. The go command sets GIT_DIR to a
// repository of its own in the module cache, so that local and worktree
// settings of the project never count.
func readRewrites(s *settings.Snapshot) []Rewrite {
	return settings.Derived(s, rewritesKey(s.GitIdentity()), func() []Rewrite { return collectRewrites(s) })
}

type rewritesKey uint64

func collectRewrites(s *settings.Snapshot) []Rewrite {
	count := 0
	for i := range s.Layers {
		if _, ok := rewriteBase(&s.Layers[i]); ok {
			count++
		}
	}
	if count == 0 {
		return nil
	}
	rules := make([]Rewrite, 0, count) // some files have ten thousands
	// The snapshot has the strongest layer first, git reads the weakest first.
	for i := len(s.Layers) - 1; i >= 0; i-- {
		set := &s.Layers[i]
		if base, ok := rewriteBase(set); ok {
			rules = append(rules, Rewrite{Base: settings.Value(base), Prefix: set.Value, Setting: *set})
		}
	}
	return rules
}

// rewriteBase returns the base of a rule that applies outside of a repository, where
// the go command runs git.
func rewriteBase(set *settings.Setting) (base string, ok bool) {
	if set.Origin == settings.GitLocal || set.Origin == settings.GitWorktree {
		return "", false
	}
	return set.Key.RewriteBase()
}

// RewriteGit returns what git makes of url, and the rule, nil where none
// applies. The longest prefix wins; of equally long ones the base that git
// read first (remote.c, alias_url; an empty prefix matches every URL).
func (c *Config) RewriteGit(url string) (string, *Rewrite) {
	var best *Rewrite
	longest := -1
	var rank map[settings.Value]int // made where it is needed: it costs as much as all else
	for i := range c.Rewrites {
		r := &c.Rewrites[i]
		prefix := r.Prefix.Reveal()
		if !strings.HasPrefix(url, prefix) || len(prefix) < longest {
			continue
		}
		if len(prefix) == longest && rank == nil {
			rank = c.baseRank()
		}
		if len(prefix) > longest || rank[r.Base] < rank[best.Base] {
			best, longest = r, len(prefix)
		}
	}
	if best == nil {
		return url, nil
	}
	return best.Base.Reveal() + url[longest:], best
}

// baseRank numbers the bases by their first appearance: git keeps the rules of
// one base together, whichever layers they come from.
func (c *Config) baseRank() map[settings.Value]int {
	rank := map[settings.Value]int{}
	for _, r := range c.Rewrites {
		if _, ok := rank[r.Base]; !ok {
			rank[r.Base] = len(rank)
		}
	}
	return rank
}
