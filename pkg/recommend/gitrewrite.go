package recommend

import (
	"slices"

	"github.com/gofix-net/gofix-net/pkg/diagnose"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// chooseGitRewrite removes the insteadOf rules that lead to a dead place.
func chooseGitRewrite(c *Case) []Option {
	return c.removeGit([]diagnose.ID{diagnose.GitRewriteBroken, diagnose.GitProtocolBlocked}, func(x diagnose.Finding) []settings.Setting {
		var out []settings.Setting
		for _, r := range c.Facts.Config().Rewrites {
			if r.Setting.Key.String() == x.Target && r.Prefix.String() == x.Args["prefix"] {
				out = append(out, r.Setting)
			}
		}
		return out
	})
}

// chooseGitProxy removes git's own proxy setting where that proxy is dead.
func chooseGitProxy(c *Case) []Option {
	return c.removeGit([]diagnose.ID{diagnose.GitProxyBroken}, func(x diagnose.Finding) []settings.Setting {
		return c.Facts.Settings.All(settings.Git(x.Args["variable"]))
	})
}

func (c *Case) removeGit(causes []diagnose.ID, which func(diagnose.Finding) []settings.Setting) []Option {
	var wants []profile.Want
	for _, x := range c.Findings {
		// A rule that no failing download goes by is the user's own affair: ssh is
		// blocked here and not at home, a company's mirror needs its VPN.
		if !slices.Contains(causes, x.Cause) || x.Severity != diagnose.Error {
			continue
		}
		for _, s := range which(x) {
			if w, ok := removal(c.Facts.Settings, s); ok {
				w.Reason.ID = "recommend.git.removed"
				wants = append(wants, w)
			}
		}
	}
	if len(wants) == 0 {
		return nil
	}
	return []Option{{Wants: wants}, {}}
}
