package route

import (
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/module"
)

type govcsRule struct {
	pattern string
	allowed []string
}

// defaultGOVCS is appended to whatever GOVCS says (vcs.defaultGOVCS).
var defaultGOVCS = []govcsRule{{"private", []string{"all"}}, {"public", []string{"git", "hg"}}}

// CheckGOVCS returns why GOVCS forbids a version control system ("git", "hg",
// "svn", "fossil", "bzr") for the repository whose root path is root, in the
// go command's words; nil where it is allowed. The pseudo-system "mod" always
// is.
func (c *Config) CheckGOVCS(vcs, root string) error {
	if vcs == "mod" {
		return nil
	}
	rules, err := parseGOVCS(c.GOVCS)
	if err != nil {
		return err
	}
	class := "public"
	if c.IsPrivate(root) {
		class = "private"
	}
	for _, r := range append(rules, defaultGOVCS...) {
		if !r.matches(class, root) {
			continue
		}
		for _, a := range r.allowed {
			if a == vcs || a == "all" {
				return nil
			}
		}
		break
	}
	return fmt.Errorf("GOVCS disallows using %s for %s %s; see 'go help vcs'", vcs, class, root)
}

func (r govcsRule) matches(class, root string) bool {
	if r.pattern == "private" || r.pattern == "public" {
		return r.pattern == class
	}
	return module.MatchPrefixPatterns(r.pattern, root)
}

// parseGOVCS is vcs.parseGOVCS, in its words.
func parseGOVCS(text string) ([]govcsRule, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil, nil
	}
	var rules []govcsRule
	have := map[string]string{}
	for _, item := range strings.Split(text, ",") {
		rule, err := parseGOVCSItem(strings.TrimSpace(item))
		if err != nil {
			return nil, err
		}
		if old := have[rule.pattern]; old != "" {
			return nil, fmt.Errorf("unreachable pattern in GOVCS: %q after %q", strings.TrimSpace(item), old)
		}
		have[rule.pattern] = strings.TrimSpace(item)
		rules = append(rules, rule)
	}
	return rules, nil
}

func parseGOVCSItem(item string) (govcsRule, error) {
	if item == "" {
		return govcsRule{}, errors.New("empty entry in GOVCS")
	}
	pattern, list, found := strings.Cut(item, ":")
	pattern, list = strings.TrimSpace(pattern), strings.TrimSpace(list)
	switch {
	case !found:
		return govcsRule{}, fmt.Errorf("malformed entry in GOVCS (missing colon): %q", item)
	case pattern == "":
		return govcsRule{}, fmt.Errorf("empty pattern in GOVCS: %q", item)
	case list == "":
		return govcsRule{}, fmt.Errorf("empty VCS list in GOVCS: %q", item)
	case strings.HasPrefix(pattern, "./"), strings.HasPrefix(pattern, "../"), pattern == ".", pattern == "..":
		return govcsRule{}, fmt.Errorf("relative pattern not allowed in GOVCS: %q", pattern)
	}
	allowed := strings.Split(list, "|")
	for i, a := range allowed {
		if allowed[i] = strings.TrimSpace(a); allowed[i] == "" {
			return govcsRule{}, fmt.Errorf("empty VCS name in GOVCS: %q", item)
		}
	}
	return govcsRule{pattern, allowed}, nil
}
