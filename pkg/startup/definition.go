// Package startup finds where a variable of the environment is set: in the
// start-up files of shells, in the files that a session reads when it begins,
// and in the Windows registry. It reads, and never runs what it reads.
package startup

import "strings"

// Shell is the program that reads a file, or the part of the system that does.
type Shell string

// The shells and the other readers.
const (
	Posix      Shell = "sh" // read by several shells: /etc/profile, ~/.profile
	Bash       Shell = "bash"
	Zsh        Shell = "zsh"
	Fish       Shell = "fish"
	Csh        Shell = "csh"
	PowerShell Shell = "powershell"
	PAM        Shell = "pam"     // /etc/environment and its like, read at login
	Systemd    Shell = "systemd" // environment.d, read when the user's session begins
	Launchd    Shell = "launchd" // agents of macOS that call launchctl setenv
	Registry   Shell = "registry"
)

// Kind is the way to take a definition away without breaking what is around it.
type Kind string

// The kinds.
const (
	// Line: the line holds nothing else and can be deleted.
	Line Kind = "line"
	// Only: the line holds nothing else, but is all that its block holds, and a
	// block of a POSIX shell must not be empty: a colon takes its place.
	Only Kind = "only"
	// Part: the line holds more, which has to stay, or goes on in the next one.
	Part Kind = "part"
	// Command: a command removes it, and the file is not to be edited.
	Command Kind = "command"
)

// Place is where and how a variable is set, without its value.
type Place struct {
	Name string `json:"name"`
	File string `json:"file"`           // absolute, or the registry's key
	Line int    `json:"line,omitempty"` // 1-based; 0 in the registry
	// Shell is the reader of the file.
	Shell Shell `json:"shell"`
	Kind  Kind  `json:"kind"`
	// Unset is the command that removes the definition for good; "" where an
	// edit of the file does, as Kind says.
	Unset string `json:"unset,omitempty"`
	// Reload is the command by which an open shell forgets the variable.
	Reload string `json:"reload"`
	// Login says that the change shows after the next login, and not already in
	// the next shell.
	Login bool `json:"login,omitempty"`
	// Function is the shell function that has to be called for it, or "".
	Function string `json:"function,omitempty"`
	// Literal says that the value is known. It is not where it is computed when
	// the shell starts: the value is then the expression as it is written.
	Literal bool `json:"literal"`
}

// Definition is a place with the value given there.
type Definition struct {
	Place
	Value Raw
	// Text is what to look for in the line: the whole of it without its comment
	// where Kind is Line or Only, else only the assignment.
	Text Raw
	// bare says that the assignment does not export the variable by itself.
	bare bool
}

// Raw is text of a start-up file, which may hold a credential. It never prints;
// string(r) is the text.
type Raw string

// String hides the text.
func (Raw) String() string { return "xxxxx" }

// GoString hides the text.
func (Raw) GoString() string { return "xxxxx" }

// MarshalText hides the text from every encoder.
func (Raw) MarshalText() ([]byte, error) { return []byte("xxxxx"), nil }

// names are the variables that are looked for.
type names struct {
	list []string
	fold bool // Windows: names differ by more than case
}

// match returns a name as it was asked for.
func (n names) match(name string) (string, bool) {
	for _, x := range n.list {
		if x == name || n.fold && strings.EqualFold(x, name) {
			return x, true
		}
	}
	return "", false
}

// in reports whether text names one of them. It saves the parsing of almost
// every file.
func (n names) in(text string) bool {
	if n.fold {
		text = strings.ToUpper(text)
	}
	for _, x := range n.list {
		if n.fold {
			x = strings.ToUpper(x)
		}
		if strings.Contains(text, x) {
			return true
		}
	}
	return false
}

// found is what a parser got out of a file.
type found struct {
	definitions []Definition
	exported    []string // names that the file exports without giving a value
	sources     []string // files that it reads in turn, absolute
}

// add notes a definition if its name is looked for.
func (f *found) add(n names, name string, d Definition) {
	wanted, ok := n.match(name)
	if !ok {
		return
	}
	d.Name = wanted
	f.definitions = append(f.definitions, d)
}

// scope is what a parser knows beside the text.
type scope struct {
	want names
	home string
	// vars are variables whose values are known before the file is read.
	vars map[string]string
}
