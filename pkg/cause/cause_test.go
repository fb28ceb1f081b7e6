package cause_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/cause"
)

func TestEveryCauseIsWhole(t *testing.T) {
	t.Parallel()
	var ids []cause.ID
	for _, c := range cause.Catalogue() {
		ids = append(ids, c.ID)
		if c.Layer < cause.Machine || c.Layer > cause.Aside || c.Severity.Rank() == 0 {
			t.Errorf("%s has no layer or no severity: %+v", c.ID, c)
		}
		for _, lang := range []string{"en", "zh"} {
			title, steps := c.Read(lang, cause.Seen{Path: "MODULE", Module: "MODULE", Host: "HOST", Where: "Here"})
			if title == "" || len(steps) == 0 || strings.HasPrefix(steps[0], "$ ") {
				t.Errorf("%s in %s: a log that shows it is told %q, %q", c.ID, lang, title, steps)
			}
			if cause.Page(lang, string(c.ID)) == "" {
				t.Errorf("%s in %s has no page", c.ID, lang)
			}
			if _, err := c.Render(lang, cause.Finding{Data: struct{}{}}); err == nil {
				t.Errorf("%s in %s puts another cause's data into words", c.ID, lang)
			}
		}
	}
	slices.Sort(ids)
	if got := slices.Compact(slices.Clone(ids)); !slices.Equal(got, ids) {
		t.Errorf("a cause stands twice in the catalogue: %v", ids)
	}
}

// TestHiding: the layers say it, but for the exceptions.
func TestHiding(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		general, special cause.ID
		want             bool
	}{
		{cause.Offline, cause.GoproxyUnreachable, true},
		{cause.GoproxyUnreachable, cause.Offline, false},
		{cause.GoproxyUnreachable, cause.VCSUnreachable, true},
		{cause.EnvShadowsGoenv, cause.GoproxyMalformed, true},
		{cause.EnvShadowsGoenv, cause.InsecureSetting, false},
		{cause.GoprivateTooBroad, cause.SumdbOff, true},
		{cause.Offline, cause.ResolverBroken, true},
		{cause.ResolverBroken, cause.Offline, false},
		{cause.PrivateModuleExposed, cause.GoproxyUnreachable, false},
		{cause.PrivateModuleExposed, cause.ModuleNotFound, true},
		{cause.GoproxyMisbehaving, cause.ModulePathMismatch, false},
		{cause.GoproxyDenied, cause.GoproxyUnreachable, false},
		{cause.GoprivateTooBroad, cause.GitRewriteBroken, false},
		{cause.GoprivateTooBroad, cause.VCSUnreachable, true},
	} {
		if got := cause.Lookup(c.general).Hides(cause.Lookup(c.special)); got != c.want {
			t.Errorf("%s hides %s: %v, want %v", c.general, c.special, got, c.want)
		}
	}
}

// TestSpacesOfLogWords: what explain says has a space between a Chinese character and a
// Latin one, and none between two Chinese ones, whether or not the log names a target.
func TestSpacesOfLogWords(t *testing.T) {
	t.Parallel()
	wrong := regexp.MustCompile(`\p{Han}[A-Za-z0-9]|[A-Za-z0-9]\p{Han}|[）。，：；、] +\p{Han}|\p{Han} +\p{Han}`)
	for _, c := range cause.Catalogue() {
		for _, target := range []string{"", "https://proxy.example"} {
			seen := cause.Seen{Target: target, Path: "MODULE", Module: "MODULE", Host: "HOST", Origin: "HOST", Prefix: "PREFIX", Version: "VERSION", Where: "在本机上"}
			title, steps := c.Read("zh", seen)
			for _, text := range append(steps, title) {
				if at := wrong.FindString(text); at != "" {
					t.Errorf("%s, target %q: %q in %q", c.ID, target, at, text)
				}
			}
		}
	}
}
