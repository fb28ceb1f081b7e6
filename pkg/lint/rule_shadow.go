package lint

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/place"
)

var shadowed = &Rule{
	ID: cause.EnvShadowsGoenv, Severity: cause.Warning,
	Text: map[string]Text{
		"en": {
			Title:  "go env -w {{.name}} has no effect: line {{.line}} sets the variable",
			Detail: "The environment wins over the GOENV file: go uses {{.other}}, at best with a warning.",
			Fix:    "Set {{.name}} in only one of the two places.",
		},
		"zh": {
			Title:  "go env -w {{.name}} 不起作用：第 {{.line}} 行设置了同名环境变量",
			Detail: "环境变量优先于 GOENV 文件：go 使用的是 {{.other}}，最多给出一条警告。",
			Fix:    "{{.name}} 只在其中一处设置。",
		},
	},
	Check: func(l *look) {
		for i, a := range l.Assignments {
			if a.Layer != place.GoEnv || a.Unset || l.Kind == "goenv" || a.Seq == 0 {
				continue
			}
			env, ok := l.environmentFor(a)
			if ok && !l.fromHost(env) && (!env.Literal || text(env) != "" && text(env) != text(a)) {
				l.at(i, Args{"line": itoa(l.Position(env.Whole.Start).Line), "other": env.Value.String()})
			}
		}
	},
}

// fromHost reports whether a variable of a container is that of the user's machine,
// empty where that has none: a go env -w is then the default behind it.
func (l *look) fromHost(a place.Assignment) bool {
	return l.Kind == "devcontainer" && !a.Literal && text(a) == "${localEnv:"+a.Name+"}"
}

// environmentFor returns the variable of the environment that a go env -w meets,
// or that is set after it in the same scope.
func (l *look) environmentFor(a place.Assignment) (place.Assignment, bool) {
	match := func(e place.Assignment) bool {
		if !a.Conditional && (e.Conditional || l.guarded(e)) {
			return false // not where the condition does not hold
		}
		return e.Name == a.Name && (e.Layer == place.Environment || e.Layer == place.BuildArg && (e.Value != "" || !e.Literal))
	}
	for _, seq := range []int{a.Seq, last} {
		if e, ok := l.last(a.Scope, seq, match); ok && !e.Unset && l.Scopes[e.Scope].Role != place.Single {
			return e, true
		}
	}
	return place.Assignment{}, false
}

var argIgnored = &Rule{
	ID: "value-shadowed", Severity: cause.Warning,
	Text: map[string]Text{
		"en": {
			Title:  "ENV {{.name}} on line {{.line}} overrides this ARG",
			Detail: "RUN gets the value of ENV, {{.other}}; --build-arg {{.name}} has no effect.",
			Fix:    "Remove the ENV, or write ENV {{.name}}=${{\"{\"}}{{.name}}{{\"}\"}}.",
		},
		"zh": {
			Title:  "第 {{.line}} 行的 ENV {{.name}} 会覆盖这个 ARG",
			Detail: "RUN 得到的是 ENV 的值 {{.other}}，--build-arg {{.name}} 不起作用。",
			Fix:    "删除该 ENV，或写成 ENV {{.name}}=${{\"{\"}}{{.name}}{{\"}\"}}。",
		},
	},
	Check: func(l *look) {
		for i, a := range l.Assignments {
			if a.Layer != place.BuildArg || a.Scope == 0 || l.Kind != "dockerfile" || !goSetting(a.Name) {
				continue
			}
			env, ok := l.last(a.Scope, last, func(e place.Assignment) bool { return e.Name == a.Name && e.Kept })
			if ok && !strings.Contains(l.Of(env.Whole), "$") {
				l.at(i, Args{"line": itoa(l.Position(env.Whole.Start).Line), "other": env.Value.String()})
			}
		}
	},
}

var notExported = &Rule{
	ID: "not-exported", Severity: cause.Warning,
	Text: map[string]Text{
		"en": {
			Title:  "{{.name}} is not exported: go does not see it",
			Detail: "Without export it is only a variable of this shell.",
			Fix:    "export {{.name}}={{.value}}",
		},
		"zh": {
			Title:  "{{.name}} 没有 export，go 看不到它",
			Detail: "没有 export 的变量只在当前 shell 内有效。",
			Fix:    "export {{.name}}={{.value}}",
		},
	},
	Check: func(l *look) {
		for i, a := range l.Assignments {
			if l.staysInShell(a) {
				l.at(i, nil)
			}
		}
	},
}

// staysInShell reports whether an assignment is one that go does not see, and that
// nothing in the file passes on.
func (l *look) staysInShell(a place.Assignment) bool {
	if l.Kind == "make" && (a.Name == "GOFLAGS" || a.Default || l.Scopes[a.Scope].Role == place.Run || !l.runsGoHere()) {
		return false // flags of a project's own, or a value that make exports if it is set
	}
	return a.Layer == place.Variable && !a.Unset && goSetting(a.Name) && shellLike(l.Kind) && !l.expands(a.Name) &&
		!strings.Contains(l.Data, "set -a") && !strings.Contains(l.Data, "allexport")
}

// runsGoHere reports whether a file itself runs a go command that downloads.
func (l *look) runsGoHere() bool {
	return slices.ContainsFunc(l.Commands, downloads) || l.Kind == "make" && (strings.Contains(l.Data, "$(GO)") || strings.Contains(l.Data, "$(GOCMD)") || strings.Contains(l.Data, "$(GOBUILD)"))
}

func shellLike(k place.ID) bool {
	switch k {
	case "cmd", "nginx", "bake", "task":
		return false
	}
	return true
}

var goenvOff = &Rule{
	ID: cause.GoenvUnwritable, Severity: cause.Warning,
	Text: map[string]Text{
		"en": {
			Title:  "GOENV=off: what go env -w {{.name}} writes is not read",
			Detail: "go env -w silently writes the default file, which no go command then reads.",
			Fix:    "Remove GOENV=off, or set {{.name}} in the environment.",
		},
		"zh": {
			Title:  "GOENV=off：go env -w {{.name}} 写入的内容不会被读取",
			Detail: "go env -w 会不声不响地写入默认文件，而 go 命令都不读这个文件。",
			Fix:    "去掉 GOENV=off，或用环境变量设置 {{.name}}。",
		},
	},
	Check: func(l *look) {
		for i, a := range l.Assignments {
			if a.Layer != place.GoEnv || a.Unset {
				continue
			}
			if off, ok := l.force(a.Scope, a.Seq, "GOENV"); ok && off.Literal && text(off) == "off" {
				l.at(i, nil)
			}
		}
	},
}

var modcacheCleaned = &Rule{
	ID: "modcache-cleaned", Severity: cause.Info,
	Text: map[string]Text{
		"en": {
			Title:  "go clean -modcache before {{.why}}",
			Detail: "Everything is downloaded again over the same network. It only helps against damaged files in the cache; the mirror's copy and the local record of the checksum database stay as they are.",
			Fix:    "Remove it; gofix-net doctor says what is wrong.",
		},
		"zh": {
			Title:  "在 {{.why}} 之前执行 go clean -modcache",
			Detail: "所有模块都要通过同样的网络重新下载。它只对缓存文件损坏有用，不影响镜像上的内容，也不清除校验和数据库的本地记录。",
			Fix:    "删除它；用 gofix-net doctor 查找真正的原因。",
		},
	},
	Check: func(l *look) {
		for i, c := range l.Commands {
			if verb, _ := goVerb(c); verb != "clean" || !has(c, "-modcache") && !has(c, "--modcache") {
				continue
			}
			for _, next := range l.Commands[i+1:] {
				if downloads(next) && l.process(next.Scope) == l.process(c.Scope) {
					l.find(c.Span, Args{"why": words(next)})
					break
				}
			}
		}
	},
}

// process returns the outermost scope in which exports of one script are seen.
func (l *look) process(scope int) int {
	for n := 0; l.Scopes[scope].Parent >= 0 && (l.Scopes[scope].Role == place.Single || l.Scopes[scope].Role == place.Run) && n < len(l.Scopes); n++ {
		scope = l.Scopes[scope].Parent
	}
	return scope
}

var httpsProxy = &Rule{
	ID: "system-proxy-ignored", Severity: cause.Warning,
	Text: map[string]Text{
		"en": {
			Title:  "go does not use {{.name}} for https",
			Detail: "{{if .all}}go never reads ALL_PROXY.{{else}}HTTP_PROXY is only for http://.{{end}} Module proxies and the checksum database are https: go goes there directly.",
			Fix:    "Set HTTPS_PROXY to the same value.",
		},
		"zh": {
			Title:  "访问 https 时 go 不使用 {{.name}}",
			Detail: "{{if .all}}go 从不读取 ALL_PROXY。{{else}}HTTP_PROXY 只用于 http://。{{end}}模块代理和校验和数据库都是 https，go 会直接连接。",
			Fix:    "把 HTTPS_PROXY 设为同样的值。",
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
			args := Args{"all": ""}
			if upper == "ALL_PROXY" {
				if _, h := l.force(a.Scope, last, "HTTP_PROXY"); h {
					continue
				}
				args["all"] = "yes"
			}
			l.at(i, args)
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

var noProxy = &Rule{
	ID: "no-proxy-pattern", Severity: cause.Info,
	Text: map[string]Text{
		"en": {
			Title:  "{{.pattern}} in {{.name}} is read differently by go and git",
			Detail: "{{if .blank}}go separates only at commas, git at blanks too.{{else}}go takes {{.pattern}} for all hosts below the domain; git and curl do not know the star and match nothing.{{end}}",
			Fix:    "{{if .blank}}Put commas between the names.{{else}}Write {{.fixed}}: both read it the same way.{{end}}",
		},
		"zh": {
			Title:  "{{.name}} 中的 {{.pattern}}，go 和 git 的理解不同",
			Detail: "{{if .blank}}go 只以逗号分隔，git 还接受空格。{{else}}go 把 {{.pattern}} 当作该域名下的所有主机；git 和 curl 不认星号，什么也匹配不到。{{end}}",
			Fix:    "{{if .blank}}各名称之间用逗号分隔。{{else}}写成 {{.fixed}}，两者理解一致。{{end}}",
		},
	},
	Check: func(l *look) {
		for i, a := range l.Assignments {
			if a.Unset || !a.Literal || strings.ToUpper(a.Name) != "NO_PROXY" || l.seen(i, "NO_PROXY") || !l.aboutGo() || l.otherImage(a.Scope) {
				continue
			}
			for _, p := range strings.Split(text(a), ",") {
				if p = strings.TrimSpace(p); strings.HasPrefix(p, "*.") {
					l.at(i, Args{"pattern": p, "fixed": p[1:], "blank": ""})
					break
				}
				if strings.Contains(p, " ") {
					l.at(i, Args{"pattern": p, "blank": "yes"})
					break
				}
			}
		}
	},
}

var gitRewrite = &Rule{
	ID: cause.GitRewriteBroken, Severity: cause.Warning,
	Text: map[string]Text{
		"en": {
			Title:  "{{.prefix}} is replaced by {{.host}}{{if .dead}}, which no longer works{{end}}",
			Detail: "Every git fetch of {{.prefix}} goes to {{.host}}{{if .note}}: {{.note}}{{end}}. When it is down, direct fails for all of them, and it sees and can alter what is fetched.",
			Fix:    "Remove the rule; a module proxy in GOPROXY needs none.",
		},
		"zh": {
			Title:  "{{.prefix}} 被替换成 {{.host}}{{if .dead}}，而它已停止服务{{end}}",
			Detail: "git 对 {{.prefix}} 的请求都会发往 {{.host}}{{if .note}}（{{.note}}）{{end}}。它一旦停机，direct 下载全部失败；它还能看到并篡改内容。",
			Fix:    "删除该规则；用 GOPROXY 中的模块代理就不需要它。",
		},
	},
	Check: func(l *look) {
		for i, a := range l.Assignments {
			base, ok := rewriteBase(a)
			if !ok {
				continue
			}
			for host := range frontsIn(base) {
				args := Args{"host": host.Name, "prefix": a.Value.String(), "note": host.Note, "dead": ""}
				f := l.at(i, args)
				if host.State == known.Dead {
					args["dead"] = "yes"
				}
				if !a.Remove.Empty() {
					f.Want = &Want{Assignment: i, Remove: true}
				}
				break
			}
		}
	},
}

// frontsIn returns the rows of fronts that a URL names, the host first.
func frontsIn(url string) map[known.Host]bool {
	out := map[known.Host]bool{}
	if h, ok := known.Of(hostOfURL(url)); ok && h.Role == known.Front {
		out[h] = true
	}
	return out
}

// rewriteBase returns the URL of url.BASE.insteadOf.
func rewriteBase(a place.Assignment) (string, bool) {
	if a.Layer != place.Git || a.Unset {
		return "", false
	}
	base, ok := strings.CutPrefix(a.Name, "url.")
	if !ok {
		return "", false
	}
	return strings.CutSuffix(base, ".insteadof")
}

var gitProtocol = &Rule{
	ID: cause.GitProtocolBlocked, Severity: cause.Warning,
	Text: map[string]Text{
		"en": {
			Title:  "{{.prefix}} is rewritten to {{.base}}, which is git:// without encryption",
			Detail: "Port 9418 is blocked in many networks, the large forges no longer answer on it, and anybody on the network can alter what is fetched.",
			Fix:    "Remove the rule, or rewrite to https://.",
		},
		"zh": {
			Title:  "{{.prefix}} 被替换成 {{.base}}，即不加密的 git:// 协议",
			Detail: "很多网络封锁 9418 端口，各大代码托管平台也不再支持；网络上的任何人都能篡改内容。",
			Fix:    "删除该规则，或改为 https://。",
		},
	},
	Check: func(l *look) {
		for i, a := range l.Assignments {
			if base, ok := rewriteBase(a); ok && strings.HasPrefix(base, "git://") {
				l.at(i, Args{"base": base, "prefix": a.Value.String()})
			}
		}
	},
}

var gitNoEffect = &Rule{
	ID: "git-rewrite-no-effect", Severity: cause.Info,
	Text: map[string]Text{
		"en": {
			Title:  "this rule for {{.prefix}} changes nothing for go",
			Detail: "go uses https:// for GitHub and never git://, so the rule does not apply to module downloads.",
			Fix:    "Keep it if other tools need it; it does not fix failing downloads.",
		},
		"zh": {
			Title:  "针对 {{.prefix}} 的规则对 go 不起作用",
			Detail: "go 用 https:// 访问 GitHub，从不使用 git://，因此这条规则影响不到模块下载。",
			Fix:    "其他工具需要就保留；它解决不了下载失败。",
		},
	},
	Check: func(l *look) {
		for i, a := range l.Assignments {
			if base, ok := rewriteBase(a); ok && strings.HasPrefix(base, "https://") && strings.HasPrefix(text(a), "git://"+known.GitHub) {
				l.at(i, Args{"prefix": a.Value.String()})
			}
		}
	},
}
