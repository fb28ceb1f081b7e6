package cause

// IDs is the closed vocabulary, in the order of the catalogue.
func IDs() []ID {
	var out []ID
	for _, c := range Catalogue() {
		out = append(out, c.ID)
	}
	return out
}

// Catalogue returns every cause that facts can show, in the order of output:
// the general before the special, so that what explains much comes first.
func Catalogue() []*Cause {
	return []*Cause{
		// The network and this machine.
		goMissing,
		offline,
		resolverBroken,
		captivePortal,
		localFirewall,
		clockSkew,
		caBundleMissing,
		outboundProxyBroken,
		outboundProxyAuth,
		systemProxyIgnored,
		gitProxyBroken,
		hostsOverride,
		dnsTampered,
		tlsInterception,
		// This machine's disk.
		diskFull,
		modcacheUnwritable,
		modcacheCorrupt,
		sumdbStateCorrupt,
		// Settings that fail by themselves.
		envShadowsGoenv,
		modulesOff,
		toolchainVersionInvalid,
		toolchainUnavailable,
		goproxyMalformed,
		sumdbMalformed,
		goproxyOff,
		govcsDenied,
		goprivateTooBroad,
		privateModuleExposed,
		// Module proxies.
		networkFlaky,
		mirrorContentDiffers,
		checksumMismatch,
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
		gitEnvironment,
		gitProtocolBlocked,
		gitHostkey,
		gitAuthRequired,
		vcsUnreachable,
		// Modules.
		vendorInconsistent,
		workspaceBroken,
		goSumIncomplete,
		packageNotFound,
		modulePathMismatch,
		versionNotFound,
		moduleNotFound,
		// What works, and should not stay so, or stands in the way of a repair.
		goenvUnwritable,
		toolchainInsecure,
		ipv6Broken,
		networkSlow,
		sumdbOff,
		insecureSetting,
		unknownSetting,
		revocationCheckBlocked,
		goStopped,
		undecided,
		unexplained,
	}
}
