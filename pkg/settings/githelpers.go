package settings

import (
	"path/filepath"
	"slices"
	"strings"
)

// The helpers that git asks for a login do three things (gitcredentials(7)): get gives
// one, store keeps one that a server accepted, erase removes one that a server refused.
// A diagnosis may ask; it must not make a helper forget what the user stored, or keep
// what it did not have.

// The shell function by which a helper is only asked stands around the command that git
// would run.
const (
	onlyAsks  = `gofix_net_asks() { case "$1" in get) `
	onlyAsked = "\n;; esac; }; gofix_net_asks"
)

// maxParameters bounds the variable, in bytes: Windows refuses one of 32,767 characters
// (SetEnvironmentVariable), Linux one of 128 KiB (execve(2)).
const maxParameters = 30 << 10

// OnlyAsked returns the variable of the environment (with its value) by which each of git's credential
// helpers is asked and is never told to store or to erase a login. It is nil where git
// has no helper.
//
// GIT_CONFIG_PARAMETERS is what `git -c` gives to the programs that git starts; it is
// read after each other setting. Unlike GIT_CONFIG_COUNT it is there before git 2.31.
func (s *Snapshot) OnlyAsked() []string {
	var out []string
	for _, l := range slices.Backward(s.Layers) { // as git reads them
		if !l.Key.IsCredentialHelper() {
			continue
		}
		if len(out) == 0 { // an empty helper ends the list of those before it
			out = append(out, parameter("credential.helper", ""))
		}
		value := l.Value.Reveal()
		if value != "" {
			value = "!" + onlyAsks + helperCommand(value) + " get" + onlyAsked
		}
		out = append(out, parameter(l.Key.Name, value))
	}
	if len(out) == 0 {
		return nil
	}
	if before := s.Variable("GIT_CONFIG_PARAMETERS").Reveal(); before != "" {
		out = append([]string{before}, out...)
	}
	text := strings.Join(out, " ")
	if len(text) > maxParameters {
		return nil
	}
	return []string{"GIT_CONFIG_PARAMETERS=" + text}
}

// IsCredentialHelper reports whether k is credential.helper, of all URLs or of one.
func (k Key) IsCredentialHelper() bool {
	return k.Tool == GitConfig && strings.HasPrefix(k.Name, "credential.") && strings.HasSuffix(k.Name, ".helper")
}

// HelperCommand returns what git would run for a helper in place of a command of
// [Snapshot.OnlyAsked], without the operation; another command it returns as it is.
func HelperCommand(command string) string {
	rest, ours := strings.CutPrefix(command, onlyAsks)
	if !ours {
		return command
	}
	rest, _, _ = strings.Cut(rest, " get"+onlyAsked)
	return rest
}

// helperCommand is the shell command that git makes of the value of credential.helper
// (credential_do in git's credential.c).
func helperCommand(value string) string {
	if command, shell := strings.CutPrefix(value, "!"); shell {
		return command
	}
	if filepath.IsAbs(value) || strings.HasPrefix(value, "/") { // "/x" is absolute to git on Windows too
		return value
	}
	return "git credential-" + value
}

// parameter is one setting in the quoting of GIT_CONFIG_PARAMETERS. A key that has a "="
// needs the form of git 2.31, in which the value stands in quotes of its own.
func parameter(key, value string) string {
	if strings.Contains(key, "=") {
		return quoted(key) + "=" + quoted(value)
	}
	return quoted(key + "=" + value)
}

// quoted is sq_quote_buf in git's quote.c.
func quoted(text string) string {
	return "'" + strings.NewReplacer("'", `'\''`, "!", `'\!'`).Replace(text) + "'"
}
