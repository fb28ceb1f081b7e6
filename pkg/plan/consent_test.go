package plan_test

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

func TestConsents(t *testing.T) {
	t.Parallel()
	goenv, team := filepath.FromSlash("/home/u/.config/go/env"), filepath.FromSlash("/srv/team.gitconfig")
	rule, prefix := settings.Git("url.https://gone.example/.insteadof"), settings.Value("https://github.com/")
	s := &settings.Snapshot{
		Goenv: settings.Goenv{Path: goenv}, Git: settings.GitTool{GlobalFile: "/home/u/.gitconfig"},
		Layers: []settings.Setting{
			{Key: settings.Go("GOPROXY"), Value: "https://gone.example", Origin: settings.GoenvFile, File: goenv},
			{Key: rule, Value: prefix, Origin: settings.GitGlobal, File: team},
		},
		Shared: []settings.Shared{{Path: goenv, Why: settings.Linked}, {Path: team, Why: settings.Elsewhere}},
	}
	p, err := plan.Diff(s, &profile.Profile{Wants: []profile.Want{{Key: settings.Go("GOPROXY")}, {Key: rule, Remove: &prefix, File: team}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		story  string
		agreed []string
		want   []settings.Shared
	}{
		{"nothing is agreed", nil, s.Shared},
		{"one file is", []string{goenv}, s.Shared[1:]},
		{"both are, one in other words", []string{team, "/home/u/.config/../.config/go/env"}, nil},
		{"another is", []string{"/home/u/.gitconfig"}, s.Shared},
	} {
		if diff := cmp.Diff(c.want, p.Consents(s, c.agreed)); diff != "" {
			t.Errorf("%s: %s", c.story, diff)
		}
	}
	own, err := plan.Diff(s, &profile.Profile{Wants: []profile.Want{{Key: settings.Git("http.proxy"), Value: &prefix}}})
	if err != nil || len(own.Consents(s, nil)) != 0 {
		t.Errorf("the user's own file: %v, %v", own.Consents(s, nil), err)
	}
}
