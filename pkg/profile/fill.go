package profile

import (
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/tell"
)

// Fill is what a person gives for the places that a stored profile leaves open.
type Fill struct {
	// Proxy is the company's module proxy, in the place of {company}; "" keeps the
	// entries of the present GOPROXY there.
	Proxy settings.Value
	// Private are patterns for GOPRIVATE, besides those that are set.
	Private []string
}

// ErrNoPlace is returned by [Filled] for a proxy where the profile has no {company}.
var ErrNoPlace = tell.New("this profile takes no proxy: its GOPROXY does not contain {company}")

// Filled returns a copy of p with what a person gave. Patterns of GOPRIVATE that the
// machine has stay: a path that is private today is not shown tomorrow.
func Filled(p *Profile, s *settings.Snapshot, f Fill) (*Profile, error) {
	out := *p
	out.Wants = slices.Clone(p.Wants)
	if f.Proxy != "" {
		i := slices.IndexFunc(out.Wants, func(w Want) bool {
			return w.Key == settings.Go("GOPROXY") && w.Value != nil && strings.Contains(w.Value.Reveal(), company)
		})
		if i < 0 {
			return nil, ErrNoPlace
		}
		out.Wants[i].Value = ptr(strings.Replace(out.Wants[i].Value.Reveal(), company, f.Proxy.Reveal(), 1))
		out.only = true
	}
	if len(f.Private) == 0 {
		return &out, nil
	}
	key := settings.Go("GOPRIVATE")
	list := append(elements(s.In(key, settings.GoenvFile).Value.Reveal()), elements(s.Effective(key).Value.Reveal())...)
	i := slices.IndexFunc(out.Wants, func(w Want) bool { return w.Key == key })
	if i < 0 {
		out.Wants = append(out.Wants, Want{Key: key})
		i = len(out.Wants) - 1
	} else if v := out.Wants[i].Value; v != nil {
		list = append(list, elements(v.Reveal())...)
	}
	var kept []string
	for _, e := range append(list, f.Private...) {
		if !slices.Contains(kept, e) {
			kept = append(kept, e)
		}
	}
	out.Wants[i].Value = ptr(strings.Join(kept, ","))
	return &out, nil
}

// Open reports whether a profile has a place that each machine fills in: its values
// are then not those of any file.
func (p *Profile) Open() bool {
	return slices.ContainsFunc(p.Wants, func(w Want) bool {
		return w.Value != nil && (strings.Contains(w.Value.Reveal(), company) || strings.Contains(w.Value.Reveal(), modcache))
	})
}

// FromCache reports whether a profile serves modules from the module cache.
func (p *Profile) FromCache() bool {
	return slices.ContainsFunc(p.Wants, func(w Want) bool { return w.Value != nil && strings.Contains(w.Value.Reveal(), modcache) })
}

func elements(list string) []string {
	return slices.DeleteFunc(strings.Split(list, ","), func(e string) bool { return strings.TrimSpace(e) == "" })
}

// modcache is the placeholder in a GOPROXY value for the machine's module cache.
const modcache = "{modcache}"

// ErrNoModcache is returned by [Adopt] where a profile uses the module cache and the
// go command does not say where that is.
var ErrNoModcache = tell.New("the module cache is not known: go env GOMODCACHE prints nothing")

// cacheURL returns the file:// address under which the go command reads the module
// cache as a module proxy, "" where the cache is not known (go help goproxy).
func cacheURL(s *settings.Snapshot) string {
	dir := s.Get("GOMODCACHE").Reveal()
	if dir == "" {
		return ""
	}
	path := filepath.ToSlash(dir)
	if s.OS == "windows" {
		path = strings.ReplaceAll(dir, `\`, "/")
	}
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // of a drive: file:///C:/Users
	}
	u := url.URL{Scheme: "file", Path: strings.TrimSuffix(path, "/") + "/cache/download"}
	return strings.ReplaceAll(u.String(), ",", "%2C") // a comma would end the entry
}
