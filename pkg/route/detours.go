package route

import (
	"net/url"

	"github.com/gofix-net/gofix-net/pkg/settings"
)

// GitDetours returns the settings of git's own configuration that lead git off
// the straight way to a repository: the insteadOf rule that applies, and what
// names an outbound proxy for the place that it leads to.
func (c *Config) GitDetours(repository string) []settings.Setting {
	var out []settings.Setting
	led, rule := c.RewriteGit(repository)
	if rule != nil {
		out = append(out, rule.Setting)
	}
	if u, err := url.Parse(led); err == nil && (u.Scheme == "http" || u.Scheme == "https") {
		if set := gitHTTPSetting(c.Settings, u, "proxy"); set.Set() && set.Value.Reveal() != "" {
			out = append(out, set)
		}
	}
	return out
}
