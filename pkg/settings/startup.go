package settings

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/startup"
)

// Definition is a place at which a start-up file, or the Windows registry, sets
// a variable of the operating system.
type Definition struct {
	startup.Place
	Value Value `json:"value"` // the expression as it is written, where Literal is false
	// Text is what to look for in the line; of a value with a credential only
	// NAME=value, redacted.
	Text Value `json:"text"`
}

// sets reports whether the definition, beyond doubt, gives that value to every
// new shell.
func (d Definition) sets(v Value) bool { return d.Literal && d.Function == "" && d.Value == v }

// may reports whether it could have: by what is computed, or by a call.
func (d Definition) may(v Value) bool { return !d.Literal || d.Function != "" && d.Value == v }

// SetBy returns the definitions that explain why a variable has a value. sure
// says that they give it; otherwise they are those that may, because they
// compute the value or are in a function.
func (s *Snapshot) SetBy(name string, v Value) (by []Definition, sure bool) {
	var certain, possible []Definition
	for _, d := range s.Startup {
		switch {
		case d.Name != name:
		case d.sets(v):
			certain = append(certain, d)
		case d.may(v):
			possible = append(possible, d)
		}
	}
	if len(certain) > 0 {
		return certain, true
	}
	return possible, false
}

// NextShell returns the definition that gives a variable, beyond doubt, to the
// user's next shell, where this process has another value or none: the file was
// edited since, or this process was not started from such a shell. shell is the
// program's name; "" is the usual one.
func (s *Snapshot) NextShell(name, shell string) (Definition, bool) {
	var last *Definition
	for i, d := range s.Startup {
		if d.Name == name && readBy(d.Shell, shell) {
			last = &s.Startup[i]
		}
	}
	if last == nil || !last.Literal || last.Function != "" || last.Value == "" || last.Value == s.In(Go(name), OSEnv).Value {
		return Definition{}, false
	}
	return *last, true
}

// readBy reports whether the user's next shell gets what a reader of start-up
// files sets: some are read by one shell, the others by all or by the session.
func readBy(reader startup.Shell, shell string) bool {
	switch reader {
	case startup.Bash:
		return shell == "bash" || shell == ""
	case startup.Zsh, startup.Fish:
		return shell == string(reader)
	case startup.Csh:
		return shell == "csh" || shell == "tcsh"
	}
	return true
}

// notInStartup are variables that say where things are or who the user is.
var notInStartup = []string{"HOME", "USERPROFILE", "APPDATA", "XDG_CONFIG_HOME", "CI", "LANG", "LC_ALL", "LC_MESSAGES", "GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_QUARANTINE_PATH", "REQUEST_METHOD"}

// startupNames are the variables that are searched in start-up files: those
// that decide over downloads, and the unknown ones of this environment that look
// like one of go's.
func startupNames(e *environment) []string {
	names := append(slices.Clone(askedNames), "GOTOOLCHAIN")
	for _, name := range proxyVariables {
		names = append(names, name)
		if !e.fold {
			names = append(names, strings.ToLower(name))
		}
	}
	names = append(names, osVariables...)
	for _, v := range e.goNames() {
		if !slices.Contains(names, v.name) && len(names) < maxStrangers {
			names = append(names, v.name)
		}
	}
	return slices.DeleteFunc(names, func(name string) bool { return slices.Contains(notInStartup, name) })
}

// definitions makes what was found safe to show.
func definitions(found []startup.Definition) []Definition {
	var out []Definition
	for _, d := range found {
		value, text := goValue(d.Name, string(d.Value)), Value(strings.Join(strings.Fields(string(d.Text)), " "))
		if !d.Literal && strings.Contains(string(d.Value), "@") {
			value = Secret(string(d.Value)) // quotes and braces may hide where a password ends
		}
		if value.String() != string(d.Value) {
			text = Value(d.Name + "=" + value.String())
		}
		out = append(out, Definition{Place: d.Place, Value: value, Text: text})
	}
	return out
}

// locate gives the layers of the operating system's environment the file and
// line where exactly one definition gives them their value.
func locate(s *Snapshot) {
	for i, l := range s.Layers {
		if l.Origin != OSEnv {
			continue
		}
		if by, sure := s.SetBy(l.Key.Name, l.Value); sure && len(by) == 1 {
			s.Layers[i].File, s.Layers[i].Line = by[0].File, by[0].Line
		}
	}
}
