package cause

// The closed vocabulary of causes. What each means is said by its Cause in
// [Catalogue], or, for those that only a log can show, by the explanation's texts.
const (
	Offline                 ID = "offline"
	ResolverBroken          ID = "resolver-broken"
	CaptivePortal           ID = "captive-portal"
	ClockSkew               ID = "clock-skew"
	CABundleMissing         ID = "ca-bundle-missing"
	TLSInterception         ID = "tls-interception"
	RevocationCheckBlocked  ID = "revocation-check-blocked"
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
	GitMissing              ID = "git-missing"
	VCSUnreachable          ID = "vcs-unreachable"
	GitRewriteBroken        ID = "git-rewrite-broken"
	GitProtocolBlocked      ID = "git-protocol-blocked"
	GitAuthRequired         ID = "git-auth-required"
	GitHostkey              ID = "git-hostkey"
	GitProxyBroken          ID = "git-proxy-broken"
	GoMissing               ID = "go-missing"
	GitEnvironment          ID = "git-environment"
	GoStopped               ID = "go-stopped"
	Undecided               ID = "undecided"
	Unexplained             ID = "unexplained"
	ModuleNotFound          ID = "module-not-found"
	VersionNotFound         ID = "version-not-found"
	PackageNotFound         ID = "package-not-found"
	ModulePathMismatch      ID = "module-path-mismatch"
	GoSumIncomplete         ID = "go-sum-incomplete"
	VendorInconsistent      ID = "vendor-inconsistent"
	WorkspaceBroken         ID = "workspace-broken"
	ModcacheCorrupt         ID = "modcache-corrupt"
	ModcacheUnwritable      ID = "modcache-unwritable"
	DiskFull                ID = "disk-full"
)

// IDs is the vocabulary in the order of its definition.
var IDs = []ID{
	Offline,
	ResolverBroken,
	CaptivePortal,
	ClockSkew,
	CABundleMissing,
	TLSInterception,
	RevocationCheckBlocked,
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
	GoMissing,
	GitEnvironment,
	GoStopped,
	Undecided,
	Unexplained,
	ModuleNotFound,
	VersionNotFound,
	PackageNotFound,
	ModulePathMismatch,
	GoSumIncomplete,
	VendorInconsistent,
	WorkspaceBroken,
	ModcacheCorrupt,
	ModcacheUnwritable,
	DiskFull,
}
