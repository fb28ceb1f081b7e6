package plan

import (
	"net/url"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"github.com/gofix-net/gofix-net/pkg/correct"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// judgeSumdb admits Google's database under both its names, one that is in
// force already, and a company's own that a person has written with its key
// into a profile file of their own.
func judgeSumdb(s *settings.Snapshot, p *profile.Profile, value string) Rule {
	name, at, hasURL := strings.Cut(value, " ")
	switch {
	case known.SameDatabase(value):
		return ""
	case name == known.SumGolangOrg && hasURL && safeURL(at):
		return "" // another way to the same signed records
	}
	if _, err := note.NewVerifier(name); err != nil || hasURL && !safeURL(at) {
		return RuleSumdbOff
	}
	have := texts(s, settings.Go("GOSUMDB"))
	if slices.Contains(have, value) || p.File != "" && !p.Shared {
		return ""
	}
	if hasURL && slices.ContainsFunc(have, func(t string) bool { return len(strings.Fields(t)) > 0 && strings.Fields(t)[0] == name }) {
		return "" // the same database and key by another way
	}
	return RuleSumdbOff
}

// safeURL admits one https URL, or any to this machine.
func safeURL(text string) bool {
	u, err := url.Parse(strings.TrimSpace(text))
	return err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http" && known.Loopback(u.Hostname()))
}

// judgeProxies refuses a new proxy over plain http, inside a private network too.
func judgeProxies(s *settings.Snapshot, value string) Rule {
	if strings.Contains(value, placeholder) {
		return RulePlaceholder
	}
	var have []string
	for _, v := range texts(s, settings.Go("GOPROXY")) {
		have = append(have, elements(v)...)
		have = append(have, elements(correct.Value("GOPROXY", v))...) // the user's own, mistyped
	}
	for _, e := range elements(value) {
		if route.PlainHTTP(settings.Value(e)) != route.Protected && !slices.Contains(have, e) {
			return RulePlainProxy
		}
	}
	return ""
}

func elements(goproxy string) []string {
	var list []string
	for _, e := range route.Elements(goproxy) {
		list = append(list, e.Text)
	}
	return list
}

// patterns splits a list as the go command does: at commas, not trimmed.
func patterns(list string) []string {
	if list == "" {
		return nil
	}
	return slices.DeleteFunc(strings.Split(list, ","), func(p string) bool { return p == "" })
}

func subset(part, whole []string) bool {
	return !slices.ContainsFunc(part, func(p string) bool { return !slices.Contains(whole, p) })
}

// broad returns the patterns of a list that cover public modules in general.
func broad(list string) []string {
	return slices.DeleteFunc(patterns(list), func(p string) bool {
		return !known.TooBroad(p)
	})
}

func hasInsecureFlag(goflags string) bool {
	return route.HasFlag(goflags, "insecure")
}

// weakVCS reports a GOVCS rule that lets public code use more than git and hg,
// the default (go help vcs).
func weakVCS(govcs string) bool {
	for _, rule := range strings.Split(govcs, ",") {
		pattern, list, _ := strings.Cut(strings.TrimSpace(rule), ":")
		if pattern != "public" && len(broad(pattern)) == 0 {
			continue
		}
		for _, vcs := range strings.Split(list, "|") {
			if v := strings.TrimSpace(vcs); v != "git" && v != "hg" && v != "off" {
				return true
			}
		}
	}
	return false
}
