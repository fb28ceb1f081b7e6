package cause

import (
	"testing"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// TestWithPrivate: a step never replaces the patterns that are there.
func TestWithPrivate(t *testing.T) {
	t.Parallel()
	for now, want := range map[string]string{
		"":                        "GOPRIVATE=git.corp.example/team/lib",
		"*.other.example":         `"GOPRIVATE=*.other.example,git.corp.example/team/lib"`,
		"a.example,b.example/org": `"GOPRIVATE=a.example,b.example/org,git.corp.example/team/lib"`,
	} {
		s := &settings.Snapshot{}
		if now != "" {
			s.Layers = []settings.Setting{{Key: settings.Go("GOPRIVATE"), Value: settings.Value(now), Origin: settings.GoenvFile}}
		}
		if got := withPrivate(&facts.Facts{Settings: s}, "git.corp.example/team/lib"); got != want {
			t.Errorf("with %q in force: %s, want %s", now, got, want)
		}
	}
}
