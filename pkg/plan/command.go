package plan

import (
	"fmt"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/lazyre"
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

// ForGit returns the change with a command that a git of that version
// understands: before 2.30 a value can only be named by a pattern.
func (c Change) ForGit(version string) Change {
	c.oldGit = GitBefore(version, 2, 30)
	return c
}

// GitBefore reports whether version ("2.25.1") is known and before major.minor.
func GitBefore(version string, major, minor int) bool {
	var have [2]int
	if n, _ := fmt.Sscanf(version, "%d.%d", &have[0], &have[1]); n < 2 {
		return false
	}
	return have[0] < major || have[0] == major && have[1] < minor
}

// gitCommand names values exactly (--fixed-value, git 2.30): the default is a
// regular expression, and a URL is not one.
func (c Change) gitCommand(name string, value func(settings.Value) string) []string {
	args := []string{"git", "config", "--global"}
	if c.File != "" {
		args = []string{"git", "config", "--file", c.File}
	}
	if c.To != nil && c.From == nil {
		return append(args, "--add", name, value(*c.To))
	}
	exactly := ""
	if c.From != nil {
		exactly = value(*c.From)
	}
	if c.oldGit {
		exactly = "^" + ere.ReplaceAllString(exactly, `\$0`) + "$"
	} else {
		args = append(args, "--fixed-value")
	}
	if c.To == nil {
		return append(args, "--unset-all", name, exactly)
	}
	return append(args, "--replace-all", name, value(*c.To), exactly)
}

// ere are the special characters of a POSIX extended regular expression.
var ere = lazyre.New(`[][.^$*+?(){}|\\]`)

// CommandText returns the command as a line for a POSIX shell, credentials
// replaced: where there are none it can be copied as it is.
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

var plain = lazyre.New(`^[A-Za-z0-9_./:=@%+,-]+$`)

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
