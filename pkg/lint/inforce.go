package lint

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/order"
	"github.com/gofix-net/gofix-net/pkg/place"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// Environment is what a part of a file gives to the go commands that run there.
type Environment struct {
	// Name is that of the stage, service or job; Span where it begins.
	Name string
	Span place.Span
	// Image is the image that it runs in, "" where the file names none.
	Image string
	// Variables are those of the process, GoEnv those of the GOENV file, Git the
	// settings of git, each by name.
	Variables, GoEnv, Git []Value
	// Unknown are names whose value is known only when the file is used.
	Unknown []string
}

// Value is one setting in force.
type Value struct {
	Name  string
	Value settings.Value
	Line  int
}

// Environments returns the parts of a file that have a name, in order: stages,
// services, jobs; of a file without parts the file itself.
func Environments(f *place.File) []Environment {
	l := &look{File: f}
	var out []Environment
	for i, s := range f.Scopes {
		if named(f, i, s) {
			out = append(out, l.environment(i))
		}
	}
	return out
}

// named reports whether a scope is one that a person would name.
func named(f *place.File, i int, s place.Scope) bool {
	switch s.Role {
	case place.Stage:
		return true
	case place.Service, place.Job:
		return s.Name != "" && !slices.ContainsFunc(f.Scopes[:i], func(o place.Scope) bool { return o.Name == s.Name && o.Role == s.Role })
	}
	return s.Role == place.Whole && len(f.Steps) == 0 && !place.IsYAML(f.Path)
}

// environment is what holds in a scope when its last go command runs that
// downloads; where there is none, at its end.
func (l *look) environment(scope int) Environment {
	s := l.Scopes[scope]
	e := Environment{Name: s.Name, Span: s.Span, Image: s.Image}
	if s.Role == place.Stage {
		e.Image = l.Scopes[l.root(scope)].Image
	}
	at, seq := scope, last
	for _, c := range l.Commands {
		if downloads(c) && l.within(c.Scope, scope) && (s.Role != place.Stage || slices.ContainsFunc(l.ownCommands(scope), func(own place.Command) bool { return own.Span == c.Span })) {
			at, seq = c.Scope, c.Seq
		}
	}
	for _, name := range l.names() {
		l.fill(&e, at, seq, name)
	}
	return e
}

// names are those of all assignments, once each and in order.
func (l *look) names() []string {
	var out []string
	for _, a := range l.Assignments {
		out = append(out, a.Name)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// fill adds what is in force of one name, layer by layer.
func (l *look) fill(e *Environment, scope, seq int, name string) {
	for _, layer := range []struct {
		is  func(place.Layer) bool
		put *[]Value
	}{
		{func(x place.Layer) bool { return x == place.Environment || x == place.BuildArg }, &e.Variables},
		{func(x place.Layer) bool { return x == place.GoEnv }, &e.GoEnv},
		{func(x place.Layer) bool { return x == place.Git }, &e.Git},
	} {
		match := func(a place.Assignment) bool { return a.Name == name && layer.is(a.Layer) }
		a, ok := l.last(scope, seq, match)
		if layer.put != &e.Variables {
			a, ok = l.written(scope, seq, match)
		}
		switch {
		case !ok || a.Unset || a.Layer == place.BuildArg && a.Value == "":
		case !a.Literal:
			e.Unknown = append(e.Unknown, name)
		default:
			*layer.put = append(*layer.put, Value{name, a.Value, l.Position(a.Whole.Start).Line})
		}
	}
}

// written returns the last assignment before seq in a scope or one around it that
// outlives the shell it was made in: what is written to a file is there at once.
func (l *look) written(scope, seq int, match func(place.Assignment) bool) (found place.Assignment, ok bool) {
	for _, a := range l.Assignments {
		if a.Seq < seq && match(a) && l.within(scope, a.Scope) {
			found, ok = a, true
		}
	}
	return found, ok
}

// In returns the environment of that name, ignoring case; an empty name is the
// last one, which of a Dockerfile is the one that is built.
func In(list []Environment, name string) (Environment, bool) {
	if name == "" && len(list) > 0 {
		return list[len(list)-1], true
	}
	i := slices.IndexFunc(list, func(e Environment) bool { return strings.EqualFold(e.Name, name) })
	if i < 0 {
		return Environment{}, false
	}
	return list[i], true
}

// Lines are the settings in the order in which the file has them.
func (e Environment) Lines() []Value {
	all := slices.Concat(e.Variables, e.GoEnv, e.Git)
	order.Stable(all, func(a, b Value) int { return cmp.Compare(a.Line, b.Line) })
	return all
}

// Environ is the environment as variables, also of what the file writes to the
// GOENV file and to git's configuration: variables of the process come first.
func (e Environment) Environ() []string {
	set := map[string]bool{}
	var out []string
	for _, v := range slices.Concat(e.Variables, e.GoEnv) {
		if !set[v.Name] {
			set[v.Name] = true
			out = append(out, v.Name+"="+reveal(v.Value))
		}
	}
	for i, v := range e.Git {
		out = append(out, "GIT_CONFIG_KEY_"+itoa(i)+"="+v.Name, "GIT_CONFIG_VALUE_"+itoa(i)+"="+reveal(v.Value))
	}
	if len(e.Git) > 0 {
		out = append(out, "GIT_CONFIG_COUNT="+itoa(len(e.Git)))
	}
	return out
}
