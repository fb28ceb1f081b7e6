package ci

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/place"
	"github.com/gofix-net/gofix-net/pkg/place/cmdfile"
	"github.com/gofix-net/gofix-net/pkg/place/powershell"
	"github.com/gofix-net/gofix-net/pkg/place/shell"
	"github.com/gofix-net/gofix-net/pkg/place/yamlfile"
)

// More kinds: build services, and programs that build or set up machines from a YAML file.
var (
	Travis = place.Kind{
		ID: "travis", Overridable: "${GOPROXY:-…}", Quote: quoteTravis, Unattended: true, Match: matchTravis,
		Read: func(b *place.Builder) {
			walk(b, yamlfile.Tree{
				Env: []string{"env"}, Words: true,
				Script: []string{"before_install", "install", "before_script", "script", "after_success", "after_failure", "after_script"}, Skip: []string{"if", "deploy"},
			})
		},
	}
	AppVeyor = place.Kind{
		ID: "appveyor", Quote: yamlfile.Quote, Unattended: true, Match: matchAppVeyor, Read: readAppVeyor,
	}
	Buildkite = place.Kind{
		ID: "buildkite", Overridable: "${GOPROXY:-…}", Quote: yamlfile.Quote, Unattended: true, Match: matchBuildkite,
		Read: func(b *place.Builder) {
			walk(b, yamlfile.Tree{Env: []string{"env"}, Script: []string{"commands", "command"}, Image: []string{"image"}, Skip: []string{"if"}})
		},
	}
	CloudBuild = place.Kind{
		ID: "cloudbuild", Overridable: "${_GOPROXY}", Quote: yamlfile.Quote, Unattended: true, Match: matchCloudBuild,
		Read: func(b *place.Builder) {
			walk(b, yamlfile.Tree{Env: []string{"env"}, Script: []string{"script", "args"}, Image: []string{"name"}, Common: []string{"options"}, Skip: []string{"images", "artifacts"}})
		},
	}
	// CodeBuild runs all commands of a file in one shell since version 0.2. What who
	// starts a build sets wins over the file's variables.
	CodeBuild = place.Kind{
		ID: "codebuild", Quote: yamlfile.Quote, Unattended: true, Match: matchCodeBuild,
		Read: func(b *place.Builder) {
			walk(b, yamlfile.Tree{
				Env: []string{"variables"}, Script: []string{"commands", "finally"}, Common: []string{"env", "phases", "install", "pre_build", "build", "post_build"}, Skip: []string{"artifacts", "cache", "reports"},
			})
		},
	}
	GoReleaser = place.Kind{
		ID: "goreleaser", Overridable: "{{ envOrDefault \"GOPROXY\" … }}", Quote: yamlfile.Quote, Unattended: true, Match: matchGoReleaser,
		Read: func(b *place.Builder) {
			walk(b, yamlfile.Tree{Env: []string{"env"}, Script: []string{"hooks", "cmd", "pre", "post"}, Common: []string{"before", "gomod"}, Skip: []string{"archives", "nfpms", "changelog", "release"}})
		},
	}
	Ansible = place.Kind{
		ID: "ansible", Overridable: "{{ goproxy | default(…) }}", Quote: yamlfile.Quote, Match: matchAnsible,
		Read: func(b *place.Builder) {
			walk(b, yamlfile.Tree{
				Env: []string{"environment"}, Script: []string{"shell", "command", "raw", "ansible.builtin.shell", "ansible.builtin.command", "ansible.builtin.raw", "cmd"},
				When: []string{"when"}, Skip: []string{"vars", "register"}, Role: place.Target,
			})
		},
	}
)

// quoteTravis writes no value that the shell, which Travis CI gives variables to as they
// stand, would take for more than a word.
func quoteTravis(f *place.File, a place.Assignment, value string) (string, bool) {
	if a.Quote == "" && a.Layer == place.Environment && f.Scopes[a.Scope].Role != place.Run && strings.ContainsAny(value, "|&;<>()*?[]{}~ \t") {
		return "", false
	}
	return yamlfile.Quote(f, a, value)
}

func matchTravis(path, _ string) bool {
	return place.IsYAML(path) && strings.HasPrefix(place.Base(path), ".travis.")
}

func matchBuildkite(path, _ string) bool {
	return place.IsYAML(path) && (strings.Contains(path, ".buildkite/") || strings.Contains(place.Base(path), "buildkite"))
}

func matchCloudBuild(path, _ string) bool {
	return place.IsYAML(path) && strings.Contains(place.Base(path), "cloudbuild")
}

func matchCodeBuild(path, text string) bool {
	return place.IsYAML(path) && strings.Contains(place.Base(path), "buildspec") && place.TopKey(text, "phases")
}

func matchGoReleaser(path, _ string) bool {
	base := place.Base(path)
	return place.IsYAML(path) && (strings.HasPrefix(base, ".goreleaser") || strings.HasPrefix(base, "goreleaser"))
}

func matchAppVeyor(path, _ string) bool {
	base := place.Base(path)
	return place.IsYAML(path) && (strings.HasPrefix(base, "appveyor") || strings.HasPrefix(base, ".appveyor"))
}

// matchAnsible recognises a playbook, and a list of tasks by where it is.
func matchAnsible(path, text string) bool {
	if !place.IsYAML(path) || place.TopKey(text, "apiVersion") {
		return false
	}
	if strings.Contains(text, "hosts:") && (strings.Contains(text, "tasks:") || strings.Contains(text, "roles:")) {
		return strings.HasPrefix(strings.TrimLeft(text, "-# \n\r"), "hosts:") || strings.Contains(text, "\n- hosts:") || strings.Contains(text, "\n  hosts:")
	}
	return (strings.Contains(path, "/tasks/") || strings.Contains(path, "/handlers/") || strings.HasPrefix(path, "tasks/") || strings.HasPrefix(path, "handlers/")) && strings.Contains(text, "- name:")
}

// readAppVeyor reads a file whose commands are those of cmd where nothing else is said.
func readAppVeyor(b *place.Builder) {
	for _, d := range yamlfile.Read(b) {
		environment(b, d.Root.Get("environment"))
		for _, phase := range d.Root.Pairs() {
			switch phase.Key {
			case "init", "install", "before_build", "build_script", "after_build", "before_test", "test_script", "after_test", "before_package", "before_deploy", "deploy_script", "on_success", "on_failure", "on_finish":
			default:
				continue
			}
			commands(b, phase.Value, "")
		}
	}
}

// environment notes the variables of all jobs, and those of single ones.
func environment(b *place.Builder, n *yamlfile.Node) {
	yamlfile.Env(b, n, 0, place.Environment)
	yamlfile.Env(b, n.Get("global"), 0, place.Environment)
	for _, job := range n.Get("matrix").Items() {
		scope := b.Scope(place.Scope{Role: place.Job, Span: job.Span()})
		yamlfile.Env(b, job, scope, place.Environment)
	}
}

// commands notes commands, or a list of them. A key before one says who runs it.
func commands(b *place.Builder, n *yamlfile.Node, by string) {
	for _, item := range n.Items() {
		commands(b, item, by)
	}
	for _, p := range n.Pairs() {
		if p.Value.IsText() {
			commands(b, p.Value, p.Key)
		}
	}
	if !n.IsText() {
		return
	}
	scope := b.Scope(place.Scope{Role: place.Run, Span: n.Span(), Seq: b.Next()})
	switch by {
	case "ps", "pwsh":
		powershell.Script(b, n.Piece(), scope)
	case "sh", "bash":
		shell.Script(b, n.Piece(), shell.Options{Scope: scope})
	case "", "cmd":
		cmdfile.Lines(b, n.Piece(), scope)
	}
}
