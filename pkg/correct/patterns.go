package correct

import (
	"net/url"
	"path"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/known"
)

// patternList writes a list of module path patterns (GOPRIVATE and its like) by
// the go command's rules: commas without blanks, each element a pattern of the
// path and not a URL (go help module-private, golang.org/x/mod/module).
func patternList(text string) string {
	var out []string
	have := map[string]bool{} // a list can have thousands
	for _, e := range elements(text) {
		for _, p := range pattern(e) {
			if _, err := path.Match(p, ""); err == nil && p != "" && !have[p] {
				have[p] = true
				out = append(out, p)
			}
		}
	}
	return strings.Join(out, ",")
}

// pattern returns the patterns that one element was meant to be, itself where it
// is one. A URL that ends in .git becomes two: a module's path may have the
// ending or not.
func pattern(e string) []string {
	text, isURL := withoutURL(e)
	text = strings.TrimSuffix(text, "/...")
	if strings.HasSuffix(text, "//") || isURL {
		text = strings.TrimRight(text, "/")
	}
	if domain, ok := strings.CutPrefix(text, "."); ok && strings.Contains(domain, ".") {
		return []string{domain, "*." + domain} // as NO_PROXY means it
	}
	if repository, ok := strings.CutSuffix(text, ".git"); ok && (isURL || known.Is(firstElement(text), known.Forge)) {
		return []string{repository, text}
	}
	return []string{text}
}

// firstElement returns the first element of a pattern.
func firstElement(pattern string) string {
	host, _, _ := strings.Cut(pattern, "/")
	return host
}

// withoutURL returns host and path of an element that is a URL in part: with a
// scheme, a user, a port, or in the form user@host:path of ssh.
func withoutURL(e string) (text string, isURL bool) {
	text = scheme(e)
	if _, after, ok := strings.Cut(text, "://"); ok {
		text, isURL = after, true
	}
	if user, after, ok := strings.Cut(text, "@"); ok && !strings.Contains(user, "/") {
		text, isURL = after, true
	}
	host, rest, slash := strings.Cut(text, "/")
	name, port, colon := strings.Cut(host, ":")
	switch {
	case !colon:
	case strings.Trim(port, "0123456789") == "":
		host = name
	default: // host:owner/repository
		host, rest, slash, isURL = name, strings.Trim(port+"/"+rest, "/"), true, true
	}
	if !slash {
		return host, isURL
	}
	return host + "/" + rest, isURL
}

// vcsRules writes a GOVCS list by the go command's rules: PATTERN:VCS|VCS with
// commas between (go help vcs).
func vcsRules(text string) string {
	var out []string
	for _, e := range elements(text) {
		i := strings.LastIndexByte(e, ':')
		if i < 0 {
			continue
		}
		of, _ := withoutURL(e[:i])
		out = append(out, strings.TrimSuffix(of, "/...")+":"+strings.ToLower(e[i+1:]))
	}
	return strings.Join(out, ",")
}

// exceptions writes a NO_PROXY list in a form that go and git read alike:
// commas, hosts without scheme and path.
func exceptions(text string) string {
	var out []string
	for _, e := range elements(text) {
		if u, err := url.Parse(scheme(e)); err == nil && u.Host != "" {
			e = u.Host
		}
		if host, rest, slash := strings.Cut(e, "/"); slash && strings.Trim(rest, "0123456789") != "" {
			e = host // not a network such as 10.0.0.0/8
		}
		out = append(out, strings.TrimSuffix(e, "/"))
	}
	return strings.Join(out, ",")
}
