package known

import (
	"slices"
	"strings"

	"golang.org/x/mod/module"

	"github.com/gofix-net/gofix-net/pkg/lazy"
)

// madeUp is a name that no organisation has: a pattern for one owner or company
// does not match it, and one for everybody does.
const madeUp = "zq-any"

// owners are well-known owners on GitHub, which only a pattern meant for all of
// it or for a letter covers.
var owners = []string{
	"golang/sys", "google/uuid", "kubernetes/klog", "stretchr/testify", "sirupsen/logrus", "spf13/cobra", "gin-gonic/gin", "aws/aws-sdk-go-v2",
}

// publicSuffixes are domains below which anybody has one.
var publicSuffixes = []string{
	"com", "org", "net", "io", "dev", "cn", "com.cn", "net.cn", "org.cn", "in", "me", "co", "app", "sh", "xyz", "ai", "cc", "eu", "de", "uk", "co.uk", "us", "tech", "cloud", "tools", "info",
}

// Modules returns paths that stand for what everybody uses: public modules, and
// made-up ones at code hosts and top-level domains.
func Modules() []string { return slices.Clone(modules.Get()) }

var modules = lazy.Value[[]string]{Make: func() []string {
	var out []string
	for _, h := range code {
		if h.Module != "" {
			out = append(out, h.Module)
		}
		out = append(out, h.Name+"/"+madeUp+"/"+madeUp)
	}
	for _, o := range owners {
		out = append(out, GitHub+"/"+o)
	}
	for _, s := range publicSuffixes {
		out = append(out, madeUp+"."+s+"/"+madeUp)
	}
	return out
}}

// TooBroad reports whether one pattern of GOPRIVATE, GONOPROXY or GONOSUMDB covers
// public modules besides the private ones that it is meant for: *, *.com, github.com.
func TooBroad(pattern string) bool {
	if strings.TrimSpace(pattern) == "" {
		return false
	}
	if !strings.ContainsAny(pattern, `*?[\,`) {
		host, _, _ := strings.Cut(pattern, "/")
		return slices.ContainsFunc(byHost.Get()[host], func(m string) bool { return module.MatchPrefixPatterns(pattern, m) })
	}
	first, _, _ := strings.Cut(pattern, "/")
	ending := first[strings.LastIndexAny(first, `*?[]\`)+1:]
	several := strings.Contains(pattern, ",")
	for host, paths := range byHost.Get() {
		// Looked at first, so that a list of thousands of patterns takes no time.
		if (several || strings.HasSuffix(host, ending)) && slices.ContainsFunc(paths, func(m string) bool { return module.MatchPrefixPatterns(pattern, m) }) {
			return true
		}
	}
	return false
}

// byHost are the paths of modules by their first element.
var byHost = lazy.Value[map[string][]string]{Make: func() map[string][]string {
	out := map[string][]string{}
	for _, m := range modules.Get() {
		host, _, _ := strings.Cut(m, "/")
		out[host] = append(out[host], m)
	}
	return out
}}
