package explain

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/explain/grammar"
	"github.com/gofix-net/gofix-net/pkg/explain/words"
	"github.com/gofix-net/gofix-net/pkg/lazyre"
)

// fileErrors are what the systems say when a file cannot be written: Linux,
// macOS and Windows, in lower case.
var fileErrors = []string{
	"permission denied", "read-only file system", words.AccessDenied, "operation not permitted", "no locks available",
	"no space left on device", words.DiskFull, "disk quota exceeded", "insufficient disk space",
	words.FileInUse, "input/output error", "stale file handle", "not a directory", "is a directory", "structure needs cleaning",
}

// fileErrorIn returns the first of them in text, "" if none.
func fileErrorIn(text string) string {
	text = strings.ReplaceAll(strings.ToLower(text), "permission denied (", "") // ssh says so of its keys
	for _, e := range fileErrors {
		if strings.Contains(text, e) {
			return e
		}
	}
	if e := words.WindowsFileError(text); e != "" {
		return e
	}
	// The record of the checksum database is made by the go command itself: where
	// it is missing, its directory cannot be made.
	if lost := "no such file or directory"; strings.Contains(text, "sumdb") && strings.Contains(text, lost) {
		return lost
	}
	return ""
}

// modcachePath is a path in the module cache or beside it, and what of it to
// name: GOMODCACHE as far as it can be recognised.
var modcachePath = lazyre.New(`([A-Za-z]:\\[^"'(:*?<>|]*?\\pkg[/\\](?:mod[/\\]cache|mod|sumdb)|(?:[A-Za-z]:)?[^\s"'(:]*?[/\\]pkg[/\\](?:mod[/\\]cache|mod|sumdb))(?:[/\\\s"':]|$)`)

// elsewhere is a module cache at a place of its own: the layout below it is go's.
var elsewhere = lazyre.New(`((?:[A-Za-z]:)?[/\\][^\s"'(:]*?[/\\]cache)[/\\]download[/\\][^\s:]+[/\\]@v[/\\]`)

// cacheDir returns the directory that modcachePath finds, "" if none.
func cacheDir(text string) string {
	if m := find(elsewhere, text, "@v"); m != nil && !strings.Contains(m[0][1], "pkg") {
		return m[0][1]
	}
	if !strings.Contains(text, "pkg/mod") && !strings.Contains(text, `pkg\mod`) && !strings.Contains(text, "pkg/sumdb") && !strings.Contains(text, `pkg\sumdb`) {
		return ""
	}
	if m := modcachePath.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	return ""
}

// withoutCache returns GOMODCACHE for dir, which is that directory or "cache" below it.
func withoutCache(dir string) string {
	return strings.TrimSuffix(strings.TrimSuffix(dir, "/cache"), `\cache`)
}

// fileOperation names the path of a failed operation, as package os does.
var fileOperation = lazyre.New(`(?:mkdir|open|write|stat|chmod|rename|RLock|Lock) ([^\s:]{1,200}|[A-Za-z]:[^\s:]{1,200}): `)

// cacheWords are what go says when it names a cache without the usual path.
var cacheWords = lazyre.New(`could not create module cache|create cache directory|writing (?:go\.mod|stat|sum|list|version) cache|module cache not found|GOMODCACHE entry is relative|missing \$GOPATH`)

// buildCache is the other cache: damage there has nothing to do with modules.
var buildCache = lazyre.New(`go-build|build cache|GOCACHE`)

// diskCause judges an error of the file system in the module cache. The target
// is the directory; "" is no cause.
func diskCause(c *grammar.Chain) (cause.ID, string, []cause.ID) {
	text := c.Text
	if !mayBeDisk(text) {
		return "", "", nil
	}
	if zip, ok := zipCause(c); ok {
		return cause.ModcacheCorrupt, zip, []cause.ID{cause.GoproxyMisbehaving}
	}
	said := fileErrorIn(text)
	named := cacheWords.MatchString(text)
	if said == "" && !named {
		return "", "", nil
	}
	dir := cacheDir(text)
	inCache := dir != ""
	if !inCache && buildCache.MatchString(text) {
		return buildCacheCause(said, text)
	}
	if m := fileOperation.FindStringSubmatch(text); m != nil && !inCache {
		dir = m[1]
	}
	switch {
	case said == "" && named && !strings.Contains(text, "create cache directory"):
		return cause.ModcacheUnwritable, "GOMODCACHE", nil
	case said == "" || !named && !inCache && c.Module == "" && c.Package == "":
		return "", "", nil
	case (strings.Contains(said, "space") || strings.Contains(said, "quota")) && (named || goSaysOfFile(c)):
		return cause.DiskFull, withoutCache(dir), nil
	case dir == "" && !named, ofAnotherProgram(text), !named && !goSaysOfFile(c):
		return "", "", nil
	}
	return cause.ModcacheUnwritable, dir, nil
}

// goSaysOfFile reports whether go has printed an error about a file in the module
// cache: with its own words in front, or as package os does with nothing in front.
// Files below "cache" are those of go alone; a program that meets one goes on to say
// what it wanted there.
func goSaysOfFile(c *grammar.Chain) bool {
	if c.Module != "" || c.Package != "" || c.Op != "" || c.Source != "" || ours.MatchString(c.Text) {
		return true
	}
	at := fileOperation.FindStringIndex(c.Text)
	if at == nil {
		return false
	}
	before, operation := c.Text[:at[0]], c.Text[at[0]:at[1]]
	if strings.TrimSpace(before) == "" {
		return true
	}
	if said := fileErrorIn(c.Text); !strings.HasSuffix(strings.TrimRight(strings.ToLower(c.Text), `."' `), said) {
		return false
	}
	return strings.Contains(operation, "@v") && elsewhere.MatchString(operation) || cacheDir(operation) != "" && !strings.Contains(operation, "@")
}

// buildCacheAt names the build cache where the go command cannot use it.
var buildCacheAt = lazyre.New(`(?:failed to initialize build cache at|build cache is (?:required|disabled)[^/]*?|could not create build cache directory|open|mkdir|creating|writing) ((?:[A-Za-z]:)?[/\\][^\s:]*)`)

// buildCacheCause judges the other cache: without it the go command does nothing
// at all. A program's own temporary files are no matter of it.
func buildCacheCause(said, text string) (cause.ID, string, []cause.ID) {
	m := buildCacheAt.FindStringSubmatch(text)
	switch {
	case said == "" || m == nil || !strings.Contains(text, "build cache"):
		return "", "", nil
	case strings.Contains(said, "space"), strings.Contains(said, "quota"):
		return cause.DiskFull, m[1], nil
	}
	return cause.ModcacheUnwritable, m[1], nil
}

// mayBeDisk is the cheap test before the expressions.
func mayBeDisk(text string) bool {
	for _, w := range []string{"cache", "denied", "space", "read-only", "not permitted", "quota", "locks", "zip", "sumdb", "output error", "directory", "file handle", "modified", "corrupt", "NUL", `\pkg\mod`, "GOMODCACHE", "$GOPATH"} {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}

// ofAnotherProgram: a tool that cannot be run, or a result that cannot be
// copied, is no matter of the cache, though the path may lie there.
func ofAnotherProgram(text string) bool {
	return strings.Contains(text, "fork/exec ") || strings.Contains(text, "copying ")
}

// corrupt are the texts of damaged files: archive/zip, cmd/go and the go.mod parser.
var corrupt = []string{"zip: not a valid zip file", "zip: checksum error", "flate: corrupt input", "zip has been modified (", "dir has been modified (", "zip: unsupported compression", unexpectedNUL}

// zipOf is a module without its version, as "go get" up to Go 1.17 names it.
var zipOf = lazyre.New(`(?:^|\s)(` + grammar.PathPattern + `): (?:zip|flate): `)

const unexpectedNUL = "unexpected NUL in input"

// zipCause recognises damage in the module cache. A zip that cannot be read and
// that no path or module belongs to came over the network just now.
func zipCause(c *grammar.Chain) (target string, ok bool) {
	i := slices.IndexFunc(corrupt, func(w string) bool { return strings.Contains(c.Text, w) })
	if i < 0 {
		return "", false
	}
	if dir := cacheDir(c.Text); dir != "" {
		return withoutCache(dir), true
	}
	if corrupt[i] == unexpectedNUL {
		return "", false // of a file elsewhere
	}
	if m := zipOf.FindStringSubmatch(c.Text); m != nil && c.Module == "" && strings.Contains(m[1], "/") && !strings.HasSuffix(m[1], ".zip") {
		return m[1], true
	}
	if strings.HasPrefix(strings.TrimSpace(c.Text), "go: "+corrupt[i]) {
		return moduleVersion(c), true // the go command says no more of a zip that it had in its cache
	}
	return moduleVersion(c), c.Module != "" || c.Source != "" || strings.Contains(c.Text, "has been modified")
}
