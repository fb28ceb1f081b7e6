package explain

import (
	"slices"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/probe"
)

// deciding names, for a cause that a text leaves in doubt, the probe of doctor
// whose result would show it or rule it out. Causes that no probe can see (a
// version that does not exist, a file on somebody's disk) have none.
var deciding = map[cause.ID]probe.Kind{
	cause.Offline:                 probe.TCP,
	cause.ResolverBroken:          probe.DNS,
	cause.DNSTampered:             probe.DNS,
	cause.CaptivePortal:           probe.TLS,
	cause.ClockSkew:               probe.TLS,
	cause.CABundleMissing:         probe.TLS,
	cause.TLSInterception:         probe.TLS,
	cause.IPv6Broken:              probe.TCP,
	cause.LocalFirewall:           probe.TCP,
	cause.OutboundProxyBroken:     probe.OutboundProxy,
	cause.OutboundProxyAuth:       probe.OutboundProxy,
	cause.GitProxyBroken:          probe.OutboundProxy,
	cause.NetworkSlow:             probe.Goproxy,
	cause.NetworkFlaky:            probe.Goproxy,
	cause.GoproxyUnreachable:      probe.Goproxy,
	cause.GoproxyNoFallback:       probe.Goproxy,
	cause.GoproxyMisbehaving:      probe.Goproxy,
	cause.GoproxyDenied:           probe.Goproxy,
	cause.GoproxyMalformed:        probe.Goproxy,
	cause.ModuleNotFound:          probe.Goproxy,
	cause.VersionNotFound:         probe.Goproxy,
	cause.MirrorContentDiffers:    probe.Goproxy,
	cause.ArtifactHostUnreachable: probe.Goproxy,
	cause.SumdbUnreachable:        probe.SumdbRelay,
	cause.PrivateModuleExposed:    probe.Goproxy,
	cause.VCSUnreachable:          probe.Git,
	cause.GitAuthRequired:         probe.Git,
	cause.GitProtocolBlocked:      probe.Git,
	cause.GitRewriteBroken:        probe.GitRule,
}

// probesFor are the probes that would decide between f's cause and the others
// that its evidence leaves open; nil where there is no doubt.
func probesFor(f Finding) []probe.Kind {
	if len(f.Or) == 0 {
		return nil
	}
	var kinds []probe.Kind
	for _, id := range append([]cause.ID{f.Cause}, f.Or...) {
		if k, ok := deciding[id]; ok && !slices.Contains(kinds, k) {
			kinds = append(kinds, k)
		}
	}
	return kinds
}
