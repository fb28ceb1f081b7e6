// Package settings reads what decides how go and git fetch modules: every
// layer of every setting with its origin, and the few facts about the machine
// that the settings refer to.
package settings

import (
	"encoding/json"
	"github.com/gofix-net/gofix-net/pkg/foreign"
	"slices"
	"strings"
	"time"
)

// Tool is the program that reads a setting, and by which it is written.
type Tool string

// The tools. Env is a plain variable of the operating system that no tool
// writes (HTTPS_PROXY, SSL_CERT_FILE, GIT_SSL_NO_VERIFY).
const (
	GoEnv     Tool = "go-env"
	GitConfig Tool = "git-config"
	Env       Tool = "env"
	// System is what the desktop or the operating system keeps for browsers and
	// such; the key's name is where.
	System Tool = "system"
	// HandWritten is a file that a person writes; the key's name is its path.
	HandWritten Tool = "file"
)

// Key names a setting of a tool. Git keys have their section and last part in
// lower case, as `git config --list` prints them; the middle keeps its case.
type Key struct {
	Tool Tool   `json:"tool"`
	Name string `json:"name"`
}

// Go returns the key of a go command variable.
func Go(name string) Key { return Key{GoEnv, name} }

// Git returns the key of a git setting.
func Git(name string) Key { return Key{GitConfig, name} }

// Variable returns the key of a variable of the operating system.
func Variable(name string) Key { return Key{Env, name} }

// String returns the name without credentials: git keys can contain them too
// (url.https://TOKEN@host/.insteadOf).
func (k Key) String() string { return foreign.Redact(k.Name) }

// GoString keeps %#v from showing what String hides.
func (k Key) GoString() string { return k.String() }

// MarshalJSON writes the name without credentials.
func (k Key) MarshalJSON() ([]byte, error) {
	type plain Key
	k.Name = k.String()
	return json.Marshal(plain(k))
}

// Origin is the layer that a setting comes from.
type Origin string

// The origins, for the go command strongest first.
const (
	OSEnv       Origin = "os-env"
	GoenvFile   Origin = "goenv-file"
	GorootEnv   Origin = "goroot-env"
	Default     Origin = "default"
	GitCommand  Origin = "git-command" // GIT_CONFIG_COUNT, GIT_CONFIG_PARAMETERS
	GitWorktree Origin = "git-worktree"
	GitLocal    Origin = "git-local"
	GitGlobal   Origin = "git-global"
	GitSystem   Origin = "git-system"
	OfSystem    Origin = "system" // of [Snapshot.Desktop]
)

// Setting is one value of a key in one layer.
type Setting struct {
	Key    Key    `json:"key"`
	Value  Value  `json:"value"`
	Origin Origin `json:"origin"`
	// File is absolute; "" where the layer is no file. Of a variable of the
	// operating system it is the start-up file that sets it, where that is sure.
	File string `json:"file,omitempty"`
	Line int    `json:"line,omitempty"` // 1-based; 0 where not known
}

// Set reports whether the setting exists in any layer.
func (s Setting) Set() bool { return s.Origin != "" }

// Snapshot is what [Read] saw at one moment. It is plain data: judging it
// needs no machine, and it survives JSON (without its credentials).
type Snapshot struct {
	OS   string `json:"os"`   // as runtime.GOOS
	Arch string `json:"arch"` // as runtime.GOARCH
	// Distribution is the family of a Linux system.
	Distribution Distribution `json:"distribution,omitempty"`
	// NoSudo says that sudo is not installed, as in most container images; NoHome that
	// there is no home, or none in which this user may make files.
	NoSudo bool `json:"noSudo,omitempty"`
	NoHome bool `json:"noHome,omitempty"`
	// Layers are all settings, per key strongest first. Of git's, that is
	// exactly the reverse of the order in which git reads them, so that of
	// several values of one key in one file the last one comes first.
	Layers []Setting `json:"layers"`

	Go       GoTool   `json:"go"`
	Git      GitTool  `json:"git"`
	Goenv    Goenv    `json:"goenv"`
	Module   Module   `json:"module"`
	Resolver Resolver `json:"resolver"`

	// NetrcHosts are the machines of the netrc files that go and git read, in lower
	// case and without anything else of them: a user who keeps a credential for a host has
	// something private there.
	NetrcHosts []string `json:"netrcHosts,omitempty"`
	// Credentials are the places from which logins may come.
	Credentials Credentials `json:"credentials,omitzero"`

	// Startup are the places at which start-up files set variables that decide
	// over downloads, in the order in which the files are read, whether or not
	// the variable has that value now.
	Startup []Definition `json:"startup,omitempty"`

	// Desktop are the outbound proxies that this system's own settings name, for
	// browsers and such: neither go nor git reads them.
	Desktop []Setting `json:"desktop,omitempty"`
	// ProxyScript is the URL of the script (PAC) by which this system chooses one:
	// browsers run it, go and git do not.
	ProxyScript Value `json:"proxyScript,omitempty"`

	// Shared are the settings files that are not only this user's on this machine.
	Shared []Shared `json:"shared,omitempty"`

	// Problems are what could not be read, each a whole sentence for people.
	Problems []Problem `json:"problems,omitempty"`

	memo *memo // nil before Keep
}

// GitMissing is the id of the problem of a machine without git, which matters only where
// a module has to come from a repository.
const GitMissing = "settings.problem.git.missing"

// Problem is something that Read could not find out, or that the go command
// passes over in silence.
type Problem struct {
	About string `json:"about"` // "go", "git", "goenv", "module", "resolver", "home"
	Text  string `json:"text"`  // in English
	// ID and Args give the same sentence in every language: a message of
	// package i18n with its arguments.
	ID   string            `json:"id,omitempty"`
	Args map[string]string `json:"args,omitempty"`
}

// GoTool is the go command of this machine.
type GoTool struct {
	Path      string `json:"path"`    // "" where there is none
	Version   string `json:"version"` // "go1.26.8"; "" where it could not be asked
	GOROOT    string `json:"goroot"`
	Toolchain string `json:"toolchain"` // what `go env GOTOOLCHAIN` says
}

// GitTool is the git command of this machine.
type GitTool struct {
	Path       string `json:"path"`       // "" where there is none
	Version    string `json:"version"`    // "2.39.5"
	GlobalFile string `json:"globalFile"` // the file that `git config --global` writes
}

// Goenv is the file that `go env -w` writes, whether or not it is read.
type Goenv struct {
	Path     string `json:"path"` // "" where go finds no place for it
	Off      bool   `json:"off"`  // GOENV=off: the file is not read
	Exists   bool   `json:"exists"`
	Writable bool   `json:"writable"`         // by permissions, as far as they tell
	Reason   string `json:"reason,omitempty"` // why it is not writable
	// Ignored are lines that the go command skips although they look like a
	// setting, with the value that they were probably meant to give.
	Ignored []Setting `json:"ignored,omitempty"`
}

// Module is the go.mod or go.work found from the working directory upwards.
// The zero value means that there is none.
type Module struct {
	Dir    string `json:"dir,omitempty"`
	GoMod  string `json:"goMod,omitempty"`
	GoWork string `json:"goWork,omitempty"`
	// GoSums are the files in which the go command looks for hashes: the go.sum of
	// the module, or the go.work.sum and the go.sum of every module that a workspace
	// uses. They need not exist.
	GoSums    []string      `json:"goSums,omitempty"`
	Path      string        `json:"path,omitempty"`
	GoLine    string        `json:"goLine,omitempty"`        // of the go directive
	Toolchain string        `json:"toolchainLine,omitempty"` // of the toolchain directive
	Requires  []Requirement `json:"requires,omitempty"`
	Replaces  []Replacement `json:"replaces,omitempty"` // the strongest first
	Vendored  bool          `json:"vendored,omitempty"` // a vendor/modules.txt that the go command would use
	Remotes   []Value       `json:"remotes,omitempty"`  // URLs of the repository's own git remotes
}

// Requirement is a module that the current go.mod asks for, after its replace
// directives. Modules replaced by a directory are left out: nothing is fetched.
type Requirement struct {
	Path     string `json:"path"`
	Version  string `json:"version"`
	Indirect bool   `json:"indirect,omitempty"`
	InGoSum  bool   `json:"inGoSum,omitempty"` // go.sum has the hash of its zip
	// GoModInGoSum says that go.sum has the hash of its go.mod file.
	GoModInGoSum bool `json:"goModInGoSum,omitempty"`
}

// Replacement is a replace directive of the go.mod or go.work in use.
type Replacement struct {
	OldPath    string `json:"oldPath"`
	OldVersion string `json:"oldVersion,omitempty"` // "" for every version
	NewPath    string `json:"newPath"`
	NewVersion string `json:"newVersion,omitempty"` // "" where NewPath is a directory
}

// Resolver is the name resolution of this machine.
type Resolver struct {
	File    string   `json:"file,omitempty"`    // resolv.conf, "" where it does not decide
	Servers []string `json:"servers,omitempty"` // host:port, in the order of the file
	// Domains have servers of their own, which are asked in place of Servers.
	Domains []DomainServers `json:"domains,omitempty"`
	// Lines are those of the servers in File, in their order; none where the servers are
	// not from there.
	Lines []int `json:"lines,omitempty"`
	// Timeout is the option "timeout": how long each server is waited for; 0 where the
	// file has none.
	Timeout time.Duration `json:"timeout,omitempty"`
	// Hosts are the entries of the hosts file for names that matter here.
	Hosts []HostsEntry `json:"hosts,omitempty"`
}

// HostsEntry is one name of one line of the hosts file.
type HostsEntry struct {
	Name    string `json:"name"`
	Address string `json:"address"`
	File    string `json:"file"`
	Line    int    `json:"line"`
}

// All returns every layer of k, the one in force first.
func (s *Snapshot) All(k Key) []Setting {
	var out []Setting
	for _, l := range s.Layers {
		if l.Key == k {
			out = append(out, l)
		}
	}
	return out
}

// Effective returns the setting of k that is in force. Its Origin is "" where
// no layer has one.
func (s *Snapshot) Effective(k Key) Setting {
	if k.Tool != GitConfig && len(s.Layers) >= manyLayers && s.memo != nil {
		if i, ok := s.strongest()[k]; ok {
			return s.Layers[i]
		}
		return Setting{Key: k}
	}
	for _, l := range s.Layers {
		if l.Key == k {
			return l
		}
	}
	return Setting{Key: k}
}

// Get returns the text in force of a go command variable, "" where absent.
func (s *Snapshot) Get(name string) Value { return s.Effective(Go(name)).Value }

// Variable returns the operating-system variable of that exact name, "" where absent.
func (s *Snapshot) Variable(name string) Value { return s.Effective(Variable(name)).Value }

// In returns the setting of k in one layer; its Origin is "" where there is none.
func (s *Snapshot) In(k Key, o Origin) Setting {
	i := slices.IndexFunc(s.Layers, func(l Setting) bool { return l.Key == k && l.Origin == o })
	if i < 0 {
		return Setting{Key: k}
	}
	return s.Layers[i]
}

// Standard returns what is in force where k is not set: go's own default. Its Origin
// is "" where go is not known to have one.
func (s *Snapshot) Standard(k Key) Setting {
	if own := s.In(k, GorootEnv); own.Set() {
		return own
	}
	return s.In(k, Default)
}

// Written returns what the layer holds that k's tool writes to: the GOENV file
// or git's global scope. Git keys can have several values; they come in file
// order, the one in force last.
func (s *Snapshot) Written(k Key) []Value {
	layer := GoenvFile
	if k.Tool == GitConfig {
		layer = GitGlobal
	}
	var out []Value
	for _, l := range slices.Backward(s.Layers) {
		if l.Key == k && l.Origin == layer {
			out = append(out, l.Value)
		}
	}
	return out
}

// GitSettings returns the settings of git whose key begins with prefix and
// ends with suffix, strongest first: exactly the reverse of the order in which
// git reads them.
func (s *Snapshot) GitSettings(prefix, suffix string) []Setting {
	var out []Setting
	for _, l := range s.Layers {
		if l.Key.Tool == GitConfig && strings.HasPrefix(l.Key.Name, prefix) && strings.HasSuffix(l.Key.Name, suffix) {
			out = append(out, l)
		}
	}
	return out
}

// Problem returns the text about a subject that could not be read, or "".
func (s *Snapshot) Problem(about string) string {
	for _, p := range s.Problems {
		if p.About == about {
			return p.Text
		}
	}
	return ""
}

// Derived reports whether a setting is no value of its own but GOPRIVATE's, which
// is the default of GONOPROXY and GONOSUMDB (go help module-private).
func (s Setting) Derived() bool {
	return s.Origin == Default && (s.Key == Go("GONOPROXY") || s.Key == Go("GONOSUMDB"))
}

// As returns the snapshot as if a key had this one value and no other. The original
// is left as it is.
func (s *Snapshot) As(k Key, v Value) *Snapshot {
	c := *s
	c.Layers = slices.DeleteFunc(slices.Clone(s.Layers), func(l Setting) bool { return l.Key == k })
	origin := OSEnv
	if k.Tool == GitConfig {
		origin = GitCommand
	}
	c.Layers = append([]Setting{{Key: k, Value: v, Origin: origin}}, c.Layers...)
	return &c
}

// Without returns the snapshot as it would be without a key's settings in one
// layer. The original is left as it is.
func (s *Snapshot) Without(k Key, o Origin) *Snapshot {
	c := *s
	c.Layers = slices.DeleteFunc(slices.Clone(s.Layers), func(l Setting) bool {
		return l.Key == k && l.Origin == o || k == Go("GOPRIVATE") && l.Derived()
	})
	return &c
}
