package settings

import (
	"testing"

	"github.com/gofix-net/gofix-net/pkg/startup"
)

func TestNextShell(t *testing.T) {
	t.Parallel()
	def := func(value string, shell startup.Shell) Definition {
		return Definition{Place: startup.Place{Name: "GOPROXY", File: "/home/u/f", Shell: shell, Literal: true}, Value: Value(value)}
	}
	function, computed := def("bad", startup.Bash), def("$X", startup.Bash)
	function.Function, computed.Literal = "proxy_on", false
	for _, c := range []struct {
		name  string
		has   string // what this process has
		files []Definition
		shell string
		want  string
	}{
		{"nothing set", "", nil, "bash", ""},
		{"set there, not here", "", []Definition{def("bad", startup.Bash)}, "bash", "bad"},
		{"set there to another value", "good", []Definition{def("bad", startup.Posix)}, "bash", "bad"},
		{"set there as here", "bad", []Definition{def("bad", startup.Bash)}, "bash", ""},
		{"the last one counts", "", []Definition{def("bad", startup.Bash), def("good", startup.Bash)}, "bash", "good"},
		{"another shell's file", "", []Definition{def("bad", startup.Zsh)}, "bash", ""},
		{"no shell known", "", []Definition{def("bad", startup.Bash)}, "", "bad"},
		{"in a function", "", []Definition{function}, "bash", ""},
		{"computed later", "", []Definition{def("bad", startup.Bash), computed}, "bash", ""},
		{"emptied", "", []Definition{def("bad", startup.Bash), def("", startup.Bash)}, "bash", ""},
	} {
		s := &Snapshot{Startup: c.files}
		if c.has != "" {
			s.Layers = []Setting{{Key: Go("GOPROXY"), Value: Value(c.has), Origin: OSEnv}}
		}
		d, ok := s.NextShell("GOPROXY", c.shell)
		if string(d.Value) != c.want || ok != (c.want != "") {
			t.Errorf("%s: got %q %v, want %q", c.name, d.Value, ok, c.want)
		}
	}
}
