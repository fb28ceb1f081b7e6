package lint

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/place"
	"github.com/gofix-net/gofix-net/pkg/route"
)

// Cases of what go fetches by git: every module, or what a company's proxy lacks.
const (
	allDirect Case = "all-direct"
	behindOwn Case = "behind-own"
)

var gitMissing = &Rule{
	ID: cause.GitMissing, Severity: cause.Error,
	Text: Texts{
		En: Text{
			Title:  "{{.image}} has no git, and {{.why}} needs it",
			Detail: "Paths that {{.setting}} matches are fetched from their origin by git, without any proxy. go will say: git: executable file not found in $PATH.",
			Fix:    "Install git before the download: {{.command}}",
			When: []Cased{
				{allDirect, Text{Detail: "With this GOPROXY every module comes from its origin by git. go will say: git: executable file not found in $PATH."}},
				{behindOwn, Text{Detail: "What {{.behind}} does not have is fetched from its origin by git. go will say: git: executable file not found in $PATH."}},
			},
		},
		Zh: Text{
			Title:  "{{.image}} 里没有 git，而 {{.why}} 需要它",
			Detail: "{{.setting}} 匹配的路径会绕过代理，用 git 从源站获取。go 会报错：git: executable file not found in $PATH。",
			Fix:    "下载前先安装 git：{{.command}}",
			When: []Cased{
				{allDirect, Text{Detail: "按此 GOPROXY，所有模块都用 git 从源站获取。go 会报错：git: executable file not found in $PATH。"}},
				{behindOwn, Text{Detail: "{{.behind}} 没有的模块会用 git 从源站获取。go 会报错：git: executable file not found in $PATH。"}},
			},
		},
	},
	Check: func(l *look) {
		for s, stage := range l.Scopes {
			if !hasImage(stage) || !lacksGit(l.Scopes[l.root(s)].Image) {
				continue
			}
			for _, c := range l.ownCommands(s) {
				if !downloads(c) || l.fromVendor(c) || l.installs(s, c.Seq, "git", "git-core", "build-base-git") || l.copiesAll(s, c.Seq) {
					continue
				}
				args := Args{"image": l.Scopes[l.root(s)].Image, "why": words(c), "command": "apk add --no-cache git"}
				if name, _ := image(args["image"]); bareDistribution(name) {
					args["command"] = "apt-get install -y --no-install-recommends git ca-certificates"
				}
				if a, ok := l.force(c.Scope, c.Seq, "GOPROXY"); ok && a.Literal && onlyDirect(a) {
					l.find(c.Span, args, allDirect)
					break
				}
				if a, ok := l.privateAt(c); ok {
					args["setting"] = a.Name
					l.find(c.Span, args)
					break
				}
				if a, ok := l.force(c.Scope, c.Seq, "GOPROXY"); ok && a.Literal {
					if entry := directBehindOwn(a); entry != "" {
						args["behind"] = entry
						l.find(c.Span, args, behindOwn).Severity = cause.Info
						break
					}
				}
			}
		}
	},
}

// copiesAll reports whether go comes from another stage: then git may too.
func (l *look) copiesAll(stage, seq int) bool {
	return slices.ContainsFunc(l.Steps, func(s place.Step) bool {
		return s.Scope == stage && s.Seq < seq && s.Op == "COPY" && len(s.Args) == 2 && (s.Args[0] == "/" || strings.HasPrefix(s.Args[0], "/usr/bin"))
	})
}

func onlyDirect(a place.Assignment) bool {
	p := list(a)
	return p.Err == nil && len(p.Entries) > 0 && p.Entries[0].Kind == route.Direct
}

// directBehindOwn returns the proxy of a list that is not one of the public, where
// direct follows it: what that proxy does not have is fetched by git.
func directBehindOwn(a place.Assignment) string {
	p := list(a)
	if p.Err != nil {
		return ""
	}
	for i, e := range p.Entries {
		if e.Kind == route.Direct && i > 0 && p.Entries[i-1].Kind == route.Proxy && !public(p.Entries[i-1]) {
			return p.Entries[i-1].Name()
		}
	}
	return ""
}

// privateAt returns the setting that sends some paths past the proxies where a
// command runs.
func (l *look) privateAt(c place.Command) (place.Assignment, bool) {
	for _, name := range []string{"GONOPROXY", "GOPRIVATE"} {
		if a, ok := l.force(c.Scope, c.Seq, name); ok && (a.Literal && text(a) != "" && text(a) != "none") {
			return a, true
		}
	}
	return place.Assignment{}, false
}

var rootsMissing = &Rule{
	ID: cause.CABundleMissing, Severity: cause.Error,
	Text: Texts{
		En: Text{
			Title:  "{{.image}} has no root certificates, and {{.why}} downloads over https",
			Detail: "Every https host fails: x509: certificate signed by unknown authority.",
			Fix:    "Install them first: apt-get install -y --no-install-recommends ca-certificates",
		},
		Zh: Text{
			Title:  "{{.image}} 里没有根证书，而 {{.why}} 要通过 https 下载",
			Detail: "所有 https 主机都会失败：x509: certificate signed by unknown authority。",
			Fix:    "先安装根证书：apt-get install -y --no-install-recommends ca-certificates",
		},
	},
	Check: func(l *look) {
		for s, stage := range l.Scopes {
			if stage.Role != place.Stage || !lacksRoots(l.Scopes[l.root(s)].Image) {
				continue
			}
			for _, c := range l.ownCommands(s) {
				if downloads(c) && !l.installs(s, c.Seq, "ca-certificates", "/etc/ssl/certs", "/etc/ssl") && !l.recommendsRoots(s, c.Seq) && !l.offline(c) {
					l.find(c.Span, Args{"image": l.Scopes[l.root(s)].Image, "why": words(c)})
					break
				}
			}
		}
	},
}

// recommendsRoots reports whether apt installs, with what packages recommend, one
// that recommends the root certificates.
func (l *look) recommendsRoots(stage, seq int) bool {
	for _, c := range l.ownCommands(stage) {
		if c.Seq < seq && installs(c, []string{"wget", "curl", "git", "software-properties-common", "openssl"}) && !has(c, "--no-install-recommends") && !strings.Contains(l.Of(c.Span), "Install-Recommends") {
			return true
		}
	}
	return false
}
