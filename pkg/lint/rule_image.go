package lint

import (
	"path"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/place"
	"github.com/gofix-net/gofix-net/pkg/route"
)

var argBeforeFrom = &Rule{
	ID: "arg-before-from", Severity: cause.Warning,
	Text: map[string]Text{
		"en": {
			Title:  "ARG {{.name}} before FROM is not in the stage",
			Detail: "An ARG before FROM holds for FROM lines alone. The go commands of the stage{{if .stage}} {{.stage}}{{end}} do not get it, and --build-arg {{.name}} has no effect on them.",
			Fix:    "Repeat it in the stage, behind FROM: ARG {{.name}}",
		},
		"zh": {
			Title:  "FROM 之前的 ARG {{.name}} 在构建阶段中不起作用",
			Detail: "FROM 之前的 ARG 只对 FROM 行有效。阶段{{if .stage}} {{.stage}} {{end}}中的 go 命令得不到它，--build-arg {{.name}} 对它们也不起作用。",
			Fix:    "在阶段内 FROM 之后再写一次：ARG {{.name}}",
		},
	},
	Check: func(l *look) {
		if l.Kind != "dockerfile" {
			return
		}
		for i, a := range l.Assignments {
			if a.Scope != 0 || a.Layer != place.BuildArg || !goSetting(a.Name) || usedByFrom(l, a.Name) {
				continue
			}
			for s, stage := range l.Scopes {
				if stage.Role == place.Stage && l.runsGo(s) && !l.redeclared(s, a.Name) {
					l.at(i, Args{"stage": stage.Name})
					break
				}
			}
		}
	},
}

// goSetting reports whether a variable is one that the go command reads.
func goSetting(name string) bool {
	switch name {
	case "GOPROXY", "GOSUMDB", "GOPRIVATE", "GONOPROXY", "GONOSUMDB", "GOFLAGS", "GOINSECURE", "GOTOOLCHAIN", "GO111MODULE", "GOVCS", "GOAUTH":
		return true
	}
	return false
}

func usedByFrom(l *look, name string) bool {
	return slices.ContainsFunc(l.Steps, func(s place.Step) bool {
		return s.Op == "FROM" && strings.Contains(strings.Join(s.Args, " "), name)
	})
}

// redeclared reports whether a stage, or one that it begins with, takes an argument over.
func (l *look) redeclared(stage int, name string) bool {
	for n := 0; stage > 0 && n <= len(l.Scopes); n++ {
		if slices.ContainsFunc(l.Assignments, func(a place.Assignment) bool { return a.Scope == stage && a.Name == name && a.Layer == place.BuildArg }) {
			return true
		}
		stage = l.Scopes[stage].Parent
	}
	return false
}

// runsGo reports whether commands of a stage download modules.
func (l *look) runsGo(stage int) bool {
	return slices.ContainsFunc(l.Commands, func(c place.Command) bool { return downloads(c) && l.within(c.Scope, stage) })
}

// ownCommands gives the commands of a stage and not those of stages that begin
// with it.
func (l *look) ownCommands(stage int) []place.Command {
	var out []place.Command
	for _, c := range l.Commands {
		s := c.Scope
		for n := 0; s > 0 && n < len(l.Scopes) && !hasImage(l.Scopes[s]); n++ {
			s = l.Scopes[s].Parent
		}
		if s == stage {
			out = append(out, c)
		}
	}
	return out
}

// hasImage reports whether commands in a scope run in an image that the file names.
func hasImage(s place.Scope) bool {
	return s.Role == place.Stage || (s.Role == place.Job || s.Role == place.Service) && s.Image != ""
}

// root is the stage with the image that a stage is built on in the end.
func (l *look) root(stage int) int {
	for n := 0; l.Scopes[stage].Parent > 0 && n < len(l.Scopes); n++ {
		stage = l.Scopes[stage].Parent
	}
	return stage
}

// image splits a reference: the last element of the name, the tag.
func image(ref string) (name, tag string) {
	ref, _, _ = strings.Cut(ref, "@")
	base := path.Base(ref)
	name, tag, _ = strings.Cut(base, ":")
	return strings.ToLower(name), strings.ToLower(tag)
}

// lacksGit reports whether an image is surely one without git.
func lacksGit(ref string) bool {
	name, tag := image(ref)
	return name == "alpine" || name == "golang" && strings.Contains(tag, "alpine") || bareDistribution(name) || name == "scratch" || name == "busybox"
}

// lacksRoots reports whether an image is surely one without root certificates.
func lacksRoots(ref string) bool {
	name, tag := image(ref)
	return bareDistribution(name) || name == "scratch" || name == "busybox" && !strings.Contains(tag, "ca")
}

// bareDistribution are images of Debian and Ubuntu, which have neither git nor
// ca-certificates, slim or not.
func bareDistribution(name string) bool { return name == "debian" || name == "ubuntu" }

// installs reports whether a stage, or one below it, installs a package or copies
// files of it.
func (l *look) installs(stage int, seq int, words ...string) bool {
	for n := 0; stage > 0 && n <= len(l.Scopes); n++ {
		for _, c := range l.ownCommands(stage) {
			if c.Seq < seq && installs(c, words) {
				return true
			}
		}
		for _, s := range l.Steps {
			if s.Scope == stage && s.Seq < seq && s.Op == "RUN" && runsScript(s) {
				return true
			}
			if s.Scope == stage && s.Seq < seq && (s.Op == "COPY" || s.Op == "ADD") && slices.ContainsFunc(words, func(w string) bool { return strings.Contains(strings.Join(s.Args, " "), w) }) {
				return true
			}
		}
		stage = l.Scopes[stage].Parent
	}
	return false
}

// installs reports whether a command installs one of some packages: by the package
// manager of a distribution, or by a script of an image or a project, whose name
// says so (clean-install, install_packages).
func installs(c place.Command, packages []string) bool {
	if len(c.Words) == 0 {
		return false
	}
	switch name := path.Base(c.Words[0].Text); {
	case slices.Contains(packageManagers, name):
	case !strings.Contains(name, "install") && !strings.HasPrefix(name, "apk"):
		return false
	}
	return slices.ContainsFunc(c.Words[1:], func(w place.Word) bool {
		name, _, _ := strings.Cut(w.Text, "=")
		name, _, _ = strings.Cut(name, "~")
		return slices.Contains(packages, name) || !w.Literal
	})
}

// runsScript reports whether an instruction runs a script of the project: what it
// installs is not known, and it may be anything.
func runsScript(s place.Step) bool {
	return slices.ContainsFunc(strings.FieldsFunc(strings.Join(s.Args, " "), func(r rune) bool { return strings.ContainsRune(" \t\n;&|\"'", r) }), func(w string) bool {
		return strings.HasSuffix(w, ".sh") && !strings.Contains(w, "://")
	})
}

var packageManagers = []string{"apk", "apt-get", "apt", "aptitude", "yum", "dnf", "microdnf", "zypper", "pacman", "tdnf", "brew", "nix-env"}

var gitMissing = &Rule{
	ID: cause.GitMissing, Severity: cause.Error,
	Text: map[string]Text{
		"en": {
			Title:  "{{.image}} has no git, and {{.why}} needs it",
			Detail: "{{if .direct}}With this GOPROXY every module comes from its origin by git.{{else if .behind}}What {{.behind}} does not have is fetched from its origin by git.{{else}}Paths that {{.setting}} matches are fetched from their origin by git, past every proxy.{{end}} go will say: git: executable file not found in $PATH.",
			Fix:    "Install git before the download: {{.command}}",
		},
		"zh": {
			Title:  "{{.image}} 里没有 git，而 {{.why}} 需要它",
			Detail: "{{if .direct}}按此 GOPROXY，所有模块都用 git 从源站获取。{{else if .behind}}{{.behind}} 没有的模块会用 git 从源站获取。{{else}}{{.setting}} 匹配的路径会绕过代理，用 git 从源站获取。{{end}}go 会报错：git: executable file not found in $PATH。",
			Fix:    "下载前先安装 git：{{.command}}",
		},
	},
	Check: func(l *look) {
		for s, stage := range l.Scopes {
			if !hasImage(stage) || !lacksGit(l.Scopes[l.root(s)].Image) {
				continue
			}
			for _, c := range l.ownCommands(s) {
				if !downloads(c) || l.installs(s, c.Seq, "git", "git-core", "build-base-git") || l.copiesAll(s, c.Seq) {
					continue
				}
				args := Args{"image": l.Scopes[l.root(s)].Image, "why": words(c), "direct": "", "behind": "", "command": "apk add --no-cache git"}
				if name, _ := image(args["image"]); bareDistribution(name) {
					args["command"] = "apt-get install -y --no-install-recommends git ca-certificates"
				}
				if a, ok := l.force(c.Scope, c.Seq, "GOPROXY"); ok && a.Literal && onlyDirect(a) {
					args["direct"] = "yes"
					l.find(c.Span, args)
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
						l.find(c.Span, args).Severity = cause.Info
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

// words is a command for people.
func words(c place.Command) string {
	var out []string
	for i, w := range c.Words {
		if i == 3 {
			break
		}
		out = append(out, w.Text)
	}
	return strings.Join(out, " ")
}

var rootsMissing = &Rule{
	ID: cause.CABundleMissing, Severity: cause.Error,
	Text: map[string]Text{
		"en": {
			Title:  "{{.image}} has no root certificates, and {{.why}} downloads over https",
			Detail: "Every https host fails: x509: certificate signed by unknown authority.",
			Fix:    "Install them first: apt-get install -y --no-install-recommends ca-certificates",
		},
		"zh": {
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
				if downloads(c) && !l.installs(s, c.Seq, "ca-certificates", "/etc/ssl/certs", "/etc/ssl") && !l.recommendsRoots(s, c.Seq) && !has(c, "-mod=vendor") && !l.offline(c) {
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

// offline reports whether a command cannot download anything.
func (l *look) offline(c place.Command) bool {
	if a, ok := l.force(c.Scope, c.Seq, "GOFLAGS"); ok && strings.Contains(text(a), "-mod=vendor") {
		return true
	}
	a, ok := l.force(c.Scope, c.Seq, "GOPROXY")
	return ok && a.Literal && text(a) == "off"
}

var copyOrder = &Rule{
	ID: "download-after-copy", Severity: cause.Info,
	Text: map[string]Text{
		"en": {
			Title:  "{{.why}} stands behind the COPY of all sources",
			Detail: "Each change of a source file makes Docker run it again, and all modules are downloaded anew.",
			Fix:    "COPY go.mod go.sum ./ and RUN go mod download first, then the other sources.",
		},
		"zh": {
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
			if c, ok := l.firstDownload(s); ok && l.copied(s, c.Seq) == "all" && !l.mounted(s, c) && !l.offline(c) && !has(c, "-mod=vendor") {
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
	Text: map[string]Text{
		"en": {
			Title:  "{{.why}} without a cache mount",
			Detail: "When the layer is built again, all modules are downloaded again.",
			Fix:    "RUN --mount=type=cache,target=/go/pkg/mod {{.why}}",
		},
		"zh": {
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
			if c, ok := l.firstDownload(s); ok && l.hasProject(s, c.Seq) && !l.mounted(s, c) && !l.offline(c) && !has(c, "-mod=vendor") {
				l.find(c.Span, Args{"why": words(c)})
			}
		}
	},
}

var proxyInImage = &Rule{
	ID: "proxy-in-image", Severity: cause.Warning,
	Text: map[string]Text{
		"en": {
			Title:  "{{.name}} stays in the image",
			Detail: "ENV holds in every container that runs from it: programs there go through {{.value}}, wherever they run.",
			Fix:    "Remove the line: docker build --build-arg {{.name}}=… needs no ARG and stays out of the image.",
		},
		"zh": {
			Title:  "{{.name}} 会留在镜像里",
			Detail: "ENV 在由该镜像启动的每个容器中都有效：程序无论在哪里运行，都会通过 {{.value}} 访问网络。",
			Fix:    "删除这一行：docker build --build-arg {{.name}}=… 不需要 ARG，也不会留在镜像里。",
		},
	},
	Check: func(l *look) {
		for i, a := range l.Assignments {
			upper := strings.ToUpper(a.Name)
			if a.Kept && !a.Unset && (upper == "HTTP_PROXY" || upper == "HTTPS_PROXY" || upper == "ALL_PROXY") && l.aboutGo() && (text(a) != "" || !a.Literal) {
				l.at(i, nil)
			}
		}
	},
}
