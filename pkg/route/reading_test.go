package route

import (
	"slices"
	"testing"

	"golang.org/x/mod/module"
)

func TestReadPatterns(t *testing.T) {
	t.Parallel()
	modules := []string{"corp.com/lib", "git.corp.com/team/lib", "github.com/org-a/x", "github.com/org-evil/y", "github.com/org/z", "rsc.io/quote"}
	for _, c := range []struct {
		pattern string
		misread Misread
		meant   string
		matches []string
		missed  []string
	}{
		{"git.corp.com", "", "", []string{"git.corp.com/team/lib"}, nil},
		{"github.com/org", "", "", []string{"github.com/org/z"}, nil},
		{"github.com/org/", "", "", []string{"github.com/org/z"}, nil},
		{"github.com/org/*", "", "", []string{"github.com/org/z"}, nil},
		{"*.corp.com", MisreadSubdomain, "corp.com,*.corp.com", []string{"git.corp.com/team/lib"}, []string{"corp.com/lib"}},
		{".corp.com", MisreadDot, "corp.com,*.corp.com", nil, []string{"corp.com/lib", "git.corp.com/team/lib"}},
		{"github.com/org-*", MisreadOwners, "", []string{"github.com/org-a/x", "github.com/org-evil/y"}, nil},
		{"https://git.corp.com/team", MisreadURL, "git.corp.com/team", nil, []string{"git.corp.com/team/lib"}},
		{"git@git.corp.com:team", MisreadURL, "git.corp.com/team", nil, []string{"git.corp.com/team/lib"}},
		{"git.corp.com:8443", MisreadURL, "git.corp.com", nil, []string{"git.corp.com/team/lib"}},
		{" git.corp.com", MisreadBlank, "git.corp.com", nil, []string{"git.corp.com/team/lib"}},
		{"corp.com git.corp.com", MisreadBlank, "corp.com,git.corp.com", nil, []string{"corp.com/lib", "git.corp.com/team/lib"}},
		{"git.corp.com/...", MisreadDots, "git.corp.com", nil, []string{"git.corp.com/team/lib"}},
		{"Git.Corp.com/team", MisreadCase, "git.corp.com/team", nil, []string{"git.corp.com/team/lib"}},
		{"github.com", MisreadBroad, "", []string{"github.com/org-a/x", "github.com/org-evil/y", "github.com/org/z"}, nil},
		{"git.corp.com/[a", MisreadMalformed, "", nil, nil},
	} {
		got := ReadPatterns(c.pattern, modules)
		if len(got) != 1 {
			t.Errorf("%q: %+v", c.pattern, got)
			continue
		}
		r := got[0]
		if r.Misread != c.misread || r.Meant != c.meant || !slices.Equal(r.Matches, c.matches) || !slices.Equal(r.Missed, c.missed) {
			t.Errorf("%q: got %+v; want %q, meant %q, matches %v, missed %v", c.pattern, r, c.misread, c.meant, c.matches, c.missed)
		}
		for _, m := range modules { // as the go command does
			if module.MatchPrefixPatterns(c.pattern, m) != slices.Contains(r.Matches, m) {
				t.Errorf("%q and %s", c.pattern, m)
			}
		}
	}
	if got := ReadPatterns(",a.example.com,,b.example.com,", nil); len(got) != 2 {
		t.Errorf("empty elements count: %+v", got)
	}
}

func FuzzReadPatterns(f *testing.F) {
	f.Add("*.corp.com,github.com/org-*, https://x", "corp.com/x")
	f.Fuzz(func(t *testing.T, list, path string) {
		for _, r := range ReadPatterns(list, []string{path}) {
			if len(r.Matches) > 0 && !module.MatchPrefixPatterns(list, path) {
				t.Errorf("%q matches %q, and the list does not", r.Pattern, path)
			}
		}
	})
}
