package explain

import (
	"regexp"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/diagnose"
)

// fileError is a file operation of the go command and what the system said.
// Linux, macOS and Windows wordings.
var fileError = regexp.MustCompile(`(?i)(permission denied|read-only file system|access is denied|operation not permitted|no space left on device|not enough space on the disk|disk quota exceeded|insufficient disk space|no locks available)`)

// modcachePath is a path in the module cache or beside it, and what of it to
// name: GOMODCACHE as far as it can be recognised.
var modcachePath = regexp.MustCompile(`((?:[A-Za-z]:)?[^\s"'(:]*?[/\\]pkg[/\\](?:mod[/\\]cache|mod|sumdb))(?:[/\\\s"':]|$)`)

// fileOperation names the path of a failed operation, as package os does.
var fileOperation = regexp.MustCompile(`(?:mkdir|open|write|stat|chmod|rename|RLock|Lock) ([^\s:]{1,200}|[A-Za-z]:[^\s:]{1,200}): `)

// cacheWords are what go says when it names a cache without the usual path.
var cacheWords = regexp.MustCompile(`could not create module cache|create cache directory|writing (?:go\.mod|stat|sum|list|version) cache|module cache not found|GOMODCACHE entry is relative|missing \$GOPATH`)

// buildCache is the other cache: damage there has nothing to do with modules.
var buildCache = regexp.MustCompile(`go-build|build cache|GOCACHE`)

// diskCause judges an error of the file system in the module cache. The target
// is the directory; "" is no cause.
func diskCause(c *chain) (diagnose.ID, string, []diagnose.ID) {
	text := c.text
	if zip, ok := zipCause(c); ok {
		return diagnose.ModcacheCorrupt, zip, []diagnose.ID{diagnose.GoproxyMisbehaving}
	}
	if buildCache.MatchString(text) && !modcachePath.MatchString(text) {
		return "", "", nil
	}
	said := strings.ToLower(fileError.FindString(text))
	named := cacheWords.MatchString(text)
	dir := ""
	if m := modcachePath.FindStringSubmatch(text); m != nil {
		dir = m[1]
	} else if m := fileOperation.FindStringSubmatch(text); m != nil {
		dir = m[1]
	}
	switch {
	case said == "" && named && !strings.Contains(text, "create cache directory"):
		return diagnose.ModcacheUnwritable, "GOMODCACHE", nil
	case said == "" || !named && !modcachePath.MatchString(text) && c.module == "" && c.pkg == "":
		return "", "", nil
	case strings.Contains(said, "space") || strings.Contains(said, "quota"):
		return diagnose.DiskFull, strings.TrimSuffix(strings.TrimSuffix(dir, "/cache"), `\cache`), nil
	case dir == "" && !named, ofAnotherProgram(text):
		return "", "", nil
	}
	return diagnose.ModcacheUnwritable, dir, nil
}

// ofAnotherProgram: a tool that cannot be run, or a result that cannot be
// copied, is no matter of the cache, though the path may lie there.
func ofAnotherProgram(text string) bool {
	return strings.Contains(text, "fork/exec ") || strings.Contains(text, "copying ")
}

// corrupt are the texts of damaged files: archive/zip, cmd/go and the go.mod parser.
var corrupt = regexp.MustCompile(`zip: not a valid zip file|zip: checksum error|flate: corrupt input|(?:zip|dir) has been modified \(|unexpected NUL in input|zip: unsupported compression`)

// zipCause recognises damage in the module cache. A zip that cannot be read and
// that no path or module belongs to came over the network just now.
func zipCause(c *chain) (target string, ok bool) {
	m := corrupt.FindString(c.text)
	if m == "" {
		return "", false
	}
	if p := modcachePath.FindStringSubmatch(c.text); p != nil {
		return strings.TrimSuffix(strings.TrimSuffix(p[1], "/cache"), `\cache`), true
	}
	if m == "unexpected NUL in input" {
		return "", false // of a file elsewhere
	}
	return moduleVersion(c), c.module != "" || c.source != "" || strings.Contains(c.text, "has been modified")
}
