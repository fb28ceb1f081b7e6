package doctor

import (
	"fmt"
	"slices"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/settings"
)

// TestQueriesOf checks that the queries for a large project have one of each kind.
func TestQueriesOf(t *testing.T) {
	s := &settings.Snapshot{NetrcHosts: []string{"git.corp.example"}}
	s.Module.Path = "github.com/ours/app"
	require := func(path string, indirect bool) {
		s.Module.Requires = append(s.Module.Requires, settings.Requirement{Path: path, Version: "v1.0.0", Indirect: indirect})
	}
	for i := range 20 {
		require(fmt.Sprintf("github.com/crowd/m%02d", i), false)
	}
	require("golang.org/x/text", true)
	require("git.corp.example/team/secret", false)
	require("github.com/ours/lib", true)
	require("github.com/other/x", true)

	chosen, rest := queriesOf(s)
	if len(chosen) != maxQueries || len(chosen)+len(rest) != len(s.Module.Requires) {
		t.Fatalf("%d chosen, %d left of %d", len(chosen), len(rest), len(s.Module.Requires))
	}
	var paths []string
	for _, q := range chosen {
		paths = append(paths, q.Path)
	}
	for _, want := range []string{"git.corp.example/team/secret", "github.com/crowd/m00", "golang.org/x/text", "github.com/ours/lib", "github.com/other/x"} {
		if !slices.Contains(paths, want) {
			t.Errorf("%s is not among %q", want, paths)
		}
	}
	if paths[0] != "git.corp.example/team/secret" {
		t.Errorf("the private one is not in front: %q", paths)
	}

	s.Module.Requires = nil
	if chosen, rest := queriesOf(s); len(chosen) != 1 || chosen[0] != wellKnown || rest != nil {
		t.Errorf("without requirements: %v, %v", chosen, rest)
	}
}
