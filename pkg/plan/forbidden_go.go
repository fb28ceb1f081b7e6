package plan

import (
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/mod/module"
	"golang.org/x/mod/sumdb/note"

	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// judgeSumdb admits Google's database under both its names, one that is in
// force already, and a company's own that a person has written with its key
// into a profile file.
func judgeSumdb(s *settings.Snapshot, p *profile.Profile, value string) Rule {
	name, at, hasURL := strings.Cut(value, " ")
	switch {
	case value == "sum.golang.org" || value == "sum.golang.google.cn":
		return ""
	case name == "sum.golang.org" && hasURL && safeURL(at):
		return "" // another way to the same signed records
	}
	if _, err := note.NewVerifier(name); err != nil || hasURL && !safeURL(at) {
		return RuleSumdbOff
	}
	known := texts(s, settings.Go("GOSUMDB"))
	if slices.Contains(known, value) || p.File != "" {
		return ""
	}
	if hasURL && slices.ContainsFunc(known, func(t string) bool { return len(strings.Fields(t)) > 0 && strings.Fields(t)[0] == name }) {
		return "" // the same database and key by another way
	}
	return RuleSumdbOff
}

// safeURL admits one https URL, or any to this machine.
func safeURL(text string) bool {
	u, err := url.Parse(strings.TrimSpace(text))
	return err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http" && isLoopback(u.Hostname()))
}

func isLoopback(host string) bool {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	a, err := netip.ParseAddr(host)
	return err == nil && a.IsLoopback()
}

// judgeProxies refuses a new proxy over plain http.
func judgeProxies(s *settings.Snapshot, value string) Rule {
	if strings.Contains(value, placeholder) {
		return RulePlaceholder
	}
	var have []string
	for _, v := range texts(s, settings.Go("GOPROXY")) {
		have = append(have, elements(v)...)
	}
	for _, e := range elements(value) {
		u, err := url.Parse(e)
		if err == nil && u.Scheme == "http" && !isLoopback(u.Hostname()) && !slices.Contains(have, e) {
			return RulePlainProxy
		}
	}
	return ""
}

func elements(goproxy string) []string {
	list := strings.FieldsFunc(goproxy, func(r rune) bool { return r == ',' || r == '|' })
	for i := range list {
		list[i] = strings.TrimSpace(list[i])
	}
	return list
}

// patterns splits a list as the go command does: at commas, not trimmed.
func patterns(list string) []string {
	if list == "" {
		return nil
	}
	return slices.DeleteFunc(strings.Split(list, ","), func(p string) bool { return p == "" })
}

func subset(part, whole []string) bool {
	return !slices.ContainsFunc(part, func(p string) bool { return !slices.Contains(whole, p) })
}

// public are module paths that stand for what everybody uses: made-up names at
// code hosts, vanity domains and top-level domains, so that a pattern for one
// organisation or company matches none, and one for a whole public host does.
var public = []string{
	"github.com/zq-any/zq-any", "gitlab.com/zq-any/zq-any", "bitbucket.org/zq-any/zq-any", "gitee.com/zq-any/zq-any",
	"codeberg.org/zq-any/zq-any", "git.sr.ht/~zq-any/zq-any", "golang.org/x/zq-any", "google.golang.org/zq-any",
	"cloud.google.com/go/zq-any", "gopkg.in/zq-any.v1", "go.uber.org/zq-any", "k8s.io/zq-any", "sigs.k8s.io/zq-any",
	"go.opentelemetry.io/zq-any", "go.etcd.io/zq-any", "go.mongodb.org/zq-any", "gorm.io/zq-any", "modernc.org/zq-any",
	"honnef.co/go/zq-any", "rsc.io/zq-any", "mvdan.cc/zq-any", "filippo.io/zq-any", "gonum.org/v1/zq-any", "gocloud.dev/zq-any",
	"github.com/golang/zq-any", "github.com/google/zq-any", "github.com/kubernetes/zq-any", "github.com/stretchr/testify",
	"github.com/sirupsen/logrus", "github.com/spf13/cobra", "github.com/gin-gonic/gin", "github.com/aws/aws-sdk-go-v2",
	"zq-any.com/zq-any", "zq-any.org/zq-any", "zq-any.net/zq-any", "zq-any.io/zq-any", "zq-any.dev/zq-any", "zq-any.cn/zq-any",
	"zq-any.com.cn/zq-any", "zq-any.in/zq-any", "zq-any.me/zq-any", "zq-any.co/zq-any", "zq-any.app/zq-any", "zq-any.sh/zq-any",
	"zq-any.xyz/zq-any", "zq-any.ai/zq-any", "zq-any.cc/zq-any", "zq-any.eu/zq-any", "zq-any.de/zq-any", "zq-any.co.uk/zq-any",
}

// broad returns the patterns of a list that cover public modules in general.
func broad(list string) []string {
	return slices.DeleteFunc(patterns(list), func(p string) bool {
		return !slices.ContainsFunc(public, func(path string) bool { return module.MatchPrefixPatterns(p, path) })
	})
}

func hasInsecureFlag(goflags string) bool {
	return slices.ContainsFunc(strings.Fields(goflags), func(f string) bool {
		name, _, _ := strings.Cut(strings.TrimLeft(f, "-"), "=")
		return name == "insecure"
	})
}

// weakVCS reports a GOVCS rule that lets public code use more than git and hg,
// the default (go help vcs).
func weakVCS(govcs string) bool {
	for _, rule := range strings.Split(govcs, ",") {
		pattern, list, _ := strings.Cut(strings.TrimSpace(rule), ":")
		if pattern != "public" && len(broad(pattern)) == 0 {
			continue
		}
		for _, vcs := range strings.Split(list, "|") {
			if v := strings.TrimSpace(vcs); v != "git" && v != "hg" && v != "off" {
				return true
			}
		}
	}
	return false
}
