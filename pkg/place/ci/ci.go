// Package ci reads the pipelines of CI systems that are YAML: GitLab, CircleCI,
// Azure Pipelines, Bitbucket, Drone, Woodpecker, Tekton; and Taskfiles. They have
// environments, commands and images under different keys.
package ci

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/place"
	"github.com/gofix-net/gofix-net/pkg/place/yamlfile"
)

// The kinds.
var (
	GitLab = pipeline("gitlab", "variables: GOPROXY", matchGitLab, yamlfile.Tree{
		Env: []string{"variables"}, Script: []string{"before_script", "script", "after_script"}, Image: []string{"image"}, When: []string{"rules"}, Skip: []string{"include"},
		Common: []string{"default"}, Base: []string{"extends"},
	})
	CircleCI = pipeline("circleci", "<< pipeline.parameters.goproxy >>", named(".circleci/"), yamlfile.Tree{
		Env: []string{"environment"}, Script: []string{"command", "run"}, Image: []string{"image"}, Skip: []string{"workflows"},
		Base: []string{"executor"}, Containers: []string{"docker"},
	})
	Azure = pipeline("azure", "$(GOPROXY)", matchAzure, yamlfile.Tree{
		Env: []string{"variables", "env"}, Script: []string{"script", "bash"}, PowerShell: []string{"pwsh", "powershell"}, Inline: powershellTask, Image: []string{"container", "image"}, Skip: []string{"trigger", "pr", "schedules", "pool"},
	})
	Bitbucket = pipeline("bitbucket", "${GOPROXY:-…}", named("bitbucket-pipelines"), yamlfile.Tree{
		Env: []string{"variables"}, Script: []string{"script", "after-script"}, Image: []string{"image"},
	})
	Drone = pipeline("drone", "from_secret", matchDrone, yamlfile.Tree{
		Env: []string{"environment"}, Script: []string{"commands"}, Image: []string{"image"}, Args: []string{"build_args"}, Skip: []string{"trigger", "when"},
	})
	Woodpecker = pipeline("woodpecker", "from_secret", matchWoodpecker, yamlfile.Tree{
		Env: []string{"environment"}, Script: []string{"commands"}, Image: []string{"image"}, Args: []string{"build_args"}, Skip: []string{"when"},
	})
	Tekton = pipeline("tekton", "params", matchTekton, yamlfile.Tree{
		Env: []string{"env"}, Script: []string{"script", "command", "args"}, Image: []string{"image"}, Common: []string{"stepTemplate"},
	})
	Task = kind("task", "{{.GOPROXY | default …}}", named("taskfile"), yamlfile.Tree{
		Env: []string{"env"}, Script: []string{"cmds", "cmd", "sh"}, Skip: []string{"includes"}, Role: place.Target,
	})
)

// powershellTask returns the script of a task PowerShell@2.
func powershellTask(n *yamlfile.Node) (key string, script *yamlfile.Node) {
	if !strings.HasPrefix(n.Get("task").Text(), "PowerShell@") {
		return "", nil
	}
	return "inputs", n.Get("inputs", "script")
}

func pipeline(id place.ID, overridable string, match func(path, text string) bool, t yamlfile.Tree) place.Kind {
	k := kind(id, overridable, match, t)
	k.Unattended = true
	return k
}

func kind(id place.ID, overridable string, match func(path, text string) bool, t yamlfile.Tree) place.Kind {
	if t.Role == "" {
		t.Role = place.Job
	}
	return place.Kind{
		ID: id, Quote: yamlfile.Quote, Overridable: overridable,
		Match: func(path, text string) bool { return place.IsYAML(path) && match(path, text) },
		Read: func(b *place.Builder) {
			for _, d := range yamlfile.Read(b) {
				t.Walk(b, d.Root)
			}
		},
	}
}

func named(part string) func(path, text string) bool {
	return func(path, _ string) bool { return strings.Contains(strings.ToLower(path), part) }
}

func matchGitLab(path, text string) bool {
	if base := place.Base(path); strings.Contains(base, "gitlab-ci") || strings.Contains(path, ".gitlab/") {
		return true
	}
	return strings.Contains(text, "\n  script:") && !place.TopKey(text, "pipelines") && (place.TopKey(text, "stages") || place.TopKey(text, "image") || place.TopKey(text, "before_script") || place.TopKey(text, "variables"))
}

func matchAzure(path, text string) bool {
	if strings.Contains(place.Base(path), "azure-pipelines") || strings.Contains(path, ".azuredevops/") || strings.Contains(path, ".azure-pipelines/") {
		return true
	}
	return place.TopKey(text, "pool") || strings.Contains(text, "vmImage:") || place.TopKey(text, "trigger") && strings.Contains(text, "- script:")
}

func matchDrone(path, text string) bool {
	return strings.HasPrefix(place.Base(path), ".drone.y") || place.TopKey(text, "kind") && strings.Contains(text, "kind: pipeline") && strings.Contains(text, "steps:") && !strings.Contains(text, "apiVersion:")
}

func matchWoodpecker(path, text string) bool {
	return strings.Contains(path, ".woodpecker") || !strings.Contains(text, "apiVersion:") && strings.Contains(text, "commands:") && (place.TopKey(text, "steps") || place.TopKey(text, "pipeline")) && strings.Contains(text, "image:")
}

func matchTekton(_, text string) bool { return strings.Contains(text, "apiVersion: tekton.dev/") }
