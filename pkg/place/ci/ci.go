// Package ci reads the pipelines of CI systems that are YAML: GitLab, CircleCI,
// Azure Pipelines, Bitbucket, Drone, Woodpecker, Tekton, and hosted ones; Taskfiles,
// GoReleaser and Ansible. They have environments, commands and images under different
// keys.
package ci

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/place"
	"github.com/gofix-net/gofix-net/pkg/place/yamlfile"
)

// The kinds. They are plain data: no code runs for them when the program starts.
var (
	GitLab = place.Kind{
		ID: "gitlab", Overridable: "variables: GOPROXY", Quote: yamlfile.Quote, Unattended: true, Match: matchGitLab,
		Read: func(b *place.Builder) {
			walk(b, yamlfile.Tree{
				Env: []string{"variables"}, Script: []string{"before_script", "script", "after_script"}, Image: []string{"image"}, When: []string{"rules"}, Skip: []string{"include"},
				Common: []string{"default"}, Base: []string{"extends"},
			})
		},
	}
	CircleCI = place.Kind{
		ID: "circleci", Overridable: "<< pipeline.parameters.goproxy >>", Quote: yamlfile.Quote, Unattended: true, Match: matchCircleCI,
		Read: func(b *place.Builder) {
			walk(b, yamlfile.Tree{
				Env: []string{"environment"}, Script: []string{"command", "run"}, Image: []string{"image"}, Skip: []string{"workflows"},
				Base: []string{"executor"}, Containers: []string{"docker"},
			})
		},
	}
	Azure = place.Kind{
		ID: "azure", Overridable: "$(GOPROXY)", Quote: yamlfile.Quote, Unattended: true, Match: matchAzure,
		Read: func(b *place.Builder) {
			walk(b, yamlfile.Tree{
				Env: []string{"variables", "env"}, Script: []string{"script", "bash"}, PowerShell: []string{"pwsh", "powershell"}, Inline: powershellTask,
				Image: []string{"container", "image"}, Skip: []string{"trigger", "pr", "schedules", "pool"},
			})
		},
	}
	Bitbucket = place.Kind{
		ID: "bitbucket", Overridable: "${GOPROXY:-…}", Quote: yamlfile.Quote, Unattended: true, Match: matchBitbucket,
		Read: func(b *place.Builder) {
			walk(b, yamlfile.Tree{Env: []string{"variables"}, Script: []string{"script", "after-script"}, Image: []string{"image"}})
		},
	}
	Drone = place.Kind{
		ID: "drone", Overridable: "from_secret", Quote: yamlfile.Quote, Unattended: true, Match: matchDrone,
		Read: func(b *place.Builder) {
			walk(b, yamlfile.Tree{
				Env: []string{"environment"}, Script: []string{"commands"}, Image: []string{"image"}, Args: []string{"build_args"}, Skip: []string{"trigger", "when"},
			})
		},
	}
	Woodpecker = place.Kind{
		ID: "woodpecker", Overridable: "from_secret", Quote: yamlfile.Quote, Unattended: true, Match: matchWoodpecker,
		Read: func(b *place.Builder) {
			walk(b, yamlfile.Tree{
				Env: []string{"environment"}, Script: []string{"commands"}, Image: []string{"image"}, Args: []string{"build_args"}, Skip: []string{"when"},
			})
		},
	}
	Tekton = place.Kind{
		ID: "tekton", Overridable: "params", Quote: yamlfile.Quote, Unattended: true, Match: matchTekton,
		Read: func(b *place.Builder) {
			walk(b, yamlfile.Tree{Env: []string{"env"}, Script: []string{"script", "command", "args"}, Image: []string{"image"}, Common: []string{"stepTemplate"}})
		},
	}
	Task = place.Kind{
		ID: "task", Overridable: "{{.GOPROXY | default …}}", Quote: yamlfile.Quote, Match: matchTask,
		Read: func(b *place.Builder) {
			walk(b, yamlfile.Tree{Env: []string{"env"}, Script: []string{"cmds", "cmd", "sh"}, Skip: []string{"includes"}, Role: place.Target})
		},
	}
)

// walk reads every document of a file by the keys of a tree, whose commands are those
// of a job if the tree does not say otherwise.
func walk(b *place.Builder, t yamlfile.Tree) {
	if t.Role == "" {
		t.Role = place.Job
	}
	for _, d := range yamlfile.Read(b) {
		t.Walk(b, d.Root)
	}
}

// powershellTask returns the script of a task PowerShell@2.
func powershellTask(n *yamlfile.Node) (key string, script *yamlfile.Node) {
	if !strings.HasPrefix(n.Get("task").Text(), "PowerShell@") {
		return "", nil
	}
	return "inputs", n.Get("inputs", "script")
}

func named(path, part string) bool {
	return place.IsYAML(path) && strings.Contains(strings.ToLower(path), part)
}

func matchCircleCI(path, _ string) bool { return named(path, ".circleci/") }

func matchBitbucket(path, _ string) bool { return named(path, "bitbucket-pipelines") }

func matchTask(path, _ string) bool { return named(path, "taskfile") }

func matchGitLab(path, text string) bool {
	if !place.IsYAML(path) {
		return false
	}
	if base := place.Base(path); strings.Contains(base, "gitlab-ci") || strings.Contains(path, ".gitlab/") {
		return true
	}
	return strings.Contains(text, "\n  script:") && !place.TopKey(text, "pipelines") && (place.TopKey(text, "stages") || place.TopKey(text, "image") || place.TopKey(text, "before_script") || place.TopKey(text, "variables"))
}

func matchAzure(path, text string) bool {
	if !place.IsYAML(path) {
		return false
	}
	if strings.Contains(place.Base(path), "azure-pipelines") || strings.Contains(path, ".azuredevops/") || strings.Contains(path, ".azure-pipelines/") {
		return true
	}
	return place.TopKey(text, "pool") || strings.Contains(text, "vmImage:") || place.TopKey(text, "trigger") && strings.Contains(text, "- script:")
}

func matchDrone(path, text string) bool {
	return place.IsYAML(path) && (strings.HasPrefix(place.Base(path), ".drone.y") || place.TopKey(text, "kind") && strings.Contains(text, "kind: pipeline") && strings.Contains(text, "steps:") && !strings.Contains(text, "apiVersion:"))
}

func matchWoodpecker(path, text string) bool {
	return place.IsYAML(path) && (strings.Contains(path, ".woodpecker") || !strings.Contains(text, "apiVersion:") && strings.Contains(text, "commands:") && (place.TopKey(text, "steps") || place.TopKey(text, "pipeline")) && strings.Contains(text, "image:"))
}

func matchTekton(path, text string) bool {
	return place.IsYAML(path) && strings.Contains(text, "apiVersion: tekton.dev/")
}
