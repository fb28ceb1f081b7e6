package shell_test

import (
	"testing"

	"github.com/gofix-net/gofix-net/pkg/place"
	"github.com/gofix-net/gofix-net/pkg/place/kinds"
)

// TestWrittenFiles reads what a script writes into files that set variables later.
func TestWrittenFiles(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		script, want string
		layer        place.Layer
	}{
		"start-up file":     {"cat >> ~/.bashrc <<'E'\nexport GOPROXY=x\nE\n", "x", place.Environment},
		"not exported":      {"cat >> ~/.zshrc <<'E'\nGOPROXY=x\nE\n", "x", place.Variable},
		"tee":               {"sudo tee -a /etc/profile.d/go.sh <<E\nexport GOPROXY=x\nE\n", "x", place.Environment},
		"piped to tee":      {"echo 'export GOPROXY=x' | sudo tee -a /etc/profile.d/go.sh\n", "x", place.Environment},
		"block":             {"{\n  echo GOPROXY=x\n  echo GOSUMDB=off\n} >> $GITHUB_ENV\n", "x", place.Environment},
		"environment":       {"cat <<E > /etc/environment\nGOPROXY=\"x\"\nE\n", "x", place.Environment},
		"unit":              {"cat > /etc/systemd/system/docker.service.d/p.conf <<E\n[Service]\nEnvironment=\"GOPROXY=x\"\nE\n", "x", place.Environment},
		"GOENV file":        {"cat > ~/.config/go/env <<E\nGOPROXY=x\nE\n", "x", place.GoEnv},
		"some other file":   {"cat > notes.md <<E\nexport GOPROXY=x\nE\n", "", ""},
		"not into any file": {"cat <<E\nexport GOPROXY=x\nE\n", "", ""},
	} {
		f := kinds.Read(kinds.Lookup("shell"), "x.sh", row.script)
		got, layer := "", place.Layer("")
		for _, a := range f.Assignments {
			if a.Name == "GOPROXY" {
				got, layer = a.Value.Reveal(), a.Layer
				if !a.Text.Empty() && f.Of(a.Text) != got {
					t.Errorf("%s: the text of the value is %q", name, f.Of(a.Text))
				}
			}
		}
		if got != row.want || layer != row.layer {
			t.Errorf("%s: %q by %q, want %q by %q", name, got, layer, row.want, row.layer)
		}
	}
}

// TestAFunctionWithoutAName: zsh runs it at once.
func TestAFunctionWithoutAName(t *testing.T) {
	t.Parallel()
	for script, conditional := range map[string]bool{
		"() export GOPROXY=x\n":                      false,
		"a() { export GOPROXY=x; }\n() a\n":          false,
		"a() { export GOPROXY=x; }\n":                true,
		"[ -d x ] && () export GOPROXY=x\n":          true,
		"a() { export GOPROXY=x; }\nb() { () a; }\n": true,
	} {
		f := kinds.Read(kinds.Lookup("shell"), "x.sh", script)
		if len(f.Assignments) != 1 || f.Assignments[0].Conditional != conditional {
			t.Errorf("%q: %+v, want one that is conditional: %v", script, f.Assignments, conditional)
		}
	}
}
