package correct

import "strings"

// Rewrite returns what the two sides of git's url.BASE.insteadOf=PREFIX were
// probably meant to be. git puts base in the place of prefix and adds nothing
// between: a base without the slash that prefix has joins host and path, and one
// with a slash too many leads to another path.
func Rewrite(base, prefix string) (string, string) {
	base, prefix = scheme(unquote(ascii(bare("", base)))), scheme(unquote(ascii(bare("", prefix))))
	if user, rest, ok := strings.Cut(base, "@"); ok && !strings.ContainsAny(user, ":/") && !strings.Contains(rest, ":") {
		base = user + "@" + strings.Replace(rest, "/", ":", 1) // ssh: user@host:path
	}
	if !strings.Contains(prefix, "://") || base == "" {
		return base, prefix
	}
	switch slash := strings.HasSuffix(prefix, "/"); {
	case slash && !strings.HasSuffix(base, "/") && !strings.HasSuffix(base, ":"):
		base += "/"
	case !slash && strings.HasSuffix(base, "/"):
		base = strings.TrimRight(base, "/")
	}
	return base, prefix
}
