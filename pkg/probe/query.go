package probe

import (
	"strings"

	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"

	"github.com/gofix-net/gofix-net/pkg/errtype"
	"github.com/gofix-net/gofix-net/pkg/tell"
)

// ParseQuery reads PATH[@VERSION], where PATH is a module. The query latest is the same
// as no version.
func ParseQuery(text string) (Query, error) {
	q, err := cutQuery(text)
	if err != nil {
		return Query{}, err
	}
	if err := CheckPath(q.Path); err != nil {
		return Query{}, err
	}
	if semver.IsValid(q.Version) && strings.Count(q.Version, ".") == 2 {
		if err := module.Check(q.Path, q.Version); err != nil {
			return Query{}, err
		}
	}
	if q.Version == "latest" {
		q.Version = ""
	}
	return q, nil
}

// ParsePackage reads PATH[@VERSION], where PATH is a package or a module.
func ParsePackage(text string) (Query, error) {
	q, err := cutQuery(text)
	if err != nil {
		return Query{}, err
	}
	if err := badPath(module.CheckImportPath(q.Path)); err != nil {
		return Query{}, err
	}
	return q, nil
}

// CheckPath checks a module path as the go command does. Its error says what is wrong
// with the path, and leaves the path to its caller.
func CheckPath(path string) error { return badPath(module.CheckPath(path)) }

func badPath(err error) error {
	e, ok := errtype.As[*module.InvalidPathError](err)
	switch {
	case !ok:
		return err
	case e.Kind == "import":
		return tell.Errorf("malformed import path: %w", named(e.Err))
	}
	return tell.Errorf("malformed module path: %w", named(e.Err))
}

// named is an error of x/mod that names what it found, so that it can be said in another
// language.
func named(err error) error {
	if found, ok := strings.CutPrefix(err.Error(), "invalid char "); ok {
		return tell.Errorf("invalid char %s", found)
	}
	if found, ok := strings.CutPrefix(err.Error(), "invalid path element "); ok {
		return tell.Errorf("invalid path element %s", found)
	}
	return err
}

// cutQuery cuts at the @. Its version is a query of go, or has a name that git allows to a
// tag or a branch (git-check-ref-format).
func cutQuery(text string) (Query, error) {
	path, version, ok := strings.Cut(text, "@")
	if ok && version == "" {
		return Query{}, tell.Errorf("a version has to follow the @, such as v1.2.3 or latest")
	}
	if strings.ContainsAny(version, " ~^:?*[\\") || strings.Contains(version, "..") {
		return Query{}, tell.Errorf("no version and no branch has the name %q", version)
	}
	return Query{Path: path, Version: version}, nil
}
