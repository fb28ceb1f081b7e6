package settings

import (
	"bytes"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/order"
)

// gitEntry is one value of `git config --list -z`.
type gitEntry struct {
	Scope, Origin string // "" where git was not asked for it
	Key, Value    string
}

// parseGitList reads the output of `git config --list -z`: records that end in
// NUL, with scope and origin before each where they were asked for
// (--show-scope since git 2.26, --show-origin since 2.8). The key ends at the
// first newline; a key without one means true. A record that was cut off
// is dropped.
func parseGitList(data []byte, scope, origin bool) []gitEntry {
	var out []gitEntry
	for {
		var e gitEntry
		ok := true
		next := func() string {
			field, rest, found := bytes.Cut(data, []byte{0})
			ok, data = ok && found, rest
			return string(field)
		}
		if scope {
			e.Scope = next()
		}
		if origin {
			e.Origin = next()
		}
		record := next()
		if !ok {
			return out
		}
		key, value, found := strings.Cut(record, "\n")
		if !found {
			value = "true"
		}
		e.Key, e.Value = key, value
		if key != "" {
			out = append(out, e)
		}
	}
}

// gitOrigins are git's scopes, strongest first.
var gitOrigins = []Origin{GitCommand, GitWorktree, GitLocal, GitGlobal, GitSystem}

// gitRelevant reports whether a setting decides over fetching.
func gitRelevant(key string) bool {
	section, _, _ := strings.Cut(key, ".")
	switch section {
	case "url", "http", "https", "credential", "protocol", "safe", "include", "includeif", "ssh":
		return true
	case "core":
		return slices.Contains([]string{"core.sshcommand", "core.askpass", "core.gitproxy"}, key)
	case "remote":
		return strings.HasSuffix(key, ".proxy")
	}
	return false
}

// gitValue keeps values from being shown that may be a credential whatever
// they look like: headers of any name, and helpers that are shell code.
func gitValue(key, value string) Value {
	if strings.HasPrefix(key, "http.") && strings.HasSuffix(key, ".extraheader") && value != "" {
		return Secret(value)
	}
	if Git(key).IsCredentialHelper() && strings.ContainsAny(value, ";{&|$`") {
		return Secret(value)
	}
	return Value(value)
}

// gitLayers turns entries, in the order in which git reads them, into settings
// in exactly the reverse order: what is read last wins.
func gitLayers(entries []gitEntry, file func(origin string) string) []Setting {
	var out []Setting
	for _, e := range slices.Backward(entries) {
		origin := Origin("git-" + e.Scope)
		if slices.Contains(gitOrigins, origin) && gitRelevant(e.Key) {
			out = append(out, Setting{Key: Git(e.Key), Value: gitValue(e.Key, e.Value), Origin: origin, File: file(e.Origin)})
		}
	}
	order.Stable(out, func(a, b Setting) int {
		return slices.Index(gitOrigins, a.Origin) - slices.Index(gitOrigins, b.Origin)
	})
	return out
}

// gitVersion returns the number in the output of `git version`.
func gitVersion(text string) string {
	for _, word := range strings.Fields(text) {
		if word[0] >= '0' && word[0] <= '9' {
			return word
		}
	}
	return ""
}
