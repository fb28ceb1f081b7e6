package profile

import (
	"errors"
	"net/url"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// company is the placeholder in a GOPROXY value for the user's own proxies.
const company = "{company}"

// ErrNoCompanyProxy is returned by [Adopt] where a profile is made for the
// company's proxy, and GOPROXY names none.
var ErrNoCompanyProxy = errors.New("GOPROXY names no proxy of your company, and this profile uses nothing else; " +
	"set it first: go env -w GOPROXY=https://goproxy.example.com (with your company's address)")

// Adopt fits a stored profile to the machine at hand and returns a copy:
//
//   - Entries of the present GOPROXY that are no public proxies stay, in front
//     of those of the profile, with their separators and credentials: a stored
//     profile must neither drop a company's proxy nor ask a public one first.
//   - {modcache} becomes the address of the module cache. A profile that uses it asks
//     no other, and no entry joins it.
//   - Where the profile is silent about GOSUMDB and the checksum database is
//     switched off or malformed in the layers that can be written over, it is
//     switched on again.
//
// isPublic tells public proxies from others; see package mirror.
func Adopt(p *Profile, s *settings.Snapshot, isPublic func(settings.Value) bool) (*Profile, error) {
	out := *p
	out.Wants = append([]Want(nil), p.Wants...)
	for i, w := range out.Wants {
		if w.Key != settings.Go("GOPROXY") || w.Value == nil {
			continue
		}
		value, err := adopted(p, w.Value.Reveal(), s, isPublic)
		if err != nil {
			return nil, err
		}
		out.Wants[i].Value = ptr(value)
	}
	if _, ok := out.Want(settings.Go("GOSUMDB")); !ok {
		out.Wants = append(out.Wants, repairSumdb(s)...)
	}
	return &out, nil
}

// adopted is the value of a profile's GOPROXY on this machine.
func adopted(p *Profile, value string, s *settings.Snapshot, isPublic func(settings.Value) bool) (string, error) {
	cache := cacheURL(s)
	switch {
	case strings.Contains(value, modcache) && cache == "":
		return "", ErrNoModcache
	case strings.Contains(value, modcache):
		return strings.ReplaceAll(value, modcache, cache), nil
	case p.only:
		return withCredentials(value, ownProxies(s, isPublic)), nil
	}
	// The cache's own address is what the profile offline wrote: it is no company's.
	own := ownProxies(s, func(u settings.Value) bool { return isPublic(u) || cache != "" && u.Reveal() == cache })
	return adoptProxies(withCredentials(value, own), own)
}

// withCredentials gives entries of a list that have none the credentials of the
// present entry with the same address: a profile that is shared holds none.
func withCredentials(value string, o own) string {
	for _, e := range o.proxies {
		u, err := url.Parse(e.Text)
		if err != nil || u.User == nil {
			continue
		}
		bare := *u
		bare.User = nil
		for _, x := range route.Elements(value) {
			if strings.TrimRight(x.Text, "/") == strings.TrimRight(bare.String(), "/") {
				value = strings.Replace(value, x.Text, e.Text, 1)
			}
		}
	}
	return value
}

// own is the part of a GOPROXY list that leads to no public proxy: proxies,
// and the direct or off that ends the list.
type own struct {
	proxies []route.Element
	end     string // "direct", "off" or ""
}

// ownProxies looks at the value in force and, where that has no company's
// proxy, at the one in the GOENV file, which a variable may hide for a while.
func ownProxies(s *settings.Snapshot, isPublic func(settings.Value) bool) own {
	key := settings.Go("GOPROXY")
	found := splitOwn(s.Effective(key).Value.Reveal(), isPublic)
	if len(found.proxies) == 0 {
		found = splitOwn(s.In(key, settings.GoenvFile).Value.Reveal(), isPublic)
	}
	return found
}

func splitOwn(value string, isPublic func(settings.Value) bool) own {
	var o own
	for _, e := range route.Elements(value) {
		switch {
		case e.Text == "direct" || e.Text == "off":
			o.end = e.Text
			return o
		case strings.ContainsAny(e.Text, ".:/") && !isPublic(settings.Value(e.Text)):
			o.proxies = append(o.proxies, e)
		}
	}
	return o
}

// adoptProxies puts o's proxies in front of the profile's list, or in the
// place of its placeholder.
func adoptProxies(value string, o own) (string, error) {
	before, after, has := strings.Cut(value, company)
	if has && len(o.proxies) == 0 {
		return "", ErrNoCompanyProxy
	}
	if has {
		list := o.String()
		if after == "" && o.end != "" {
			list += separator(o.proxies[len(o.proxies)-1]) + o.end
		}
		return before + list + after, nil
	}
	o = o.without(route.Elements(value))
	if len(o.proxies) == 0 {
		return value, nil
	}
	return o.String() + separator(o.proxies[len(o.proxies)-1]) + value, nil
}

// without leaves out the proxies that the profile's own list has already.
func (o own) without(list []route.Element) own {
	out := own{end: o.end}
	for _, e := range o.proxies {
		if !containsEntry(list, e.Text) {
			out.proxies = append(out.proxies, e)
		}
	}
	return out
}

func containsEntry(list []route.Element, text string) bool {
	for _, e := range list {
		if strings.TrimRight(e.Text, "/") == strings.TrimRight(text, "/") {
			return true
		}
	}
	return false
}

// String joins the proxies, without a separator at the end.
func (o own) String() string {
	var b strings.Builder
	for i, e := range o.proxies {
		b.WriteString(e.Text)
		if i < len(o.proxies)-1 {
			b.WriteString(separator(e))
		}
	}
	return b.String()
}

// separator is what stands between e and whatever follows. An entry that ended
// the list let nothing follow: a comma comes nearest, which passes on "not
// found" and nothing else.
func separator(e route.Element) string {
	if e.Sep == "" {
		return ","
	}
	return e.Sep
}

// repairSumdb returns what switches a disabled or malformed checksum database
// on again. A value of the operating system's environment is left alone: it
// cannot be written, and the diagnosis names it.
func repairSumdb(s *settings.Snapshot) []Want {
	key := settings.Go("GOSUMDB")
	written := s.In(key, settings.GoenvFile)
	below := s.In(key, settings.GorootEnv)
	if written.Set() && usableSumdb(written.Value.Reveal()) {
		return nil
	}
	if below.Set() && !usableSumdb(below.Value.Reveal()) {
		return []Want{{Key: key, Value: ptr(known.SumGolangOrg), Reason: Reason{ID: "profile.reason.sumdb"}}}
	}
	if !written.Set() {
		return nil
	}
	return []Want{{Key: key, Reason: Reason{ID: "profile.reason.sumdb"}}}
}

// usableSumdb reports whether the go command accepts a GOSUMDB value and
// verifies by it (cmd/go/internal/modfetch.dbDial).
func usableSumdb(value string) bool {
	name, _, hasURL := strings.Cut(value, " ")
	switch {
	case known.SameDatabase(value):
		return true
	case name == known.SumGolangOrg && hasURL:
		return true
	}
	_, err := note.NewVerifier(name)
	return err == nil
}
