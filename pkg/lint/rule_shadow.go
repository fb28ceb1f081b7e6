package lint

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/place"
)

var shadowed = &Rule{
	ID: cause.EnvShadowsGoenv, Severity: cause.Warning,
	Text: Texts{
		En: Text{
			Title:  "go env -w {{.name}} has no effect: line {{.line}} sets the variable",
			Detail: "The environment wins over the GOENV file: go uses {{.other}}, at best with a warning.",
			Fix:    "Set {{.name}} in only one of the two places.",
		},
		Zh: Text{
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
	Text: Texts{
		En: Text{
			Title:  "ENV {{.name}} on line {{.line}} overrides this ARG",
			Detail: "RUN gets the value of ENV, {{.other}}; --build-arg {{.name}} has no effect.",
			Fix:    "Remove the ENV, or write ENV {{.name}}=${{\"{\"}}{{.name}}{{\"}\"}}.",
		},
		Zh: Text{
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

// shellEnds is the case that a shell exports a variable and ends.
const shellEnds Case = "shell-ends"

var notExported = &Rule{
	ID: "not-exported", Severity: cause.Warning,
	Text: Texts{
		En: Text{
			Title:  "{{.name}} is not exported: go does not see it",
			Detail: "Without export it is only a variable of this shell.",
			Fix:    "export {{.name}}={{.value}}",
			When: []Cased{{shellEnds, Text{
				Title:  "{{.name}} is set only in this shell: go does not see it",
				Detail: "Each {{.shell}} has a shell of its own, and no command follows in this one.",
				Fix:    "Write the export and the go command into one {{.shell}}, or set {{.name}} for all of them.",
			}}},
		},
		Zh: Text{
			Title:  "{{.name}} 没有 export，go 看不到它",
			Detail: "没有 export 的变量只在当前 shell 内有效。",
			Fix:    "export {{.name}}={{.value}}",
			When: []Cased{{shellEnds, Text{
				Title:  "{{.name}} 只在这个 shell 内有效，go 看不到它",
				Detail: "每个 {{.shell}} 都启动一个新的 shell，而这个 shell 里后面没有命令。",
				Fix:    "把 export 和 go 命令写在同一个 {{.shell}} 里，或为全部命令设置 {{.name}}。",
			}}},
		},
	},
	Check: func(l *look) {
		for i, a := range l.Assignments {
			if l.lost(a) {
				l.at(i, Args{"shell": shellOf(l.Kind)}, shellEnds)
			} else if l.staysInShell(a) {
				l.at(i, nil)
			}
		}
	},
}

// shellOf says of what a new shell is started, for the kinds of files in which
// commands that stand below each other do not share one.
func shellOf(id place.ID) string {
	switch id {
	case "dockerfile":
		return "RUN"
	case "make":
		return "recipe line"
	case "github", "gitea", "circleci":
		return "step"
	case "jenkins":
		return "sh"
	}
	return ""
}

// lost reports whether a shell exports a variable and ends: no command follows in
// it, and its exports end with it.
func (l *look) lost(a place.Assignment) bool {
	if shellOf(l.Kind) == "" || l.Scopes[a.Scope].Role != place.Run || a.Layer != place.Environment || a.Unset || !goSetting(a.Name) || strings.Contains(l.Data, ".ONESHELL") {
		return false
	}
	// An environment that a step declares has the step's number or an earlier one.
	if !strings.Contains(l.Of(l.Line(l.Position(a.Whole.Start).Line)), "export") {
		return false
	}
	later := func(scope, seq int) bool { return seq > a.Seq && l.within(scope, a.Scope) }
	return !slices.ContainsFunc(l.Commands, func(c place.Command) bool { return later(c.Scope, c.Seq) }) &&
		!slices.ContainsFunc(l.Assignments, func(o place.Assignment) bool {
			return later(o.Scope, o.Seq) && (o.Layer == place.GoEnv || o.Layer == place.Git)
		})
}

// unseen reports whether no go command gets what an assignment says.
func (l *look) unseen(a place.Assignment) bool { return l.staysInShell(a) || l.lost(a) }

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
	Text: Texts{
		En: Text{
			Title:  "GOENV=off: what go env -w {{.name}} writes is not read",
			Detail: "go env -w silently writes the default file, which no go command then reads.",
			Fix:    "Remove GOENV=off, or set {{.name}} in the environment.",
		},
		Zh: Text{
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
	Text: Texts{
		En: Text{
			Title:  "go clean -modcache before {{.why}}",
			Detail: "Everything is downloaded again over the same network. It only helps against damaged files in the cache; the mirror's copy and the local record of the checksum database stay as they are.",
			Fix:    "Remove it; gofix-net doctor says what is wrong.",
		},
		Zh: Text{
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
