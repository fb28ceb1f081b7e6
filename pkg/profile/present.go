package profile

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// Present returns the settings in force as a profile that gives the same on another
// machine: the variables of the go command that are set, in the environment or
// with go env -w, and the values of git's global configuration that decide how
// modules are fetched. bare are the settings whose credentials were left out, whole
// those that were left out because a credential is in them that cannot be cut.
func Present(s *settings.Snapshot) (p *Profile, bare, whole []settings.Key) {
	p = &Profile{Doc: map[string]string{}}
	for _, k := range goKeys {
		name := k.name
		in := s.Effective(settings.Go(name))
		if !k.may || in.Origin != settings.OSEnv && in.Origin != settings.GoenvFile || in.Value == "" {
			continue
		}
		value := in.Value.Reveal()
		if cache := cacheURL(s); name == "GOPROXY" && cache != "" {
			value = strings.ReplaceAll(value, cache, modcache)
		}
		if name == "GOPROXY" {
			cut := withoutCredentials(value)
			if cut != value {
				bare = append(bare, in.Key)
			}
			value = cut
		}
		if secret(value) {
			whole = append(whole, in.Key)
			continue
		}
		p.Wants = append(p.Wants, Want{Key: in.Key, Value: ptr(value)})
	}
	for _, l := range s.Layers {
		if l.Origin != settings.GitGlobal || l.Key.Tool != settings.GitConfig || checkGitKey(l.Key.Name) != nil || l.Value == "" {
			continue
		}
		if secret(l.Key.Name) || secret(l.Value.Reveal()) {
			whole = append(whole, l.Key)
			continue
		}
		p.Wants = append(p.Wants, Want{Key: l.Key, Value: ptr(l.Value.Reveal())})
	}
	return p, bare, whole
}

// secret reports whether a text holds a credential.
func secret(text string) bool { return foreign.Redact(text) != text }

// withoutCredentials cuts user and password out of the entries of a GOPROXY list.
func withoutCredentials(list string) string {
	for _, e := range route.Elements(list) {
		u, err := url.Parse(e.Text)
		if err != nil || u.User == nil {
			continue
		}
		u.User = nil
		list = strings.Replace(list, e.Text, u.String(), 1)
	}
	return list
}

// Format writes a profile as [Parse] reads it, with comments on top.
func Format(p *Profile, comments ...string) []byte {
	var b strings.Builder
	for _, c := range comments {
		fmt.Fprintf(&b, "# %s\n", c)
	}
	if p.Extends != "" {
		fmt.Fprintf(&b, "extends %s\n", p.Extends)
	}
	for _, w := range p.Wants {
		prefix := ""
		if w.Key.Tool == settings.GitConfig {
			prefix = "git "
		}
		switch {
		case w.Remove != nil:
			fmt.Fprintf(&b, "%s-%s=%s\n", prefix, w.Key.Name, w.Remove.Reveal())
		case w.Value == nil:
			fmt.Fprintf(&b, "%s-%s\n", prefix, w.Key.Name)
		default:
			fmt.Fprintf(&b, "%s%s=%s\n", prefix, w.Key.Name, w.Value.Reveal())
		}
	}
	return []byte(b.String())
}
