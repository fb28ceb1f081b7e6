package cause

import "slices"

// Layer is the part of a download in which the fault lies. A fault in a lower
// layer also shows in all layers above it.
type Layer int

// The layers, the lowest first.
const (
	Machine Layer = iota + 1 // this computer: its disk, clock, firewall, environment, and what it trusts
	Network                  // the line and the resolver: whatever host is asked
	Way                      // what settings lead through: outbound proxies, GOPROXY, GOPRIVATE
	Server                   // one host that is asked
	Module                   // one module, and where it comes from
	Aside                    // it breaks no download: it is slow, unsafe, or blocks a repair. Nothing hides it
)

// exception is a pair of causes, or several, whose layers say the wrong thing.
type exception struct {
	general, special []ID // no general means every cause
	hides            bool
	why              string
}

// exceptions are what the layers do not say, the first that applies counts.
func exceptions() []exception {
	proxies := []ID{GoproxyUnreachable, GoproxyMisbehaving, GoproxyDenied, RateLimited, ArtifactHostUnreachable}
	return []exception{
		{[]ID{Offline}, []ID{ResolverBroken}, true, "without a network no resolver can answer"},
		{[]ID{CaptivePortal}, []ID{HostsOverride, DNSTampered, TLSInterception}, true, "the login page answers by whatever name and certificate"},
		{[]ID{HostsOverride, DNSTampered}, []ID{TLSInterception}, true, "a host at the wrong address cannot show the right certificate"},
		{[]ID{ToolchainUnavailable}, []ID{GoproxyOff}, true, "the toolchain is what GOPROXY=off keeps away first"},
		{[]ID{GoproxyMisbehaving}, []ID{GoproxyUnreachable}, true, "a host that answers something is reached"},
		{[]ID{MirrorContentDiffers, ChecksumMismatch}, []ID{GoproxyNoFallback}, true, "what differs is more than an entry that another would replace"},
		{[]ID{GitMissing}, []ID{GitAuthRequired}, true, "without git no credential is used"},
		{[]ID{GitProtocolBlocked}, []ID{GitRewriteBroken}, true, "the rule is right where its port is open"},
		{[]ID{VersionNotFound}, []ID{ModuleNotFound}, true, "a module of which a version is missing is there"},
		{[]ID{GoprivateTooBroad}, []ID{SumdbOff}, true, "the pattern that is too broad is what switches the verification off"},
		{[]ID{DiskFull}, []ID{GoenvUnwritable}, true, "the file cannot be written because the disk is full"},

		{nil, []ID{ModulePathMismatch}, false, "what a go.mod declares is true whatever fails beside it"},
		{[]ID{NetworkFlaky}, []ID{GoproxyNoFallback, RateLimited, MirrorContentDiffers, ChecksumMismatch}, false, "a request that passes does not undo what another answer of the same server says"},
		{[]ID{CABundleMissing, GitEnvironment, GitProxyBroken, GOVCSDenied}, proxies, false, "git comes after the entries of GOPROXY, whose failure is one of their own"},
		{[]ID{PrivateModuleExposed}, []ID{GoproxyUnreachable}, false, "a proxy that is down is down for public modules too"},
		{[]ID{EnvShadowsGoenv, GoprivateTooBroad, PrivateModuleExposed}, []ID{GitRewriteBroken, GitProtocolBlocked}, false, "a rule that leads nowhere does so for whatever is fetched by it"},
		{[]ID{EnvShadowsGoenv}, []ID{ToolchainVersionInvalid}, false, "both values may name a release that does not exist"},
	}
}

// Hides reports whether c, where it cites all the evidence of a finding about
// another cause, makes that finding superfluous: it lies in a lower layer.
func (c *Cause) Hides(other *Cause) bool {
	for _, e := range exceptions() {
		if (e.general == nil || slices.Contains(e.general, c.ID)) && slices.Contains(e.special, other.ID) {
			return e.hides
		}
	}
	return c.Layer < other.Layer && other.Layer != Aside
}
