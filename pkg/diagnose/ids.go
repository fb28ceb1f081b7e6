package diagnose

// The causes, in the order in which they are listed and reported. What each means,
// and what fixes it, is in its Cause value; here are only the names, for code
// that points at a cause without judging (explanations of logs, recommendations).
const (
	// The network.
	Offline                 ID = "offline"
	ResolverBroken          ID = "resolver-broken"
	CaptivePortal           ID = "captive-portal"
	ClockSkew               ID = "clock-skew"
	CABundleMissing         ID = "ca-bundle-missing"
	TlsInterception         ID = "tls-interception"
	IPv6Broken              ID = "ipv6-broken"
	OutboundProxyBroken     ID = "outbound-proxy-broken"
	OutboundProxyAuth       ID = "outbound-proxy-auth"
	NetworkSlow             ID = "network-slow"
	NetworkFlaky            ID = "network-flaky"
	RateLimited             ID = "rate-limited"
	DNSTampered             ID = "dns-tampered"
	LocalFirewall           ID = "local-firewall"
	HostsOverride           ID = "hosts-override"
	ArtifactHostUnreachable ID = "artifact-host-unreachable"
	// Settings of Go.
	GoproxyUnreachable      ID = "goproxy-unreachable"
	GoproxyNoFallback       ID = "goproxy-no-fallback"
	GoproxyMisbehaving      ID = "goproxy-misbehaving"
	GoproxyDenied           ID = "goproxy-denied"
	GoproxyOff              ID = "goproxy-off"
	GoproxyMalformed        ID = "goproxy-malformed"
	SumdbUnreachable        ID = "sumdb-unreachable"
	SumdbStateCorrupt       ID = "sumdb-state-corrupt"
	SumdbMalformed          ID = "sumdb-malformed"
	SumdbOff                ID = "sumdb-off"
	ChecksumMismatch        ID = "checksum-mismatch"
	MirrorContentDiffers    ID = "mirror-content-differs"
	PrivateModuleExposed    ID = "private-module-exposed"
	GoprivateTooBroad       ID = "goprivate-too-broad"
	EnvShadowsGoenv         ID = "env-shadows-goenv"
	GoenvUnwritable         ID = "goenv-unwritable"
	ModulesOff              ID = "modules-off"
	ToolchainUnavailable    ID = "toolchain-unavailable"
	ToolchainVersionInvalid ID = "toolchain-version-invalid"
	ToolchainInsecure       ID = "toolchain-insecure"
	GOVCSDenied             ID = "govcs-denied"
	InsecureSetting         ID = "insecure-setting"
	UnknownSetting          ID = "unknown-setting"
	// git.
	GitMissing         ID = "git-missing"
	VCSUnreachable     ID = "vcs-unreachable"
	GitRewriteBroken   ID = "git-rewrite-broken"
	GitProtocolBlocked ID = "git-protocol-blocked"
	GitAuthRequired    ID = "git-auth-required"
	GitHostkey         ID = "git-hostkey"
	GitProxyBroken     ID = "git-proxy-broken"
	// Modules and the disk.
	Unexplained        ID = "unexplained"
	ModuleNotFound     ID = "module-not-found"
	VersionNotFound    ID = "version-not-found"
	PackageNotFound    ID = "package-not-found"
	ModulePathMismatch ID = "module-path-mismatch"
	ModcacheCorrupt    ID = "modcache-corrupt"
	ModcacheUnwritable ID = "modcache-unwritable"
	DiskFull           ID = "disk-full"
)

// IDs is the vocabulary of causes.
var IDs = []ID{
	Offline,
	ResolverBroken,
	CaptivePortal,
	ClockSkew,
	CABundleMissing,
	TlsInterception,
	IPv6Broken,
	OutboundProxyBroken,
	OutboundProxyAuth,
	NetworkSlow,
	NetworkFlaky,
	RateLimited,
	DNSTampered,
	LocalFirewall,
	HostsOverride,
	ArtifactHostUnreachable,
	GoproxyUnreachable,
	GoproxyNoFallback,
	GoproxyMisbehaving,
	GoproxyDenied,
	GoproxyOff,
	GoproxyMalformed,
	SumdbUnreachable,
	SumdbStateCorrupt,
	SumdbMalformed,
	SumdbOff,
	ChecksumMismatch,
	MirrorContentDiffers,
	PrivateModuleExposed,
	GoprivateTooBroad,
	EnvShadowsGoenv,
	GoenvUnwritable,
	ModulesOff,
	ToolchainUnavailable,
	ToolchainVersionInvalid,
	ToolchainInsecure,
	GOVCSDenied,
	InsecureSetting,
	UnknownSetting,
	GitMissing,
	VCSUnreachable,
	GitRewriteBroken,
	GitProtocolBlocked,
	GitAuthRequired,
	GitHostkey,
	GitProxyBroken,
	Unexplained,
	ModuleNotFound,
	VersionNotFound,
	PackageNotFound,
	ModulePathMismatch,
	ModcacheCorrupt,
	ModcacheUnwritable,
	DiskFull,
}
