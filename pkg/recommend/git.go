package recommend

import (
	"net/url"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/diagnose"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// maxLayers bounds how many git settings that hide one another are removed.
const maxLayers = 6

// chooseGit removes the insteadOf rules that lead to a dead place, and git's own
// proxy settings whose proxy is dead. Removing one can bring another dead setting
// into force: chooseGit removes what would be found then as well.
func chooseGit(c *Case) []Option {
	wants := c.brokenGit(c.Facts.Settings, c.Findings)
	if len(wants) == 0 {
		return nil
	}
	for range maxLayers {
		then := c.Facts.With(Applied(c.Facts.Settings, &profile.Profile{Wants: wants}))
		more := c.brokenGit(then.Settings, diagnose.Run(then).Findings)
		if len(more) == 0 {
			break
		}
		wants = append(wants, more...)
	}
	var options []Option
	if meant := c.mistypedGit(); len(meant) > 0 {
		options = append(options, Option{Wants: meant})
	}
	return append(options, Option{Wants: wants}, Option{})
}

// mistypedGit corrects failing rules and proxies that are mistyped, so that git reads
// them differently than they were meant.
func (c *Case) mistypedGit() []profile.Want {
	s := c.Facts.Settings
	var wants []profile.Want
	for _, x := range c.Findings {
		if x.Severity != cause.Error {
			continue
		}
		for _, set := range blamedInGit(s, x) {
			fixed, mistyped := route.CorrectGit(set)
			gone, removable := removal(s, set)
			if !mistyped || !removable {
				continue
			}
			reason := profile.Reason{ID: "recommend.git.corrected", Args: map[string]string{"name": set.Key.String()}}
			if fixed.Key != set.Key || profile.MultiValued(set.Key) {
				gone.Reason = reason
				wants = append(wants, gone)
			}
			wants = append(wants, profile.Want{Key: fixed.Key, Value: &fixed.Value, Reason: reason})
		}
	}
	return wants
}

// brokenGit removes the settings that make a download fail. It keeps a setting
// that no failing download uses, because the user may need it elsewhere: ssh may
// be blocked here and not at home, a company's mirror may need its VPN.
func (c *Case) brokenGit(s *settings.Snapshot, found []cause.Finding) []profile.Want {
	var wants []profile.Want
	for _, x := range found {
		if x.Severity != cause.Error {
			continue
		}
		wants = append(wants, c.refusedBySSH(s, x)...)
		if past, ok := pastProxy(x); ok {
			wants = append(wants, past)
			continue
		}
		blamed := blamedInGit(s, x)
		if over := c.overrides(blamed); len(over) > 0 {
			wants = append(wants, over...)
			continue
		}
		for _, set := range blamed {
			if w, ok := removal(s, set); ok {
				w.Reason.ID = "recommend.git.removed"
				wants = append(wants, w)
			}
		}
	}
	return wants
}

// refusedBySSH removes the rules that lead git to an ssh server which accepts no key of
// this machine, or whose host key this machine does not know, if git does not need them:
// the modules are public, or there is a credential for https.
func (c *Case) refusedBySSH(s *settings.Snapshot, x cause.Finding) []profile.Want {
	var asked settings.Value
	switch d := x.Data.(type) {
	case cause.UnknownKey:
		asked = d.URL
	case cause.RefusedCredential:
		asked = d.URL
	default:
		return nil
	}
	var out []profile.Want
	for _, r := range route.Read(s).Rewrites {
		w, removable := removal(s, r.Setting)
		prefix, err := url.Parse(r.Prefix.Reveal())
		if !removable || err != nil || prefix.Scheme != "https" || !strings.HasPrefix(asked.Reveal(), r.Base.Reveal()) {
			continue
		}
		without := Applied(s, &profile.Profile{Wants: []profile.Want{w}})
		if route.HoldsCredential(without, prefix.Hostname()) || c.allPublic(r) {
			w.Reason.ID = "recommend.git.ssh"
			out = append(out, w)
		}
	}
	return out
}

// allPublic reports whether the modules asked about that a rule leads away are
// public ones.
func (c *Case) allPublic(r route.Rewrite) bool {
	return !slices.ContainsFunc(c.Facts.Queries, func(q probe.Query) bool {
		repository := route.OriginOf(q.Path).URL.Reveal()
		return strings.HasPrefix(repository, r.Prefix.Reveal()) && slices.Contains(c.Unproven, q)
	})
}

// overrides are settings of this user's that win over broken ones of the
// system's, whose file is not the user's to write: no proxy, as an empty value
// means it (git-config(1), http.proxy), and for a rule a longer one that leads
// the modules asked about to where they are.
func (c *Case) overrides(blamed []settings.Setting) []profile.Want {
	var out []profile.Want
	for _, set := range blamed {
		if set.Origin != settings.GitSystem {
			continue
		}
		reason := profile.Reason{ID: "recommend.git.overridden", Args: map[string]string{"name": set.Key.String(), "where": facts.Where(set)}}
		if strings.HasPrefix(set.Key.Name, "http.") {
			none := settings.Value("")
			return []profile.Want{{Key: set.Key, Value: &none, Reason: reason}}
		}
		for _, straight := range c.ownersBehind(set.Value.Reveal()) {
			v := settings.Value(straight)
			reason.ID = "recommend.git.straight"
			out = append(out, profile.Want{Key: settings.RewriteKey(straight), Value: &v, Reason: reason})
		}
	}
	return out
}

// ownersBehind returns what the owners of the modules asked about have in common in
// their repositories' URLs, where that is longer than the prefix of a rule: of
// several rules the longest wins.
func (c *Case) ownersBehind(prefix string) []string {
	var out []string
	for _, q := range c.Facts.Queries {
		repository := route.OriginOf(q.Path).URL.Reveal()
		owner := repository[:strings.LastIndexByte(repository, '/')+1]
		if strings.HasPrefix(owner, prefix) && len(owner) > len(prefix) && !slices.Contains(out, owner) {
			out = append(out, owner)
		}
	}
	return out
}

// blamedInGit returns the settings of git that a finding is about.
func blamedInGit(s *settings.Snapshot, x cause.Finding) []settings.Setting {
	var blamed *route.Rewrite
	switch d := x.Data.(type) {
	case cause.BrokenGitProxy:
		if d.Pair() {
			return nil // it does its part for other hosts
		}
		return s.All(settings.Git(d.Variable))
	case cause.BrokenRule:
		blamed = &d.Rule
	case cause.BlockedProtocol:
		blamed = d.By
	}
	if blamed == nil {
		return nil
	}
	var out []settings.Setting
	for _, r := range route.Read(s).Rewrites {
		if r.Setting.Key == blamed.Setting.Key && r.Prefix == blamed.Prefix {
			out = append(out, r.Setting)
		}
	}
	return out
}

// pastProxy makes git bypass an outbound proxy for one host, if the host was reached
// without it. The proxy works for other hosts. Only git has such a setting; go reads the
// environment.
func pastProxy(x cause.Finding) (profile.Want, bool) {
	d, ok := x.Data.(cause.HopFinding)
	if !ok {
		return profile.Want{}, false
	}
	h := d.Broken()
	if h.Client != string(probe.GitClient) || !h.Pair() || h.Direct == nil || !h.Direct.Reached {
		return profile.Want{}, false
	}
	none := settings.Value("")
	return profile.Want{
		Key: settings.Git("http.https://" + h.Host + ".proxy"), Value: &none,
		Reason: profile.Reason{ID: "recommend.git.pastproxy", Args: map[string]string{"host": h.Host, "proxy": h.Proxy}},
	}, true
}
