package apply

import (
	"errors"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// TestWithoutAHome: a user is told the variable that this system looks at.
func TestWithoutAHome(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ system, goenv, git string }{
		{"linux", "neither XDG_CONFIG_HOME nor HOME is defined", "neither HOME nor XDG_CONFIG_HOME is defined"},
		{"darwin", "HOME is not defined", "neither HOME nor XDG_CONFIG_HOME is defined"},
		{"windows", "AppData is not defined", "neither HOME nor USERPROFILE is defined"},
	} {
		r := &run{}
		r.Settings = &settings.Snapshot{OS: c.system}
		for key, want := range map[settings.Key]string{settings.Go("GOPROXY"): c.goenv, settings.Git("http.proxy"): c.git} {
			err := r.preflight(plan.Plan{Changes: []plan.Change{{Key: key}}})
			var unwritable *UnwritableError
			if !errors.As(err, &unwritable) || unwritable.Reason != want {
				t.Errorf("%s, %s: %v, want %q", c.system, key, err, want)
			}
		}
	}
}
