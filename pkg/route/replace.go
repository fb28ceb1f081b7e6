package route

import (
	"golang.org/x/mod/module"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// Replaces reports whether a replace directive replaces a version, so that
// the version need not exist.
func (c *Config) Replaces(q probe.Query) bool {
	return q.Version != "" && module.CanonicalVersion(q.Version) == q.Version && c.Replaced(q) != nil
}

// Replaced returns the replace directive for a module; one for the exact version wins.
// nil: there is none.
func (c *Config) Replaced(q probe.Query) *settings.Replacement {
	if c.Settings == nil {
		return nil
	}
	for _, version := range []string{q.Version, ""} {
		for i, r := range c.Settings.Module.Replaces {
			if r.OldPath == q.Path && r.OldVersion == version {
				return &c.Settings.Module.Replaces[i]
			}
		}
	}
	return nil
}
