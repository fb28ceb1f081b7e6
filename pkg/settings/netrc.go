package settings

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/host"
)

// Netrc is a netrc file as one program, go or git, finds it. No login and no password
// is in it.
type Netrc struct {
	// File is the file that the program reads, or, where Missing, the one that $NETRC
	// names and that is not there; "" where there is none.
	File    string `json:"file,omitempty"`
	Missing bool   `json:"missing,omitempty"`
	// ByVariable says that $NETRC names the file.
	ByVariable bool `json:"byVariable,omitempty"`
	// Open says that other users of the machine may read it.
	Open     bool           `json:"open,omitempty"`
	Machines []NetrcMachine `json:"machines,omitempty"`
}

// NetrcMachine is one entry of a netrc file.
type NetrcMachine struct {
	// Name is the host in lower case; "" is the default entry.
	Name string `json:"name"`
	// Login and Password say that the entry has one.
	Login    bool `json:"login,omitempty"`
	Password bool `json:"password,omitempty"`
	// Variable is an environment variable that is written in place of a login or a
	// password, without the dollar sign: no program replaces it.
	Variable string `json:"variable,omitempty"`
	// Quoted says that the password stands in quotation marks, which go sends along.
	Quoted bool `json:"quoted,omitempty"`
}

// Entry returns the first entry for a name (a host, or HOST:PORT), in lower case.
func (n Netrc) Entry(name string) (NetrcMachine, bool) {
	i := slices.IndexFunc(n.Machines, func(m NetrcMachine) bool { return name != "" && m.Name == name })
	if i < 0 {
		return NetrcMachine{}, false
	}
	return n.Machines[i], true
}

// readNetrc reads the first of the files that there is.
func readNetrc(m *host.Machine, names []string) Netrc {
	for _, name := range names {
		info, err := m.Stat(name)
		if err != nil || info.IsDir() {
			continue
		}
		n := Netrc{File: name, Open: m.OS != "windows" && info.Mode().IsRegular() && info.Mode().Perm()&0o044 != 0}
		if data, err := host.Whole(m.ReadFile, name, host.MaxNetrc); err == nil {
			n.Machines = netrcMachines(string(data), m.Getenv)
		}
		return n
	}
	return Netrc{}
}

// netrcOfGo is the file that the go command reads, netrcOfGit that of git, which
// libcurl reads for it (lib/netrc.c): $NETRC means nothing to it, and of the two names
// on Windows it prefers the other one.
func netrcOfGo(m *host.Machine) Netrc {
	home, variable := homeOf(m), m.Getenv("NETRC")
	n := readNetrc(m, host.NetrcFiles(m.OS, variable, home))
	if n.ByVariable = variable != ""; n.ByVariable && n.File == "" {
		n.File, n.Missing = variable, true
	}
	return n
}

func netrcOfGit(m *host.Machine) Netrc {
	home := homeOf(m)
	if m.OS == "windows" && m.Getenv("HOME") != "" {
		home = m.Getenv("HOME")
	}
	files := host.NetrcFiles(m.OS, "", home)
	slices.Reverse(files)
	return readNetrc(m, files)
}

// misnamedNetrc is a netrc file that only programs of Windows would find, "" where
// there is none.
func misnamedNetrc(m *host.Machine) Netrc {
	home := homeOf(m)
	if m.OS == "windows" || home == "" {
		return Netrc{}
	}
	return readNetrc(m, []string{filepath.Join(home, "_netrc")})
}

func homeOf(m *host.Machine) string {
	home, err := m.HomeDir()
	if err != nil {
		return ""
	}
	return home
}

// netrcHosts returns the names of the machines of netrc files, each once.
func netrcHosts(files ...Netrc) []string {
	var out []string
	have := map[string]bool{"": true} // a file can have thousands
	for _, f := range files {
		for _, m := range f.Machines {
			if !have[m.Name] {
				have[m.Name] = true
				out = append(out, m.Name)
			}
		}
	}
	return out
}

// netrcMachines returns the entries of a netrc file in file order. The body of a
// macdef, which ends at an empty line, is ignored. It takes machines without a login as
// well, and names at any place of a line, since it answers which hosts a person has
// written down; which of them go sends, wire reads as go does.
func netrcMachines(text string, getenv func(string) string) []NetrcMachine {
	var out []NetrcMachine
	macro := false
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimSpace(line)
		if macro = macro && line != ""; macro {
			continue
		}
		words := strings.Fields(line)
		for i := 0; i < len(words); i++ {
			next := ""
			if i+1 < len(words) {
				next = words[i+1]
			}
			switch words[i] {
			case "macdef":
				macro, i = true, len(words)
				continue
			case "default":
				out = append(out, NetrcMachine{})
				continue
			case "machine", "login", "password", "account":
				i++ // a value may be one of these words
			default:
				continue
			}
			if next != "" {
				out = withNetrcWord(out, words[i-1], next, getenv)
			}
		}
	}
	return out
}

// withNetrcWord adds a word of a netrc file and its value to the entries before it.
func withNetrcWord(list []NetrcMachine, word, value string, getenv func(string) string) []NetrcMachine {
	if word == "machine" {
		return append(list, NetrcMachine{Name: strings.ToLower(value)})
	}
	if len(list) == 0 || word == "account" {
		return list
	}
	last := &list[len(list)-1]
	switch word {
	case "login":
		last.Login = true
	case "password":
		last.Password, last.Quoted = true, len(value) > 1 && strings.HasPrefix(value, `"`)
	}
	if name := variableIn(value, getenv); name != "" {
		last.Variable = name
	}
	return list
}

// variableIn is the name of the environment variable that a value refers to as $NAME,
// ${NAME} or %NAME%, "" where it refers to none. A password may begin with a dollar
// sign: only what is set here, or is the name of a token that CI systems set, is a name.
func variableIn(value string, getenv func(string) string) string {
	value = strings.Trim(value, `"'`)
	name, dollar := strings.CutPrefix(value, "$")
	switch {
	case dollar:
		name = strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(name, "env:"), "{"), "}")
	case len(value) > 2 && strings.HasPrefix(value, "%") && strings.HasSuffix(value, "%"):
		name = strings.Trim(value, "%")
	default:
		return ""
	}
	if name == "" || strings.ContainsAny(name, "=\x00") || getenv(name) == "" && !slices.Contains(tokenVariables, name) {
		return ""
	}
	return name
}
