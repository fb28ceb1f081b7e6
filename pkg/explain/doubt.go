package explain

import (
	"slices"

	"github.com/gofix-net/gofix-net/pkg/diagnose"
	"github.com/gofix-net/gofix-net/pkg/probe"
)

// deciding names, for a cause that a text leaves in doubt, the probe of doctor
// whose result would show it or rule it out. Causes that no probe can see (a
// version that does not exist, a file on somebody's disk) have none.
var deciding = map[diagnose.ID]probe.Kind{
	diagnose.Offline:                 probe.TCP,
	diagnose.ResolverBroken:          probe.DNS,
	diagnose.DNSTampered:             probe.DNS,
	diagnose.CaptivePortal:           probe.TLS,
	diagnose.ClockSkew:               probe.TLS,
	diagnose.CABundleMissing:         probe.TLS,
	diagnose.TLSInterception:         probe.TLS,
	diagnose.IPv6Broken:              probe.TCP,
	diagnose.LocalFirewall:           probe.TCP,
	diagnose.OutboundProxyBroken:     probe.OutboundProxy,
	diagnose.OutboundProxyAuth:       probe.OutboundProxy,
	diagnose.GitProxyBroken:          probe.OutboundProxy,
	diagnose.NetworkSlow:             probe.Goproxy,
	diagnose.NetworkFlaky:            probe.Goproxy,
	diagnose.GoproxyUnreachable:      probe.Goproxy,
	diagnose.GoproxyNoFallback:       probe.Goproxy,
	diagnose.GoproxyMisbehaving:      probe.Goproxy,
	diagnose.GoproxyDenied:           probe.Goproxy,
	diagnose.GoproxyMalformed:        probe.Goproxy,
	diagnose.ModuleNotFound:          probe.Goproxy,
	diagnose.VersionNotFound:         probe.Goproxy,
	diagnose.MirrorContentDiffers:    probe.Goproxy,
	diagnose.ArtifactHostUnreachable: probe.Goproxy,
	diagnose.SumdbUnreachable:        probe.SumdbRelay,
	diagnose.PrivateModuleExposed:    probe.Goproxy,
	diagnose.VCSUnreachable:          probe.Git,
	diagnose.GitAuthRequired:         probe.Git,
	diagnose.GitProtocolBlocked:      probe.Git,
	diagnose.GitRewriteBroken:        probe.GitRule,
}

// probesFor are the probes that would decide between f's cause and the others
// that its evidence leaves open; nil where there is no doubt.
func probesFor(f Finding) []probe.Kind {
	if len(f.Or) == 0 {
		return nil
	}
	var kinds []probe.Kind
	for _, id := range append([]diagnose.ID{f.Cause}, f.Or...) {
		if k, ok := deciding[id]; ok && !slices.Contains(kinds, k) {
			kinds = append(kinds, k)
		}
	}
	return kinds
}
