package cli

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/prove"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// hidden are the variables that start-up files will give to the user's next
// shell, and that hide there what was written: this process does not have them.
func (a *applying) hidden() []settings.Definition {
	var out []settings.Definition
	shell := filepath.Base(a.p.Machine.Getenv("SHELL"))
	if shell == "." {
		shell = ""
	}
	for _, c := range a.chosen.plan.Changes {
		if c.Key.Tool != settings.GoEnv {
			continue
		}
		if d, ok := a.found.Facts.Settings.NextShell(c.Key.Name, shell); ok && (c.To == nil || *c.To != d.Value) {
			out = append(out, d)
		}
	}
	return out
}

// worksNext verifies in the environment that the next shell will have.
func (a *applying) worksNext(ctx context.Context, hidden []settings.Definition) bool {
	ctx, cancel := context.WithTimeout(ctx, proofTime)
	defer cancel()
	next := *a.p.Machine
	next.Run = func(ctx context.Context, c host.Command) (host.Output, error) {
		env := c.Env
		for _, d := range hidden {
			env = append(env, d.Name+"="+d.Value.Reveal())
		}
		c.Env = env
		return a.p.Machine.Run(ctx, c)
	}
	return prove.Baseline(ctx, &next, a.found.Facts.Settings, a.helped(a.chosen.left)).OK
}

// noteRoot says whose settings are about to be changed, where that is easily
// mistaken: under sudo.
func (a *applying) noteRoot() {
	m := a.p.Machine
	home, err := m.HomeDir()
	if err != nil {
		return
	}
	user := m.Getenv("SUDO_USER")
	switch {
	case m.Foreign != nil && m.Foreign(home):
		a.say(a.p.Err, "apply.foreign", "home", home)
	case user != "" && user != "root":
		a.say(a.p.Err, "apply.sudo", "home", home, "user", user)
	}
}

// place is FILE:LINE of a definition.
func place(d settings.Definition) string {
	if d.Line == 0 {
		return d.File
	}
	return fmt.Sprintf("%s:%d", d.File, d.Line)
}

// borrowed returns the variable without which downloads would not work, and
// that no start-up file sets: another shell may not have it. "" is none.
func (a *applying) borrowed() settings.Setting {
	f := a.found.Facts
	if f.Outcome() != route.Succeeds {
		return settings.Setting{}
	}
	for _, name := range []string{"GOPROXY", "GOSUMDB", "GOFLAGS", "GOTOOLCHAIN"} {
		k := settings.Go(name)
		s := f.Settings.In(k, settings.OSEnv)
		if by, _ := f.Settings.SetBy(name, s.Value); !s.Set() || len(by) > 0 {
			continue
		}
		if f.With(f.Settings.Without(k, settings.OSEnv)).Outcome() == route.Fails {
			return s
		}
	}
	return settings.Setting{}
}
