package lint

import "strconv"

// Rules are all rules; of two findings at one place the one of the former rule
// comes first.
var Rules = []*Rule{
	goproxyMalformed,
	unquoted,
	goproxyDead,
	goproxyNoFallback,
	goproxyBar,
	goproxyOff,
	sumdbMalformed,
	sumdbOff,
	privateExposed,
	tooBroad,
	credential,
	insecure,
	unknownSetting,
	modulesOff,
	modMod,
	shadowed,
	argIgnored,
	argBeforeFrom,
	notExported,
	goenvOff,
	gitMissing,
	rootsMissing,
	gitRewrite,
	gitProtocol,
	gitNoEffect,
	httpsProxy,
	noProxy,
	proxyInImage,
	regional,
	modcacheCleaned,
	nginxProxy,
	nginxForward,
	imageNotPinned,
	copyOrder,
	cacheMount,
}

func itoa(n int) string { return strconv.Itoa(n) }
