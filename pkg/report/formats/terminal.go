package formats

import "strings"

// UseColor reports whether to colour text for a stream. NO_COLOR (no-color.org)
// wins over CLICOLOR_FORCE, which wins over there being no terminal; CLICOLOR=0
// and TERM=dumb switch colour off on a terminal (bixense.com/clicolors). Where TERM is
// not set, nothing says that a terminal knows colours; Windows never sets it.
func UseColor(os string, getenv func(string) string, terminal bool) bool {
	if getenv("NO_COLOR") != "" {
		return false
	}
	if force := getenv("CLICOLOR_FORCE"); force != "" && force != "0" {
		return true
	}
	return terminal && getenv("CLICOLOR") != "0" && getenv("TERM") != "dumb" && (getenv("TERM") != "" || os == "windows")
}

// UseUnicode reports whether the locale shows more than ASCII. The first of
// LC_ALL, LC_CTYPE and LANG that is set decides (POSIX.1-2017, 8.2); Windows and
// macOS show it without being told.
func UseUnicode(os string, getenv func(string) string) bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v := strings.ToLower(getenv(name)); v != "" {
			return strings.Contains(v, "utf-8") || strings.Contains(v, "utf8")
		}
	}
	return os == "windows" || os == "darwin"
}
