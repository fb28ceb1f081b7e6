package route

import (
	"path"
	"slices"
	"strings"

	"golang.org/x/mod/module"

	"github.com/gofix-net/gofix-net/pkg/correct"
	"github.com/gofix-net/gofix-net/pkg/known"
)

// Misread is how a pattern of GOPRIVATE, GONOPROXY or GONOSUMDB differs from what
// people take it for; "" where it does not.
type Misread string

// The ways to misread a pattern.
const (
	MisreadBlank     Misread = "blank"     // blanks are part of the pattern: it matches nothing
	MisreadURL       Misread = "url"       // a scheme, a user or a port: it matches nothing
	MisreadMalformed Misread = "malformed" // path.Match refuses it: it matches nothing
	MisreadDots      Misread = "dots"      // /... is for package patterns: here it matches nothing
	MisreadCase      Misread = "case"      // hosts of module paths are written small: it matches nothing
	MisreadSubdomain Misread = "subdomain" // *.corp.com does not match corp.com itself
	MisreadDot       Misread = "dot"       // .corp.com is for NO_PROXY: here it matches nothing
	MisreadBroad     Misread = "broad"     // it covers public modules, too
	MisreadOwners    Misread = "owners"    // github.com/org-* matches owners, other people's as well
)

// Nothing reports whether a pattern misread so matches no module at all.
func (m Misread) Nothing() bool {
	switch m {
	case MisreadBlank, MisreadURL, MisreadMalformed, MisreadDots, MisreadDot, MisreadCase:
		return true
	}
	return false
}

// Reading is how the go command reads one pattern.
type Reading struct {
	Pattern string
	Misread Misread
	// Meant is what was probably meant, as a list for the variable; "" where that is
	// not known.
	Meant string
	// Matches are those of the modules asked about that the pattern matches, and
	// Missed those that only what was meant would match.
	Matches, Missed []string
}

// ReadPatterns says for each pattern of a list how the go command reads it, and
// which of some module paths it matches (module.MatchPrefixPatterns: a pattern with
// n slashes is held against the first n+1 elements of a path, blanks are not
// trimmed).
func ReadPatterns(list string, modules []string) []Reading {
	var out []Reading
	for p := range strings.SplitSeq(list, ",") {
		if p == "" {
			continue
		}
		r := Reading{Pattern: p, Misread: misread(p), Matches: matching(p, modules)}
		if r.Misread != "" {
			r.Meant = meant(p, r.Misread)
		}
		for _, m := range matching(r.Meant, modules) {
			if !slices.Contains(r.Matches, m) {
				r.Missed = append(r.Missed, m)
			}
		}
		out = append(out, r)
	}
	return out
}

func matching(patterns string, modules []string) []string {
	var out []string
	for _, m := range modules {
		if module.MatchPrefixPatterns(patterns, m) {
			out = append(out, m)
		}
	}
	return out
}

func misread(p string) Misread {
	host, rest, _ := strings.Cut(p, "/")
	owner, _, _ := strings.Cut(rest, "/")
	_, err := path.Match(p, "")
	switch {
	case strings.ContainsAny(p, " \t;"):
		return MisreadBlank
	case strings.Contains(p, "://") || strings.ContainsAny(p, "@:"):
		return MisreadURL
	case err != nil:
		return MisreadMalformed
	case strings.HasSuffix(p, "/...") || p == "...":
		return MisreadDots
	case strings.HasPrefix(p, "."):
		return MisreadDot
	case host != strings.ToLower(host):
		return MisreadCase
	case known.TooBroad(p):
		return MisreadBroad
	case strings.HasPrefix(host, "*.") && strings.Count(host, ".") >= 2:
		return MisreadSubdomain
	case known.Is(host, known.Forge) && strings.ContainsAny(owner, "*?["):
		return MisreadOwners
	}
	return ""
}

// meant is what a misread pattern was probably meant to be.
func meant(p string, m Misread) string {
	switch m {
	case MisreadSubdomain:
		return strings.TrimPrefix(p, "*.") + "," + p
	case MisreadCase:
		host, rest, slash := strings.Cut(p, "/")
		if slash {
			return strings.ToLower(host) + "/" + rest
		}
		return strings.ToLower(host)
	case MisreadBroad, MisreadOwners, MisreadMalformed:
		return "" // which of them are one's own only a person knows
	}
	if fixed := correct.Value("GOPRIVATE", p); fixed != p {
		return fixed
	}
	return ""
}
