package settings

import "strings"

// The settings of git that several packages ask about. A [Key] has git's own spelling:
// section and variable in lower case, what stands between them as it is written.

// RewriteKey is url.BASE.insteadOf: where a URL begins with the setting's value, git
// asks base in place of that beginning.
func RewriteKey(base string) Key { return Git("url." + base + ".insteadof") }

// RewriteBase returns the base of such a key, and whether k is one.
func (k Key) RewriteBase() (base string, ok bool) { return k.rewriteBase(".insteadof") }

// PushRewriteBase is RewriteBase for url.BASE.pushInsteadOf, which is only for pushing.
func (k Key) PushRewriteBase() (base string, ok bool) { return k.rewriteBase(".pushinsteadof") }

func (k Key) rewriteBase(variable string) (base string, ok bool) {
	if k.Tool != GitConfig {
		return "", false
	}
	base, ok = strings.CutPrefix(k.Name, "url.")
	if !ok {
		return "", false
	}
	return strings.CutSuffix(base, variable)
}

// IsSSLVerify reports whether k is http.sslVerify, of all URLs or of one.
func (k Key) IsSSLVerify() bool {
	return k.Tool == GitConfig && strings.HasPrefix(k.Name, "http.") && strings.HasSuffix(k.Name, ".sslverify")
}
