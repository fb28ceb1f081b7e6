package recommend

import (
	"slices"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/mirror"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/route"
)

// Pertinent returns the findings without those about a repair that is not
// recommended. The diagnosis runs before the recommendation, so it warns that this
// Go release trusts third-party proxies too much without knowing whether one will be
// recommended; if the best candidate adds none, the warning is dropped.
func Pertinent(f *facts.Facts, found []cause.Finding, candidates []*profile.Profile) []cause.Finding {
	if len(candidates) > 0 && bringsStranger(f, candidates[0]) {
		return found
	}
	return slices.DeleteFunc(slices.Clone(found), func(x cause.Finding) bool {
		return x.Cause == cause.ToolchainInsecure && x.Severity == cause.Info
	})
}

// bringsStranger reports whether a wanted state has a public module proxy in
// GOPROXY, other than Go's own, that is not there now.
func bringsStranger(f *facts.Facts, p *profile.Profile) bool {
	now := f.Config().GOPROXY.Entries
	return slices.ContainsFunc(route.Read(Applied(f.Settings, p)).GOPROXY.Entries, func(e route.Entry) bool {
		return e.Kind == route.Proxy && mirror.IsPublic(e.URL) && e.Name() != cause.GoOwnProxy &&
			!slices.ContainsFunc(now, func(n route.Entry) bool { return n.Name() == e.Name() })
	})
}
