package lint

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/correct"
	"github.com/gofix-net/gofix-net/pkg/lazyre"
	"github.com/gofix-net/gofix-net/pkg/place"
	"github.com/gofix-net/gofix-net/pkg/place/kinds"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// Cases of a missing protection: go drops it, not git; or there is no encryption.
const (
	goAccepts Case = "go-accepts"
	plain     Case = "plain-http"
)

var insecure = &Rule{
	ID: cause.InsecureSetting, Severity: cause.Warning,
	Text: Texts{
		En: Text{
			Title:  "{{.name}}={{.value}} switches a protection off",
			Detail: "git accepts any certificate, so anybody on the network can pose as the server.",
			Fix:    "Remove it, and install the certificate authority that is missing.",
			When: []Cased{
				{goAccepts, Text{Detail: "For what it matches, go accepts any certificate and plain http when it looks for the repository."}},
				{plain, Text{
					Title:  "requests to {{.entry}} use plain http",
					Detail: "Anybody on the network can read the module paths and alter the answers.",
					Fix:    "Use https.",
				}},
			},
		},
		Zh: Text{
			Title:  "{{.name}}={{.value}} 关闭了一项保护",
			Detail: "git 接受任何证书，中间人给的内容也会照收。",
			Fix:    "删除它，并安装缺少的 CA 证书。",
			When: []Cased{
				{goAccepts, Text{Detail: "对匹配的路径，go 查找仓库时接受任何证书，也接受明文 http。"}},
				{plain, Text{
					Title:  "以明文 http 访问 {{.entry}}",
					Detail: "网络上的任何人都能看到模块路径，也能篡改内容。",
					Fix:    "改用 https。",
				}},
			},
		},
	},
	Check: func(l *look) {
		for i, a := range l.Assignments {
			if a.Unset {
				continue
			}
			on, boolean := route.GitBool(text(a))
			switch {
			case a.Name == "GOINSECURE" && text(a) != "":
				l.at(i, nil, goAccepts)
			case a.Layer == place.Git && settings.Git(a.Name).IsSSLVerify() && a.Literal && boolean && !on,
				a.Name == route.NoVerify && l.present(a):
				l.at(i, nil)
			case a.Name == "GOPROXY":
				if e := plainHTTP(a); e != "" {
					l.at(i, Args{"entry": e}, plain)
				}
			}
		}
	},
}

// present reports whether a variable is set, to an empty value too. PowerShell before
// 7.5 removes a variable that is set to an empty text, and a build argument without a
// default is not set.
func (l *look) present(a place.Assignment) bool {
	return text(a) != "" || a.Literal && a.Layer == place.Environment && l.Kind != "powershell"
}

// plainHTTP returns the first entry of a list that is asked over the network
// without encryption.
func plainHTTP(a place.Assignment) string {
	for _, e := range list(a).Entries {
		if e.Kind == route.Proxy && route.PlainHTTP(e.URL) != route.Protected && !sameMachine(hostOfURL(reveal(e.URL))) {
			return e.Name()
		}
	}
	return ""
}

// Cases of a setting that go does not read: where it stands, and what go says of it.
const (
	ignoredLine  Case = "ignored-line"
	refusedWrite Case = "refused-write"
	refusedFlag  Case = "refused-flag"
	misspelt     Case = "misspelt"
)

var unknownSetting = &Rule{
	ID: cause.UnknownSetting, Severity: cause.Warning,
	Text: Texts{
		En: Text{
			Title:  "no go command reads {{.setting}}",
			Detail: "The setting has no effect.",
			Fix:    "Remove it.",
			When: []Cased{
				{refusedFlag, Text{Detail: "go get fails with this flag, and other commands ignore it."}},
				{refusedWrite, Text{Detail: "go env -w refuses it: the command fails."}},
				{ignoredLine, Text{Detail: "go reads only lines KEY=value in this file and ignores this one."}},
				{misspelt, Text{Fix: "Probably meant: {{.meant}}."}},
			},
		},
		Zh: Text{
			Title:  "go 命令不认识 {{.setting}}",
			Detail: "该设置不起作用。",
			Fix:    "删除它。",
			When: []Cased{
				{refusedFlag, Text{Detail: "带这个参数 go get 会失败，其他命令则忽略它。"}},
				{refusedWrite, Text{Detail: "go env -w 拒绝写入，命令会失败。"}},
				{ignoredLine, Text{Detail: "go 在这个文件里只读 KEY=value 形式的行，这一行会被忽略。"}},
				{misspelt, Text{Fix: "想写的可能是 {{.meant}}。"}},
			},
		},
	},
	Check: func(l *look) {
		for _, r := range l.Ignored {
			l.find(r.Span, Args{"setting": r.Text}, ignoredLine)
		}
		for i, a := range l.Assignments {
			if a.Unset || a.Layer == place.Git {
				continue
			}
			if meant, never := correct.Name(a.Name); never && !l.expands(a.Name) && a.Layer != place.Variable {
				f := l.at(i, Args{"setting": a.Name, "meant": meant})
				if meant == "" {
					f.Want = &Want{Assignment: i, Remove: true}
				} else {
					f.Cases = []Case{misspelt}
				}
				continue
			}
			if a.Layer == place.GoEnv && !a.Kept && onlyEnvironment(a.Name) {
				l.at(i, Args{"setting": a.Name}, refusedWrite)
			}
			if a.Name == "GOFLAGS" && route.HasFlag(text(a), "insecure") {
				l.at(i, Args{"setting": "-insecure"}, refusedFlag)
			}
		}
	},
}

// expands reports whether the file itself uses a variable of that name: it is
// then one of the author's own.
func (l *look) expands(name string) bool {
	for _, form := range []string{"$" + name, "${" + name, "$(" + name, "%" + name + "%", "env." + name, "inputs." + name, "vars." + name, "secrets." + name, "env:" + name} {
		for rest := l.Data; ; {
			i := strings.Index(rest, form)
			if i < 0 {
				break
			}
			rest = rest[i+len(form):]
			if rest == "" || !place.IsName("x"+rest[:1]) || strings.HasSuffix(form, "%") {
				return true
			}
		}
	}
	return false
}

// onlyEnvironment reports whether go env -w refuses a variable: no go command
// takes it from the GOENV file.
func onlyEnvironment(name string) bool {
	switch strings.ToUpper(name) {
	case "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR", "NETRC", "GIT_SSL_NO_VERIFY", "GODEBUG", "GOENV":
		return true
	}
	return false
}

var modulesOff = &Rule{
	ID: cause.ModulesOff, Severity: cause.Warning,
	Text: Texts{
		En: Text{
			Title:  "GO111MODULE={{.value}} switches modules off",
			Detail: "go looks for packages only in GOPATH; go get and go mod fail.",
			Fix:    "Remove it: modules are on by default since Go 1.16.",
			When: []Cased{{rejected, Text{
				Title:  "GO111MODULE={{.value}} is not a value that go knows",
				Detail: "Every go command fails: unknown environment setting GO111MODULE={{.value}}.",
			}}},
		},
		Zh: Text{
			Title:  "GO111MODULE={{.value}} 关闭了模块模式",
			Detail: "go 只在 GOPATH 里找包，go get 和 go mod 都会失败。",
			Fix:    "删除它：Go 1.16 起默认启用模块模式。",
			When: []Cased{{rejected, Text{
				Title:  "GO111MODULE={{.value}} 不是 go 认识的值",
				Detail: "所有 go 命令都会失败：unknown environment setting GO111MODULE={{.value}}。",
			}}},
		},
	},
	Check: func(l *look) {
		for i, a := range l.literals("GO111MODULE") {
			if l.lost(a) {
				continue
			}
			switch text(a) {
			case "", "on", "auto":
			case "off":
				if !l.meantForGOPATH(a) {
					l.at(i, nil).Want = &Want{Assignment: i, Remove: true}
				}
			default:
				l.at(i, nil, rejected).Want = &Want{Assignment: i, Remove: true}
			}
		}
	},
}

// gopathTree is a folder as GOPATH has them: src, then a path with a host.
var gopathTree = lazyre.New(`\bsrc/[\w-]+(?:\.[\w-]+)+/`)

// meantForGOPATH reports whether GO111MODULE=off is meant: the commands that get it
// build a tree below GOPATH, which the command or the file names, and none of them
// needs modules.
func (l *look) meantForGOPATH(a place.Assignment) bool {
	tree := gopathTree.MatchString(l.Data)
	if l.Scopes[a.Scope].Role == place.Single && l.variables(a.Scope, "GOPATH") {
		return true
	}
	seen := 0
	for _, c := range l.Commands {
		if !l.within(c.Scope, a.Scope) || c.Seq < a.Seq && !l.declares(a.Scope) {
			continue
		}
		if now, ok := l.force(c.Scope, c.Seq, a.Name); !ok || now.Whole != a.Whole {
			continue
		}
		verb, _ := goVerb(c)
		if verb == "mod" || verb == "get" || verb == "work" || verb == "install" && slices.ContainsFunc(c.Words, func(w place.Word) bool { return strings.Contains(w.Text, "@") }) {
			return false
		}
		seen++
	}
	return tree && seen > 0
}

var modMod = &Rule{
	ID: "goflags-mod-mod", Severity: cause.Warning,
	Text: Texts{
		En: Text{
			Title:  "GOFLAGS=-mod=mod lets a build change go.mod and go.sum",
			Detail: "In a pipeline go then downloads and records what nobody has reviewed, where -mod=readonly, the default, would fail.",
			Fix:    "Remove it, and commit what go mod tidy writes.",
		},
		Zh: Text{
			Title:  "GOFLAGS=-mod=mod 允许构建修改 go.mod 和 go.sum",
			Detail: "在流水线中，go 会下载并记录没有人审核过的内容；默认的 -mod=readonly 则会报错。",
			Fix:    "删除它，并把 go mod tidy 的结果提交到仓库。",
		},
	},
	Check: func(l *look) {
		if !kinds.Lookup(l.Kind).Unattended {
			return
		}
		for i, a := range l.literals("GOFLAGS") {
			if strings.Contains(" "+text(a)+" ", " -mod=mod ") {
				f := l.at(i, nil)
				if strings.TrimSpace(text(a)) == "-mod=mod" {
					f.Want = &Want{Assignment: i, Remove: true}
				}
			}
		}
	},
}
