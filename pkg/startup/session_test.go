package startup

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/host"
)

// TestVariablesOfTheSession: launchctl getenv prints the value and a line feed, and
// ends with 0 whether the session has the variable or not.
func TestVariablesOfTheSession(t *testing.T) {
	t.Parallel()
	const place = "launchctl getenv GOPROXY:0 launchd GOPROXY=direct"
	for _, c := range []struct {
		name, goos string
		files      map[string]string
		answer     func(name string) (host.Output, error)
		want       []string
		asked      int
	}{
		{"launchctl setenv by hand", "darwin", nil,
			func(string) (host.Output, error) { return host.Output{Stdout: []byte("direct\n")}, nil }, []string{place}, 1},
		{"the session has another value", "darwin", nil,
			func(string) (host.Output, error) { return host.Output{Stdout: []byte("off\n")}, nil }, nil, 1},
		{"the session has none", "darwin", nil,
			func(string) (host.Output, error) { return host.Output{}, nil }, nil, 1},
		{"a file sets it", "darwin", map[string]string{"home/u/.zshrc": "export GOPROXY=direct"},
			nil, []string{"/home/u/.zshrc:1 zsh GOPROXY=direct"}, 0},
		{"there is no launchctl", "darwin", nil,
			func(string) (host.Output, error) { return host.Output{}, errors.New("no such file") }, nil, 1},
		{"another system", "linux", nil, nil, nil, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			m := machine(t, c.goos, []string{"GOPROXY=direct"}, c.files)
			asked := 0
			m.Run = func(_ context.Context, run host.Command) (host.Output, error) {
				asked++
				if !slices.Equal(run.Args, []string{"/bin/launchctl", "getenv", "GOPROXY"}) {
					t.Errorf("ran %q", run.Args)
				}
				return c.answer(run.Args[2])
			}
			var got []string
			for _, d := range Find(t.Context(), m, []string{"GOPROXY", "GOSUMDB"}) {
				got = append(got, where(d))
				if d.Shell == Launchd && (d.Unset != "launchctl unsetenv GOPROXY" || d.Reload != "unset GOPROXY" || !d.Login) {
					t.Errorf("it is removed by %q, %q, at login %v", d.Unset, d.Reload, d.Login)
				}
			}
			if !slices.Equal(got, c.want) || asked != c.asked {
				t.Errorf("got\n\t%s\nwant\n\t%s\nasked %d times, want %d", strings.Join(got, "\n\t"), strings.Join(c.want, "\n\t"), asked, c.asked)
			}
		})
	}
}
