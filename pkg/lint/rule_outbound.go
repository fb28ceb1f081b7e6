package lint

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/place"
)

// allProxy is the case that ALL_PROXY is set, which go does not read.
const allProxy Case = "all-proxy"

var httpsProxy = &Rule{
	ID: "system-proxy-ignored", Severity: cause.Warning,
	Text: Texts{
		En: Text{
			Title:  "go does not use {{.name}} for https",
			Detail: "HTTP_PROXY is only for http://. Module proxies and the checksum database are https: go goes there directly.",
			Fix:    "Set HTTPS_PROXY to the same value.",
			When:   []Cased{{allProxy, Text{Detail: "go never reads ALL_PROXY. Module proxies and the checksum database are https: go goes there directly."}}},
		},
		Zh: Text{
			Title:  "访问 https 时 go 不使用 {{.name}}",
			Detail: "HTTP_PROXY 只用于 http://。模块代理和校验和数据库都是 https，go 会直接连接。",
			Fix:    "把 HTTPS_PROXY 设为同样的值。",
			When:   []Cased{{allProxy, Text{Detail: "go 从不读取 ALL_PROXY。模块代理和校验和数据库都是 https，go 会直接连接。"}}},
		},
	},
	Check: func(l *look) {
		for i, a := range l.Assignments {
			upper := strings.ToUpper(a.Name)
			if a.Unset || a.Layer == place.Git || a.Layer == place.GoEnv || upper != "HTTP_PROXY" && upper != "ALL_PROXY" || a.Literal && text(a) == "" || passedOn(l.File, a) || l.seen(i, upper) || !l.aboutGo() || l.otherImage(a.Scope) {
				continue
			}
			_, up := l.force(a.Scope, last, "HTTPS_PROXY")
			_, low := l.force(a.Scope, last, "https_proxy")
			if up || low || l.variables(a.Scope, "HTTPS_PROXY", "https_proxy") {
				continue
			}
			if upper == "HTTP_PROXY" {
				l.at(i, nil)
			} else if _, h := l.force(a.Scope, last, "HTTP_PROXY"); !h {
				l.at(i, nil, allProxy)
			}
		}
	},
}

// passedOn reports whether a value is that of the variable itself, which is set
// elsewhere.
func passedOn(f *place.File, a place.Assignment) bool {
	return !a.Literal && strings.Contains(strings.ToUpper(f.Of(a.Text)+text(a)), strings.ToUpper(a.Name))
}

// aboutGo reports whether a file has to do with go at all: it runs go, has an image
// with it, sets one of its variables, or is what a person's own shell reads.
func (l *look) aboutGo() bool {
	switch l.Kind {
	case "systemd": // of a daemon: those of containers are Go programs themselves
		return true
	case "shell", "fish", "csh", "powershell":
		if personal(l.Path) || place.Base(l.Path) == "config.fish" {
			return true
		}
	}
	if slices.ContainsFunc(l.Scopes, func(s place.Scope) bool { return strings.Contains(strings.ToLower(s.Image), "go") }) {
		return true
	}
	for _, a := range l.Assignments {
		if goSetting(a.Name) || a.Name == "GOPATH" || a.Name == "GOROOT" || a.Name == "GOCACHE" || a.Name == "GOMODCACHE" {
			return true
		}
	}
	return slices.ContainsFunc(l.Commands, func(c place.Command) bool {
		verb, _ := goVerb(c)
		return verb != "" || len(c.Words) > 0 && (c.Words[0].Text == "make" || strings.HasPrefix(c.Words[0].Text, "go"))
	}) || strings.Contains(l.Data, "setup-go") || strings.Contains(l.Data, "GoTool@")
}

// otherImage reports whether a container has nothing to do with go: its image is
// another language's, and nothing in it runs go or sets a variable of go.
func (l *look) otherImage(scope int) bool {
	for n := 0; scope >= 0 && l.Scopes[scope].Role == place.Run && n < len(l.Scopes); n++ {
		scope = l.Scopes[scope].Parent
	}
	s := l.Scopes[scope]
	if s.Role != place.Service && s.Role != place.Job || s.Image == "" || strings.Contains(strings.ToLower(s.Image), "go") {
		return false
	}
	return !slices.ContainsFunc(l.Assignments, func(a place.Assignment) bool { return goSetting(a.Name) && l.within(a.Scope, scope) }) &&
		!slices.ContainsFunc(l.Commands, func(c place.Command) bool { verb, _ := goVerb(c); return verb != "" && l.within(c.Scope, scope) })
}

// variables reports whether a scope has variables of the names in any layer.
func (l *look) variables(scope int, names ...string) bool {
	for _, a := range l.values(names...) {
		if a.Scope == scope {
			return true
		}
	}
	return false
}

// seen reports whether an assignment before i in the same scope says the same in
// another case.
func (l *look) seen(i int, upper string) bool {
	for _, a := range l.Assignments[:i] {
		if a.Scope == l.Assignments[i].Scope && strings.ToUpper(a.Name) == upper {
			return true
		}
	}
	return false
}

// blanks is the case that blanks stand between the names of a list.
const blanks Case = "blanks"

var noProxy = &Rule{
	ID: "no-proxy-pattern", Severity: cause.Info,
	Text: Texts{
		En: Text{
			Title:  "{{.pattern}} in {{.name}} is read differently by go and git",
			Detail: "go takes {{.pattern}} for all hosts below the domain; git and curl do not know the star and match nothing.",
			Fix:    "Write {{.fixed}}: both read it the same way.",
			When:   []Cased{{blanks, Text{Detail: "go separates only at commas, git at blanks too.", Fix: "Put commas between the names."}}},
		},
		Zh: Text{
			Title:  "{{.name}} 中的 {{.pattern}}，go 和 git 的理解不同",
			Detail: "go 把 {{.pattern}} 当作该域名下的所有主机；git 和 curl 不认星号，什么也匹配不到。",
			Fix:    "写成 {{.fixed}}，两者理解一致。",
			When:   []Cased{{blanks, Text{Detail: "go 只以逗号分隔，git 还接受空格。", Fix: "各名称之间用逗号分隔。"}}},
		},
	},
	Check: func(l *look) {
		for i, a := range l.Assignments {
			if a.Unset || !a.Literal || strings.ToUpper(a.Name) != "NO_PROXY" || l.seen(i, "NO_PROXY") || !l.aboutGo() || l.otherImage(a.Scope) {
				continue
			}
			for _, p := range strings.Split(text(a), ",") {
				if p = strings.TrimSpace(p); strings.HasPrefix(p, "*.") {
					l.at(i, Args{"pattern": p, "fixed": p[1:]})
					break
				}
				if strings.Contains(p, " ") {
					l.at(i, Args{"pattern": p}, blanks)
					break
				}
			}
		}
	},
}
