package plan

import (
	"regexp"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/settings"
)

// Command returns the argument vector that carries the change out, credentials
// included. It is for running; [Change.CommandText] is for showing.
func (c Change) Command() []string {
	return c.command(settings.Value.Reveal, func(k settings.Key) string { return k.Name })
}

// RedactedCommand returns Command without credentials, for reports.
func (c Change) RedactedCommand() []string {
	return c.command(settings.Value.String, settings.Key.String)
}

func (c Change) command(value func(settings.Value) string, key func(settings.Key) string) []string {
	name := key(c.Key)
	if c.Key.Tool == settings.GitConfig {
		return c.gitCommand(name, value)
	}
	if c.To == nil {
		return []string{"go", "env", "-u", name}
	}
	return []string{"go", "env", "-w", name + "=" + value(*c.To)}
}

// gitCommand names values exactly (--fixed-value, git 2.30): the default is a
// regular expression, and a URL is not one.
func (c Change) gitCommand(name string, value func(settings.Value) string) []string {
	args := []string{"git", "config", "--global"}
	if c.File != "" {
		args = []string{"git", "config", "--file", c.File}
	}
	switch {
	case c.To == nil && c.From == nil:
		return append(args, "--unset-all", name)
	case c.To == nil:
		return append(args, "--fixed-value", "--unset-all", name, value(*c.From))
	case c.From == nil:
		return append(args, "--add", name, value(*c.To))
	}
	return append(args, "--fixed-value", "--replace-all", name, value(*c.To), value(*c.From))
}

// CommandText returns the command as a line for a POSIX shell, credentials
// replaced: where there are none it can be copied as it stands.
func (c Change) CommandText() string { return ShellLine("linux", c.RedactedCommand()) }

// ShellLine quotes an argument vector for the usual shell of an operating
// system: POSIX sh, or what cmd.exe and PowerShell both take.
func ShellLine(goos string, args []string) string {
	quoted := make([]string, len(args))
	for i, a := range args {
		quoted[i] = quote(goos, a)
	}
	return strings.Join(quoted, " ")
}

var plain = regexp.MustCompile(`^[A-Za-z0-9_./:=@%+,-]+$`)

func quote(goos, arg string) string {
	if goos == "windows" {
		if plain.MatchString(arg) && !strings.ContainsAny(arg, "%@,") {
			return arg
		}
		return `"` + strings.ReplaceAll(arg, `"`, `\"`) + `"`
	}
	if plain.MatchString(arg) {
		return arg
	}
	return "'" + strings.ReplaceAll(arg, "'", `'\''`) + "'"
}

// Inverse returns the change that takes c back.
func (c Change) Inverse() Change {
	c.From, c.To = c.To, c.From
	return c
}
