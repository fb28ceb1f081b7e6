package lint

import (
	"path"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/place"
)

// namedStage is the case that a stage of a build has a name.
const namedStage Case = "named"

var argBeforeFrom = &Rule{
	ID: "arg-before-from", Severity: cause.Warning,
	Text: Texts{
		En: Text{
			Title:  "ARG {{.name}} before FROM is not in the stage",
			Detail: "Only FROM lines see an ARG before FROM. The go commands of the stage do not get it, and --build-arg {{.name}} has no effect on them.",
			Fix:    "Repeat it in the stage, after FROM: ARG {{.name}}",
			When: []Cased{{namedStage, Text{
				Detail: "Only FROM lines see an ARG before FROM. The go commands of the stage {{.stage}} do not get it, and --build-arg {{.name}} has no effect on them.",
			}}},
		},
		Zh: Text{
			Title:  "FROM 之前的 ARG {{.name}} 在构建阶段中不起作用",
			Detail: "FROM 之前的 ARG 只对 FROM 行有效。阶段中的 go 命令得不到它，--build-arg {{.name}} 对它们也不起作用。",
			Fix:    "在阶段内 FROM 之后再写一次：ARG {{.name}}",
			When:   []Cased{{namedStage, Text{Detail: "FROM 之前的 ARG 只对 FROM 行有效。阶段 {{.stage}} 中的 go 命令得不到它，--build-arg {{.name}} 对它们也不起作用。"}}},
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
					f := l.at(i, Args{"stage": stage.Name})
					if stage.Name != "" {
						f.Cases = []Case{namedStage}
					}
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
	return s.Role == place.Stage || (s.Role == place.Job || s.Role == place.Service || s.Role == place.Whole) && s.Image != ""
}

// root is the stage with the image that a stage is built on in the end.
func (l *look) root(stage int) int {
	for n := 0; l.Scopes[stage].Role == place.Stage && l.Scopes[stage].Parent > 0 && n < len(l.Scopes); n++ {
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
	for n := 0; stage >= 0 && n <= len(l.Scopes); n++ {
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

// fromVendor reports whether a command takes its modules from a folder vendor.
func (l *look) fromVendor(c place.Command) bool {
	a, ok := l.force(c.Scope, c.Seq, "GOFLAGS")
	return ok && strings.Contains(text(a), "-mod=vendor") || has(c, "-mod=vendor") || l.vendored(c)
}

// offline reports whether a command cannot download anything.
func (l *look) offline(c place.Command) bool {
	if l.fromVendor(c) {
		return true
	}
	if a, ok := l.force(c.Scope, c.Seq, "GO111MODULE"); ok && a.Literal && text(a) == "off" {
		if verb, _ := goVerb(c); verb != "get" && verb != "mod" {
			return true // what is missing in GOPATH is an error, not a download
		}
	}
	a, ok := l.force(c.Scope, c.Seq, "GOPROXY")
	return ok && a.Literal && text(a) == "off"
}

// vendored reports whether a build takes its modules from a folder vendor that
// the stage got before: go does so by itself.
func (l *look) vendored(c place.Command) bool {
	if verb, _ := goVerb(c); verb == "mod" || verb == "get" || verb == "install" {
		return false
	}
	return slices.ContainsFunc(l.Steps, func(s place.Step) bool {
		return (s.Op == "COPY" || s.Op == "ADD") && s.Seq < c.Seq && l.within(c.Scope, s.Scope) && len(s.Args) > 1 &&
			slices.ContainsFunc(s.Args[:len(s.Args)-1], func(src string) bool { return path.Base(src) == "vendor" })
	})
}

var proxyInImage = &Rule{
	ID: "proxy-in-image", Severity: cause.Warning,
	Text: Texts{
		En: Text{
			Title:  "{{.name}} stays in the image",
			Detail: "ENV applies in every container of this image: programs in it use {{.value}} wherever they run.",
			Fix:    "Remove the line: docker build --build-arg {{.name}}=… needs no ARG and stays out of the image.",
		},
		Zh: Text{
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
