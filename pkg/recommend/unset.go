package recommend

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// chooseModules removes a GO111MODULE that switches modules off.
func chooseModules(c *Case) []Option {
	if !c.has(cause.ModulesOff) {
		return nil
	}
	w, ok := c.unset("GO111MODULE", "recommend.modules.unset")
	if !ok {
		return nil
	}
	return []Option{{Wants: []profile.Want{w}}}
}

// reasonLocal is the reason of a removal that the go command's own words ask for.
const reasonLocal = "recommend.local"

// chooseLocal removes the value at which the go command itself stops, where the
// GOENV file has it. Nothing else can help before that.
func chooseLocal(c *Case) []Option {
	blamed := c.Facts.BlamedLocally()
	if blamed == "" {
		return nil
	}
	var options []Option
	if w, ok := c.corrected(blamed); ok && (blamed != "GOTOOLCHAIN" || c.hasToolchain(w.Value.Reveal())) {
		options = append(options, Option{Wants: []profile.Want{w}})
	}
	if w, ok := c.unset(blamed, reasonLocal); ok {
		options = append(options, Option{Wants: []profile.Want{w}})
	}
	return options
}

// hasToolchain reports whether a value of GOTOOLCHAIN leads to the installed release.
func (c *Case) hasToolchain(value string) bool {
	return value == "local" || value == "auto" || value == "path" || value == c.Facts.Settings.Go.Version
}

// corrected sets a variable of the GOENV file as it was meant.
func (c *Case) corrected(name string) (profile.Want, bool) {
	in := c.Facts.Settings.In(settings.Go(name), settings.GoenvFile)
	fixed, ok := meant(name, in.Value.Reveal())
	if !in.Set() || !ok || fixed == in.Value.Reveal() {
		return profile.Want{}, false
	}
	w := repaired(in, fixed)
	w.Reason = profile.Reason{ID: reasonCorrected, Args: map[string]string{"name": name}}
	return w, true
}

// reasonProject is the reason of a removal by which go no longer looks for what is
// not there.
const reasonProject = "recommend.project"

// chooseProject takes -mod=vendor out of GOFLAGS where there is no vendor directory.
func chooseProject(c *Case) []Option {
	s := c.Facts.Settings
	in := s.In(settings.Go("GOFLAGS"), settings.GoenvFile)
	if !c.has(cause.VendorInconsistent) || s.Module.Vendored || in.Value != s.Get("GOFLAGS") || !in.Value.HasFlag("mod", "vendor") {
		return nil
	}
	kept := slices.DeleteFunc(strings.Fields(in.Value.Reveal()), func(f string) bool { return settings.Value(f).HasFlag("mod", "vendor") })
	if len(kept) == 0 {
		if w, ok := c.unset("GOFLAGS", reasonProject); ok {
			return []Option{{Wants: []profile.Want{w}}}
		}
		return nil
	}
	value := settings.Value(strings.Join(kept, " "))
	reason := profile.Reason{ID: reasonProject, Args: map[string]string{"name": "GOFLAGS", "value": in.Value.String()}}
	return []Option{{Wants: []profile.Want{{Key: in.Key, Value: &value, Reason: reason}}}}
}

// chooseToolchain removes a GOTOOLCHAIN that names a release which no source has. Where
// the toolchain line of go.mod names it, the installed release does, until the line is
// corrected.
func chooseToolchain(c *Case) []Option {
	if c.installedReleaseDoes() {
		local := settings.Value("local")
		reason := profile.Reason{ID: "recommend.toolchain.local", Temporary: true, Args: map[string]string{
			"file": facts.ModuleFile(c.Facts.Config()), "release": c.Facts.Config().Switch().Toolchain, "have": c.Facts.Settings.Go.Version,
		}}
		return []Option{{}, {Wants: []profile.Want{{Key: settings.Go("GOTOOLCHAIN"), Value: &local, Reason: reason}}}}
	}
	pinned := slices.ContainsFunc(c.Findings, func(x cause.Finding) bool {
		d, ok := x.Data.(cause.WantedToolchain)
		return ok && d.Pinned
	})
	w, ok := c.unset("GOTOOLCHAIN", "recommend.toolchain.unset")
	if !pinned || !ok {
		return nil
	}
	return []Option{{Wants: []profile.Want{w}}}
}

// installedReleaseDoes reports whether go.mod asks for a release that cannot be fetched
// by its toolchain line only: its go line is content with the installed one.
func (c *Case) installedReleaseDoes() bool {
	sw, m := c.Facts.Config().Switch(), c.Facts.Settings.Module
	return sw.Query.Path != "" && sw.File != "" && m.Toolchain == sw.Toolchain &&
		!route.OlderGo(c.Facts.Settings.Go.Version, m.GoLine) && slices.Contains(failing(c.Facts), sw.Query)
}

// chooseCacheDir removes a GOMODCACHE that can be no directory: no absolute path, or one
// that leads through a file. The go command has a place of its own without it. With a GOPATH of that kind
// go env itself stops, so that only a person can fix that.
func chooseCacheDir(c *Case) []Option {
	unusable := slices.ContainsFunc(c.Findings, func(x cause.Finding) bool {
		d, ok := x.Data.(cause.UnwritableCache)
		return ok && (d.State == probe.DiskRelative || d.State == probe.DiskBlocked) && d.Path == c.Facts.Settings.Get("GOMODCACHE").String()
	})
	w, ok := c.unset("GOMODCACHE", reasonLocal)
	if !unusable || !ok {
		return nil
	}
	return []Option{{Wants: []profile.Want{w}}}
}

// chooseUnset removes what no go command reads and what weakens a protection.
func chooseUnset(c *Case) []Option {
	var wants []profile.Want
	for _, x := range c.Findings {
		name := unwanted(x)
		for _, l := range c.Facts.Settings.Layers {
			if l.Key.String() != name || l.Key.Name == "GOPROXY" || l.Key.Name == "GOFLAGS" {
				continue
			}
			if w, ok := removal(c.Facts.Settings, l); ok {
				wants = append(wants, w)
			}
		}
	}
	if len(wants) == 0 {
		return nil
	}
	return []Option{{Wants: wants}, {}}
}

// unwanted returns the setting that a finding wants removed, or "".
func unwanted(x cause.Finding) string {
	switch d := x.Data.(type) {
	case cause.UnknownName:
		return d.Name
	case cause.Weakened:
		return d.Name
	}
	return ""
}

// removal removes one setting, if its tool can write its layer.
func removal(s *settings.Snapshot, l settings.Setting) (profile.Want, bool) {
	reason := profile.Reason{ID: "recommend.unset", Args: map[string]string{"name": l.Key.String()}}
	switch {
	case l.Key.Tool == settings.GoEnv && l.Origin == settings.GoenvFile:
		return profile.Want{Key: l.Key, Reason: reason}, true
	case l.Key.Tool == settings.GitConfig && l.Origin == settings.GitGlobal:
		v := l.Value
		file := l.File
		if file == s.Git.GlobalFile {
			file = ""
		}
		return profile.Want{Key: l.Key, Remove: &v, File: file, Reason: reason}, true
	}
	return profile.Want{}, false
}
