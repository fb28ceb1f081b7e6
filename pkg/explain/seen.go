package explain

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/explain/grammar"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/lazyre"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// Severity is that of the cause in a log: what a log shows are failures, except what
// only takes a protection away.
func (f Finding) Severity() cause.Severity {
	if c := cause.Lookup(f.Cause); c != nil && c.Unsafe {
		return cause.Warning
	}
	return cause.Error
}

// Check is the command that runs the probes which decide; "" where none would. It does
// not name a module that no command can take. Where a private module was exposed there
// is none: asking for it once more is no way to find out.
func (f Finding) Check() string {
	if len(f.Probes) == 0 || f.Cause == cause.PrivateModuleExposed {
		return ""
	}
	if q, err := probe.ParseQuery(f.Module); err == nil && plain(q.String()) != "" {
		return "gofix-net doctor --module " + q.String()
	}
	return "gofix-net doctor"
}

// Seen is what the texts of the cause name. What stands in commands comes out of a
// foreign text: it is a word that no shell acts upon, or the name of what to put there.
func (f Finding) Seen() cause.Seen {
	about := f.About()
	path, version, _ := strings.Cut(about.Module, "@")
	seen := cause.Seen{
		Target: f.Target, Path: "MODULE", Version: "VERSION", Host: "HOST", Prefix: "PREFIX", Release: "1.22.0",
		Module: "MODULE", Origin: "HOST", Declared: plain(f.Declared), Running: plain(f.Running),
		Socks:   f.Symptom != symptom.HTTP407,
		Refused: f.Refused, ByGo: f.URL != "" && f.Operation != string(grammar.OpVCS),
	}
	if q, err := probe.ParseQuery(path); err == nil {
		seen.Path, seen.Module, seen.Prefix = q.Path, q.Path, facts.PrivatePrefix(q.Path)
		seen.Origin, _, _ = strings.Cut(q.Path, "/")
	}
	if f.Cause == cause.PackageNotFound && version == "" {
		seen.Module = "MODULE" // what is named is the package
	}
	if plain(version) != "" {
		seen.Version = version
	}
	if host := plain(about.Host); host != "" {
		seen.Host = host
		if seen.Path == "MODULE" {
			seen.Prefix, seen.Origin = prefixAt(host), host
		}
	}
	if plain(about.Release) != "" {
		seen.Release = about.Release
	}
	return seen
}

// prefixAt is what GOPRIVATE would name of a host: all of it, or, where everybody
// has modules there, the part of an owner.
func prefixAt(host string) string {
	if known.CodeHost(host) {
		return host + "/OWNER"
	}
	return host
}

var plainWord = lazyre.New(`^[A-Za-z0-9][A-Za-z0-9._/@+-]*$`)

// plain returns a word that means itself in every shell, or "".
func plain(s string) string {
	if !plainWord.MatchString(s) {
		return ""
	}
	return s
}
