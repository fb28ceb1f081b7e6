package emit

import (
	"net/url"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// State is what is to be written, without any credential.
type State struct {
	Values []Value
	// Git says that the go command reaches an origin for some module that is known:
	// an image needs git then.
	Git bool
	// Secret says that a netrc file is needed: a proxy that wants a password, or
	// private modules.
	Secret bool
	// GoVersion is that of the images, "1.26".
	GoVersion string
	// Upstream is the proxy behind a caching one; nil where there is none.
	Upstream *url.URL
	// Resolvers are name servers as nginx takes them.
	Resolvers []string
	// Left are settings that are not written, and why.
	Left []Left
}

// Value is one variable of the go command.
type Value struct{ Name, Text string }

// Left is a setting that emit does not write. Why is part of a text's id:
// "credential" was taken out of the value or kept it out, "weaker" would switch a
// check off, "plain" goes over plain http, "git" is a setting of git. Err is what the
// plan says of a weaker value, nil where it says nothing.
type Left struct {
	Name, Why string
	Err       error
}

// Get returns the value of a variable, "" for none.
func (s *State) Get(name string) string {
	for _, v := range s.Values {
		if v.Name == name {
			return v.Text
		}
	}
	return ""
}

// carried are the variables that a machine's settings in force are taken from;
// those of further are written where a profile asks for them.
var (
	carried = []string{"GOPROXY", "GOPRIVATE", "GONOPROXY", "GOSUMDB", "GONOSUMDB", "GOVCS"}
	further = []string{"GOTOOLCHAIN", "GO111MODULE", "GOFLAGS"}
)

// Wanted is what a machine has in force with a profile laid over it; nil leaves it
// as it is. Credentials are taken out, since the file that is made goes to others,
// and values that switch a check off are left out.
func Wanted(s *settings.Snapshot, p *profile.Profile) *State {
	out := &State{GoVersion: goVersion(s)}
	for _, name := range append(slices.Clone(carried), further...) {
		value, ok := wanted(s, p, name)
		if !ok {
			continue
		}
		text, secret := stripped(name, value)
		if secret {
			out.Left, out.Secret = append(out.Left, Left{Name: name, Why: "credential"}), true
		}
		if text == "" || name == "GOSUMDB" && known.SameDatabase(text) {
			continue // what go does anyway
		}
		if why, err := weaker(name, text); why != "" {
			out.Left = append(out.Left, Left{Name: name, Why: why, Err: err})
			continue
		}
		out.Values = append(out.Values, Value{name, text})
	}
	if p != nil && slices.ContainsFunc(p.Wants, func(w profile.Want) bool { return w.Key.Tool == settings.GitConfig }) {
		out.Left = append(out.Left, Left{Name: "git", Why: "git"})
	}
	out.origins(s)
	out.caching(s)
	return out
}

// wanted returns the value of one variable, false where the default holds.
func wanted(s *settings.Snapshot, p *profile.Profile, name string) (settings.Value, bool) {
	if p != nil {
		if w, ok := p.Want(settings.Go(name)); ok {
			if w.Value != nil {
				return *w.Value, true
			}
			return defaultOf(name)
		}
	}
	x := s.Effective(settings.Go(name))
	if !slices.Contains(carried, name) || !x.Set() || x.Origin == settings.Default || x.Derived() {
		return defaultOf(name)
	}
	return x.Value, true
}

// defaultOf is the value of a variable that is written in every case: the default
// of GOPROXY differs between releases of distributions.
func defaultOf(name string) (settings.Value, bool) {
	return settings.Value(route.DefaultGOPROXY), name == "GOPROXY"
}

// stripped returns a value without user information in its URLs, and whether it
// had any. What else looks like a credential empties it.
func stripped(name string, v settings.Value) (text string, secret bool) {
	text = v.Reveal()
	if name == "GOPROXY" {
		var b strings.Builder
		for _, e := range route.Elements(text) {
			if u, err := url.Parse(e.Text); err == nil && u.User != nil {
				u.User, secret = nil, true
				e.Text = u.String()
			}
			b.WriteString(e.Text + e.Sep)
		}
		text = b.String()
	}
	if settings.Value(text).String() != text {
		return "", true
	}
	return text, secret
}

// weaker returns why a value is left out: it switches a check off, or would be refused
// by the go command. err is what the plan says of it, nil where it says nothing.
func weaker(name, text string) (why string, err error) {
	value := settings.Value(text)
	err = plan.CheckProfile(&profile.Profile{Wants: []profile.Want{{Key: settings.Go(name), Value: &value}}})
	switch {
	case name == "GOPROXY" && slices.ContainsFunc(route.Elements(text), func(e route.Element) bool { return route.PlainHTTP(settings.Value(e.Text)) != route.Protected }):
		return "plain", nil
	case err != nil:
		return "weaker", err
	case (name == "GONOSUMDB" || name == "GOPRIVATE") && slices.ContainsFunc(strings.Split(text, ","), known.TooBroad):
		return "weaker", nil
	}
	return "", nil
}

// origins finds out whether modules come from their origin, and whether a
// credential is needed there.
func (s *State) origins(m *settings.Snapshot) {
	list := route.ParseGOPROXY(s.Get("GOPROXY"))
	s.Git = len(list.Entries) > 0 && list.Entries[0].Kind == route.Direct
	config := &route.Config{GOPROXY: list, GOPRIVATE: s.Get("GOPRIVATE"), GONOPROXY: s.Get("GONOPROXY"), Settings: m}
	if config.GONOPROXY == "" {
		config.GONOPROXY = config.GOPRIVATE
	}
	if config.GONOPROXY != "" && config.GONOPROXY != "none" {
		s.Git, s.Secret = true, true
	}
}

// caching finds out what a caching proxy on this machine would ask.
func (s *State) caching(m *settings.Snapshot) {
	for _, e := range route.ParseGOPROXY(s.Get("GOPROXY")).Entries {
		if u, err := url.Parse(e.URL.Reveal()); e.Kind == route.Proxy && err == nil && u.Scheme == "https" {
			s.Upstream = u
			break
		}
	}
	for _, server := range m.Resolver.Servers {
		s.Resolvers = append(s.Resolvers, strings.TrimSuffix(server, ":53"))
	}
}

// goVersion is the release that the project needs, or that of this machine, as the
// tags of images have it.
func goVersion(s *settings.Snapshot) string {
	v := s.Module.GoLine
	if v == "" {
		v = strings.TrimPrefix(s.Go.Version, "go")
	}
	parts := strings.SplitN(v, ".", 3)
	if len(parts) < 2 || strings.Trim(parts[0]+parts[1], "0123456789") != "" {
		return "1"
	}
	return parts[0] + "." + parts[1]
}
