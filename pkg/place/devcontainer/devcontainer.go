// Package devcontainer reads devcontainer.json and the settings of VS Code.
package devcontainer

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/place"
	"github.com/gofix-net/gofix-net/pkg/place/jsonc"
	"github.com/gofix-net/gofix-net/pkg/place/shell"
	"github.com/gofix-net/gofix-net/pkg/place/yamlfile"
)

// Kind are devcontainer.json files.
var Kind = place.Kind{
	ID: "devcontainer", Match: match, Read: read, Quote: Quote,
	Overridable: "containerEnv: GOPROXY=${localEnv:GOPROXY}, onCreateCommand: go env -w GOPROXY=…",
}

// VSCode are settings.json, tasks.json and launch.json of VS Code, and workspaces.
var VSCode = place.Kind{ID: "vscode", Match: matchCode, Read: readCode, Quote: Quote, Overridable: "go env -w GOPROXY=…"}

func match(path, _ string) bool {
	base := place.Base(path)
	return base == "devcontainer.json" || base == ".devcontainer.json" || strings.HasSuffix(base, "devcontainer.json")
}

func matchCode(path, text string) bool {
	base := place.Base(path)
	if strings.HasSuffix(base, ".code-workspace") {
		return true
	}
	return place.Ext(base) == ".json" && (strings.Contains(path, ".vscode/") || strings.Contains(text, "go.toolsEnvVars") || strings.Contains(path, "Code/User/"))
}

// Quote returns a value for the place of a string's text.
func Quote(_ *place.File, a place.Assignment, value string) (string, bool) {
	if a.Quote != `"` || strings.ContainsAny(value, "\"\\\n\x00$") {
		return "", false
	}
	return value, true
}

func read(b *place.Builder) {
	n := jsonc.Read(b)
	container := b.Scope(place.Scope{Parent: 0, Role: place.Service, Name: "container", Image: n.Get("image").Text(), Span: n.Span()})
	yamlfile.Env(b, n.Get("containerEnv"), container, place.Environment)
	yamlfile.Env(b, n.Get("remoteEnv"), container, place.Environment)
	if args := n.Get("build", "args"); args != nil {
		yamlfile.Env(b, args, b.Scope(place.Scope{Parent: 0, Role: place.Service, Name: "build", Span: args.Span()}), place.BuildArg)
	}
	list := n.Get("runArgs").Items()
	for i, item := range list {
		if i > 0 && (list[i-1].Text() == "-e" || list[i-1].Text() == "--env") {
			yamlfile.NameValue(b, item, container, place.Environment)
		}
	}
	for _, key := range []string{"initializeCommand", "onCreateCommand", "updateContentCommand", "postCreateCommand", "postStartCommand", "postAttachCommand"} {
		command(b, n.Get(key), container)
	}
	settings(b, n.Get("customizations", "vscode", "settings"), container)
	settings(b, n.Get("settings"), container)
}

// command is a string for a shell, a list of words, or several of them by name.
func command(b *place.Builder, n *yamlfile.Node, container int) {
	for _, p := range n.Pairs() {
		command(b, p.Value, container)
	}
	if n == nil || n.IsMap() {
		return
	}
	scope := b.Scope(place.Scope{Parent: container, Role: place.Run, Span: n.Span(), Seq: b.Next()})
	if n.IsList() {
		yamlfile.Exec(b, n, scope, container)
		return
	}
	yamlfile.Script(b, n, shell.Options{Scope: scope, Persist: container})
}

// settings reads the variables that the Go extension and the terminal give to
// what they run.
func settings(b *place.Builder, n *yamlfile.Node, parent int) {
	for _, p := range n.Pairs() {
		if p.Key == "go.toolsEnvVars" || p.Key == "go.testEnvVars" || p.Key == "go.alternateTools" || strings.HasPrefix(p.Key, "terminal.integrated.env.") {
			yamlfile.Env(b, p.Value, b.Scope(place.Scope{Parent: parent, Role: place.Service, Name: p.Key, Span: p.At.Span()}), place.Environment)
		}
	}
}

var tasks = yamlfile.Tree{Env: []string{"env"}, Script: []string{"command"}, Role: place.Job, Skip: []string{"settings"}}

func readCode(b *place.Builder) {
	n := jsonc.Read(b)
	settings(b, n, 0)
	settings(b, n.Get("settings"), 0)
	tasks.Walk(b, n)
}
