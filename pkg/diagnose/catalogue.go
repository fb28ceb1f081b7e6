package diagnose

// Catalogue returns every cause that facts can show, in the order of output:
// the general before the special, so that what explains much comes first.
func Catalogue() []*Cause {
	return []*Cause{
		// The network and this machine.
		offline,
		resolverBroken,
		captivePortal,
		localFirewall,
		clockSkew,
		outboundProxyBroken,
		outboundProxyAuth,
		gitProxyBroken,
		hostsOverride,
		dnsTampered,
		tlsInterception,
		// Settings that fail by themselves.
		envShadowsGoenv,
		modulesOff,
		toolchainUnavailable,
		goproxyMalformed,
		sumdbMalformed,
		goproxyOff,
		govcsDenied,
		goprivateTooBroad,
		privateModuleExposed,
		// Module proxies.
		goproxyNoFallback,
		artifactHostUnreachable,
		goproxyMisbehaving,
		goproxyDenied,
		rateLimited,
		goproxyUnreachable,
		// The checksum database.
		sumdbUnreachable,
		// Origins.
		gitRewriteBroken,
		gitMissing,
		gitProtocolBlocked,
		gitHostkey,
		gitAuthRequired,
		vcsUnreachable,
		// Modules.
		versionNotFound,
		moduleNotFound,
		// What works, and should not stay so.
		ipv6Broken,
		sumdbOff,
		insecureSetting,
		unknownSetting,
		unexplained,
	}
}
