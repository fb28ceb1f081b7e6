// Package kinds lists the kinds of files, so that a file can be given to the
// reader of its kind.
package kinds

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/place"
	"github.com/gofix-net/gofix-net/pkg/place/bake"
	"github.com/gofix-net/gofix-net/pkg/place/ci"
	"github.com/gofix-net/gofix-net/pkg/place/cmdfile"
	"github.com/gofix-net/gofix-net/pkg/place/compose"
	"github.com/gofix-net/gofix-net/pkg/place/devcontainer"
	"github.com/gofix-net/gofix-net/pkg/place/dockerfile"
	"github.com/gofix-net/gofix-net/pkg/place/envfile"
	"github.com/gofix-net/gofix-net/pkg/place/gitconfig"
	"github.com/gofix-net/gofix-net/pkg/place/github"
	"github.com/gofix-net/gofix-net/pkg/place/goenv"
	"github.com/gofix-net/gofix-net/pkg/place/jenkins"
	"github.com/gofix-net/gofix-net/pkg/place/kubernetes"
	"github.com/gofix-net/gofix-net/pkg/place/make"
	"github.com/gofix-net/gofix-net/pkg/place/netrc"
	"github.com/gofix-net/gofix-net/pkg/place/nginx"
	"github.com/gofix-net/gofix-net/pkg/place/othershells"
	"github.com/gofix-net/gofix-net/pkg/place/powershell"
	"github.com/gofix-net/gofix-net/pkg/place/renovate"
	"github.com/gofix-net/gofix-net/pkg/place/shell"
	"github.com/gofix-net/gofix-net/pkg/place/systemd"
)

// All are the kinds, special before general: the first one that matches reads.
var All = []*place.Kind{
	&github.Gitea,
	&github.Kind,
	&renovate.Dependabot,
	&renovate.Kind,
	&ci.GitLab,
	&ci.CircleCI,
	&ci.Bitbucket,
	&ci.Task,
	&ci.Tekton,
	&ci.Drone,
	&ci.Woodpecker,
	&ci.Travis,
	&ci.AppVeyor,
	&ci.Buildkite,
	&ci.CloudBuild,
	&ci.CodeBuild,
	&ci.GoReleaser,
	&ci.Azure,
	&kubernetes.Kind,
	&compose.Kind,
	&ci.Ansible,
	&bake.Kind,
	&devcontainer.Kind,
	&devcontainer.VSCode,
	&make.Kind,
	&jenkins.Kind,
	&netrc.Kind,
	&gitconfig.Kind,
	&goenv.Profile,
	&goenv.Kind,
	&systemd.Kind,
	&envfile.EnvironmentD,
	&envfile.Kind,
	&nginx.Kind,
	&powershell.Kind,
	&cmdfile.Kind,
	&othershells.Fish,
	&othershells.Csh,
	&shell.Kind,
	&dockerfile.Kind,
}

// Detect returns the kind of a file, or nil. path may have any separators.
func Detect(path, text string) *place.Kind {
	path = strings.ReplaceAll(path, `\`, "/")
	for _, k := range All {
		if k.Match(path, text) {
			return k
		}
	}
	return nil
}

// Lookup returns the kind of an ID, or nil.
func Lookup(id place.ID) *place.Kind {
	for _, k := range All {
		if k.ID == id {
			return k
		}
	}
	return nil
}

// Read reads a file as one of a kind.
func Read(k *place.Kind, path, data string) *place.File {
	b := place.NewBuilder(place.NewText(path, data), k.ID)
	k.Read(b)
	return b.File
}

// Skip reports whether a directory of that name holds nothing that its project
// writes by hand.
func Skip(name string) bool {
	switch name {
	case ".git", ".hg", ".svn", "node_modules", "vendor", ".terraform", ".venv", "__pycache__", ".idea", "bower_components":
		return true
	}
	return false
}

// source are extensions of files that are no kind's.
const source = " .go .mod .sum .js .ts .tsx .jsx .mjs .css .scss .html .htm .py .rb .rs .c .h .cc .cpp .hpp .java .kt .swift .php .md .rst .txt .adoc .svg .png .jpg .jpeg .gif .ico .pdf .zip .gz .tar .tgz .xz .woff .woff2 .ttf .eot .map .lock .csv .tsv .sql .proto .pb .wasm .so .dll .exe .a .o .bin .log .golden .snap .po .pot .tmpl .tpl .ipynb .lua .vue .s .asm .pem .crt .key .patch .diff .txtar "

// Worth reports whether a file found on the way may be of some kind, only by its
// name, so that it is opened.
func Worth(path string) bool {
	base := place.Base(path)
	ext := place.Ext(base)
	return base == "" || ext == base || !strings.Contains(source, " "+ext+" ")
}

// Hint reports whether a file may have to do with module downloads.
func Hint(text string) bool { return place.Hint(text) || strings.Contains(text, "gofix-net") }
