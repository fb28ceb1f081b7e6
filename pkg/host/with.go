package host

import (
	"context"
	"slices"
	"strings"
)

// With returns this machine with another environment and another home directory:
// what it reads there and what it runs knows no more of this user's settings.
func (m *Machine) With(environ []string, home string) *Machine {
	n := *m
	n.Environ = func() []string { return slices.Clone(environ) }
	n.HomeDir = func() (string, error) { return home, nil }
	n.Run = func(ctx context.Context, c Command) (Output, error) {
		c.Env = slices.Concat(without(m.Environ(), environ), environ, c.Env)
		return m.Run(ctx, c)
	}
	return &n
}

// without are entries that remove the variables of base which environ does not set.
func without(base, environ []string) []string {
	set := map[string]bool{}
	for _, kv := range environ {
		name, _, _ := strings.Cut(kv, "=")
		set[name] = true
	}
	var out []string
	for _, kv := range base {
		if name, _, ok := strings.Cut(kv, "="); ok && name != "" && !set[name] {
			out = append(out, name)
		}
	}
	return out
}
