package lint

import (
	"path"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/place"
)

var copyOrder = &Rule{
	ID: "download-after-copy", Severity: cause.Info,
	Text: Texts{
		En: Text{
			Title:  "{{.why}} comes after the COPY of all sources",
			Detail: "Each change of a source file makes Docker run it again and download all modules again.",
			Fix:    "COPY go.mod go.sum ./ and RUN go mod download first, then the other sources.",
		},
		Zh: Text{
			Title:  "{{.why}} 写在复制全部源码之后",
			Detail: "每改动一个源文件，Docker 都会重新执行它，所有模块都要重新下载。",
			Fix:    "先 COPY go.mod go.sum ./ 并 RUN go mod download，再复制其他源码。",
		},
	},
	Check: func(l *look) {
		for s, stage := range l.Scopes {
			if stage.Role != place.Stage {
				continue
			}
			if c, ok := l.firstDownload(s); ok && !l.inherited(s, c.Seq) && l.copied(s, c.Seq) == "all" && !l.mounted(s, c) && !l.offline(c) {
				l.find(c.Span, Args{"why": words(c)})
			}
		}
	},
}

// firstDownload is the first command of a stage that downloads the modules of
// the project.
func (l *look) firstDownload(stage int) (place.Command, bool) {
	for _, c := range l.ownCommands(stage) {
		verb, sub := goVerb(c)
		if downloads(c) && verb != "install" && verb != "get" && verb != "tool" && verb != "run" || verb == "mod" && sub == "download" {
			if !slices.ContainsFunc(c.Words, func(w place.Word) bool { return strings.Contains(w.Text, "@") }) {
				return c, true
			}
		}
	}
	return place.Command{}, false
}

// hasProject reports whether a stage, or one that it begins with, has files of the
// build context at a time: what it downloads then changes with the project. A
// program that a stage clones and builds is one fixed version.
func (l *look) hasProject(stage, seq int) bool {
	for n := 0; stage > 0 && n <= len(l.Scopes); n++ {
		for _, s := range l.Steps {
			if s.Scope == stage && s.Seq < seq && (s.Op == "COPY" || s.Op == "ADD") && !slices.ContainsFunc(s.Flags, func(f string) bool { return strings.HasPrefix(f, "--from") }) && (len(s.Args) == 0 || !strings.Contains(s.Args[0], "://")) {
				return true
			}
		}
		stage = l.Scopes[stage].Parent
	}
	return false
}

// inherited reports whether a stage has a module cache before it downloads: in a
// layer of the stage that it begins with, or copied from another one.
func (l *look) inherited(stage, seq int) bool {
	for _, s := range l.Steps {
		if s.Scope == stage && s.Seq < seq && s.Op == "COPY" && len(s.Flags) > 0 && len(s.Args) > 1 && strings.Contains(s.Args[0]+"/", "pkg/mod/") {
			return true
		}
	}
	for n := 0; l.Scopes[stage].Parent > 0 && n < len(l.Scopes); n++ {
		stage = l.Scopes[stage].Parent
		if c, ok := l.firstDownload(stage); ok && !l.mounted(stage, c) {
			return true
		}
	}
	return false
}

// copied reports what of the project a stage has at a time: "all", "mod", "".
func (l *look) copied(stage, seq int) string {
	got := ""
	for _, s := range l.Steps {
		if s.Scope != stage || s.Seq >= seq || s.Op != "COPY" && s.Op != "ADD" || len(s.Args) < 2 || slices.ContainsFunc(s.Flags, func(f string) bool { return strings.HasPrefix(f, "--from") }) {
			continue
		}
		for _, src := range s.Args[:len(s.Args)-1] {
			switch base := path.Base(src); {
			case src == "." || src == "./" || src == "/":
				if got == "" {
					got = "all"
				}
			case base == "go.mod" || strings.HasPrefix(base, "go.") && got == "":
				got = "mod"
			}
		}
	}
	return got
}

// mounted reports whether the module cache outlives the layer of a command.
func (l *look) mounted(stage int, c place.Command) bool {
	for _, s := range l.Steps {
		if s.Op != "RUN" || s.Scope != stage || !l.within(c.Scope, s.Inner) || s.Inner == 0 {
			continue
		}
		return slices.ContainsFunc(s.Flags, func(f string) bool {
			return strings.Contains(f, "type=cache") || strings.Contains(f, "type=bind") && strings.Contains(f, "/mod")
		})
	}
	return false
}

var cacheMount = &Rule{
	ID: "no-cache-mount", Severity: cause.Info,
	Text: Texts{
		En: Text{
			Title:  "{{.why}} without a cache mount",
			Detail: "When the layer is built again, all modules are downloaded again.",
			Fix:    "RUN --mount=type=cache,target=/go/pkg/mod {{.why}}",
		},
		Zh: Text{
			Title:  "{{.why}} 没有使用缓存挂载",
			Detail: "该层重新构建时，所有模块都要重新下载。",
			Fix:    "RUN --mount=type=cache,target=/go/pkg/mod {{.why}}",
		},
	},
	Check: func(l *look) {
		for s, stage := range l.Scopes {
			if stage.Role != place.Stage {
				continue
			}
			if c, ok := l.firstDownload(s); ok && !l.inherited(s, c.Seq) && l.hasProject(s, c.Seq) && !l.mounted(s, c) && !l.offline(c) {
				l.find(c.Span, Args{"why": words(c)})
			}
		}
	},
}
