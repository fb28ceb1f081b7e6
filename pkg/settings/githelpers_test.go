package settings_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// TestOnlyAsked has the real git read the variable.
func TestOnlyAsked(t *testing.T) {
	t.Parallel()
	git := need.Program(t, "git")
	layer := func(key, value string) settings.Setting {
		return settings.Setting{Key: settings.Git(key), Value: settings.Secret(value), Origin: settings.GitGlobal}
	}
	s := &settings.Snapshot{Layers: []settings.Setting{ // the last one that git reads is first
		layer("credential.https://host.example/a=b.helper", "!echo 'it''s' \"!\" \\\n# x"),
		layer("credential.https://Host.example.helper", "store --file=/x y"),
		layer("credential.helper", "/usr/bin/my helper"),
		layer("credential.helper", ""),
		layer("credential.usehttppath", "true"),
		{Key: settings.Variable("GIT_CONFIG_PARAMETERS"), Value: `'http.proxy=http://before.example'`, Origin: settings.OSEnv},
	}}
	m := host.System().With([]string{"GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=/dev/null"}, t.TempDir())
	out, err := m.Run(t.Context(), host.Command{Args: []string{git, "config", "--null", "--list"}, Dir: t.TempDir(), Env: s.OnlyAsked()})
	if err != nil || out.Code != 0 {
		t.Fatalf("%v, code %d: %s", err, out.Code, out.Stderr)
	}
	got := strings.Split(strings.TrimSuffix(string(out.Stdout), "\x00"), "\x00")
	asks := func(command string) string {
		return "!gofix_net_asks() { case \"$1\" in get) " + command + " get\n;; esac; }; gofix_net_asks"
	}
	want := []string{
		"http.proxy\nhttp://before.example",
		"credential.helper\n",
		"credential.helper\n",
		"credential.helper\n" + asks("/usr/bin/my helper"),
		"credential.https://Host.example.helper\n" + asks("git credential-store --file=/x y"),
		"credential.https://host.example/a=b.helper\n" + asks("echo 'it''s' \"!\" \\\n# x"),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for i, command := range []string{"/usr/bin/my helper", "git credential-store --file=/x y"} {
		_, value, _ := strings.Cut(want[3+i], "\n!")
		if got := settings.HelperCommand(value); got != command {
			t.Errorf("HelperCommand(%q) = %q, want %q", value, got, command)
		}
	}
	if got := (&settings.Snapshot{}).OnlyAsked(); got != nil {
		t.Errorf("without a helper: %q", got)
	}
	if got := (&settings.Snapshot{Layers: []settings.Setting{layer("credential.helper", strings.Repeat("x", 200<<10))}}).OnlyAsked(); got != nil {
		t.Errorf("a variable of %d bytes", len(got[0]))
	}
}
