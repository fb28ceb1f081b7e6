package protocol

import (
	"archive/zip"
	"bytes"
	"cmp"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
	"github.com/gofix-net/gofix-net/pkg/wire"
	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"
)

// VersionList is what @v/list says.
type VersionList struct {
	Releases []string // valid versions, pseudo-versions left out, in the order of the file
	// newest is the version of the latest commit, where the list names only
	// pseudo-versions or gives times (modfetch.latestFromList).
	newest string
}

// ParseList reads @v/list as modfetch.Versions does, which ignores every line
// that does not begin with a version. It is stricter in one thing: a text with
// lines of which none is a version (an HTML page, JSON) is no list, where the
// go command would take it for an empty one.
func ParseList(data []byte) (VersionList, error) {
	var l VersionList
	var best time.Time
	odd := ""
	valid := 0
	for line := range strings.SplitSeq(string(data), "\n") {
		f := strings.Fields(line)
		if len(f) == 0 {
			continue
		}
		if !semver.IsValid(f[0]) {
			odd = line
			continue
		}
		valid++
		var at time.Time
		switch {
		case len(f) >= 2:
			at, _ = time.Parse(time.RFC3339, f[1])
		case module.IsPseudoVersion(f[0]):
			at, _ = module.PseudoVersionTime(f[0])
		}
		if best.Before(at) {
			best, l.newest = at, f[0]
		}
		if !module.IsPseudoVersion(f[0]) {
			l.Releases = append(l.Releases, f[0])
		}
	}
	if valid == 0 && odd != "" {
		return VersionList{}, fmt.Errorf("not a list of versions%s", wire.Quote(odd))
	}
	return l, nil
}

// newestRelease returns the highest version of the list that the path allows, a
// pre-release only where there is nothing else; "" where there is none.
func (l VersionList) newestRelease(path string) string {
	_, major, _ := module.SplitPathVersion(path)
	best := ""
	for _, v := range l.Releases {
		final, had := semver.Prerelease(v) == "", semver.Prerelease(best) == ""
		switch {
		case module.CheckPathMajor(v, major) != nil:
		case best == "", final && !had, final == had && semver.Compare(v, best) > 0:
			best = v
		}
	}
	return best
}

// ParseInfo reads V.info or @latest and returns its version. asked is the
// version that was asked for; where that is canonical, only the same one is
// an answer (modfetch.Stat).
func ParseInfo(data []byte, asked string) (string, error) {
	var info versionInfo
	if err := json.Unmarshal(data, &info); err != nil {
		return "", &infoError{"not the JSON of a version: " + err.Error() + wire.Quote(string(data)), probe.Refusal{NotJSON: err.Error()}}
	}
	if asked != "" && asked == module.CanonicalVersion(asked) && info.Version != asked {
		named := Cut(info.Version)
		return "", &infoError{fmt.Sprintf("info for version %s instead of the requested version %s", named, asked), probe.Refusal{Version: named}}
	}
	if info.Version == "" || module.CanonicalVersion(info.Version) != info.Version {
		return "", fmt.Errorf("info names no valid version: %q", Cut(info.Version))
	}
	return info.Version, nil
}

// infoError is an info file that is not what it should be.
type infoError struct {
	text  string
	parts probe.Refusal
}

func (e *infoError) Error() string { return e.text }

// Refusal has what the go command says of it.
func (e *infoError) Refusal() probe.Refusal { return e.parts }

// ParseInfoTime reads @latest and returns its version and time.
func ParseInfoTime(data []byte) (string, time.Time, error) {
	v, err := ParseInfo(data, "")
	if err != nil {
		return "", time.Time{}, err
	}
	var info versionInfo
	err = json.Unmarshal(data, &info)
	return v, info.Time, err
}

// versionInfo is the JSON of a version.
type versionInfo struct {
	Version string
	Time    time.Time
}

// maxModWords bounds the lines and the brackets of a go.mod file of a server: the parser
// takes a hundred bytes and more for each. The largest real ones have some thousand.
const maxModWords = 200_000

// ParseMod reads V.mod and returns the module path that it declares.
func ParseMod(data []byte) (string, error) {
	var f *modfile.File
	err := errTooManyWords
	if words(data) <= maxModWords {
		f, err = modfile.ParseLax("go.mod", data, nil)
	}
	if err != nil {
		return "", fmt.Errorf("not a go.mod file%s", wire.Quote(string(data)))
	}
	if f.Module == nil {
		return "", fmt.Errorf("a go.mod file without a module line%s", wire.Quote(string(data)))
	}
	return f.Module.Mod.Path, nil
}

// words counts what ends a word in a go.mod file besides blanks.
func words(data []byte) (n int) {
	for _, c := range data {
		switch c {
		case '\n', '(', ')', '[', ']', ',':
			n++
		}
	}
	return n
}

var errTooManyWords = errors.New("too many lines and brackets")

var (
	errNotZip   = errors.New("not a zip archive")
	errCutShort = &wire.ContentError{Symptom: symptom.HTTPTruncated, Text: "the zip archive has no end: it was cut short"}
)

// checkZipHead checks the first bytes of a module zip: a local file header
// whose name begins with PATH@VERSION/ (golang.org/x/mod/zip).
func checkZipHead(head []byte, m module.Version) error {
	if len(head) < 4 {
		return fmt.Errorf("%w%s", errNotZip, wire.Quote(string(head)))
	}
	if bytes.HasPrefix(head, []byte("PK\x05\x06")) {
		return fmt.Errorf("an empty zip archive instead of %s", m)
	}
	if !bytes.HasPrefix(head, []byte("PK\x03\x04")) {
		return fmt.Errorf("%w%s", errNotZip, wire.Quote(string(head[:min(len(head), 256)])))
	}
	const header = 30
	if len(head) < header {
		return errCutShort
	}
	size := int(binary.LittleEndian.Uint16(head[26:28]))
	if len(head) < header+size {
		return errCutShort
	}
	return checkZipName(string(head[header:header+size]), m)
}

func checkZipName(name string, m module.Version) error {
	if strings.HasPrefix(name, m.Path+"@"+m.Version+"/") {
		return nil
	}
	return fmt.Errorf("a zip archive with the unexpected file %q", Cut(name))
}

// checkZip checks a whole module zip: its directory, and that every name
// belongs to the module. Contents are not unpacked: see [CheckDownload].
func checkZip(data []byte, m module.Version) error {
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil || len(r.File) == 0 { // the head tells why, and not whether: go takes what has a byte order mark before it
		return cmp.Or(checkZipHead(data, m), error(errCutShort))
	}
	for _, f := range r.File {
		if err := checkZipName(f.Name, m); err != nil {
			return err
		}
	}
	return nil
}

// hasZipEnd reports whether tail holds the record that ends a zip archive:
// 22 bytes and a comment of at most 64 KiB before the end.
func hasZipEnd(tail []byte) bool {
	const record = 22
	for i := len(tail) - record; i >= 0; i-- {
		if !bytes.HasPrefix(tail[i:], []byte("PK\x05\x06")) {
			continue
		}
		if comment := int(binary.LittleEndian.Uint16(tail[i+20 : i+22])); i+record+comment == len(tail) {
			return true
		}
	}
	return false
}

// maxWord bounds a foreign word in a message, in characters.
const maxWord = 80

// Cut bounds a foreign word for a message.
func Cut(s string) string { return foreign.Line(s, maxWord) }
