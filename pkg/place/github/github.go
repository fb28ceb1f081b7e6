// Package github reads the workflows and composite actions of GitHub, and the
// workflows of Gitea and Forgejo, which have the same form.
package github

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/place"
	"github.com/gofix-net/gofix-net/pkg/place/cmdfile"
	"github.com/gofix-net/gofix-net/pkg/place/powershell"
	"github.com/gofix-net/gofix-net/pkg/place/shell"
	"github.com/gofix-net/gofix-net/pkg/place/yamlfile"
)

// Kind are workflows and composite actions of GitHub.
var Kind = place.Kind{
	ID: "github", Match: match, Read: read, Quote: yamlfile.Quote, Unattended: true,
	Overridable: "GOPROXY: ${{ vars.GOPROXY || '…' }}",
}

// Gitea are workflows of Gitea and Forgejo.
var Gitea = place.Kind{
	ID: "gitea", Match: matchGitea, Read: read, Quote: yamlfile.Quote, Unattended: true,
	Overridable: "GOPROXY: ${{ vars.GOPROXY || '…' }}",
}

func match(path, text string) bool {
	if !place.IsYAML(path) {
		return false
	}
	base := place.Base(path)
	if strings.Contains(path, ".github/workflows/") || base == "action.yml" || base == "action.yaml" {
		return true
	}
	return place.TopKey(text, "jobs") && (place.TopKey(text, "on") || place.TopKey(text, "'on'") || place.TopKey(text, `"on"`)) ||
		place.TopKey(text, "runs") && strings.Contains(text, "using:")
}

func matchGitea(path, _ string) bool {
	return place.IsYAML(path) && (strings.Contains(path, ".gitea/workflows/") || strings.Contains(path, ".forgejo/workflows/"))
}

func read(b *place.Builder) {
	for _, d := range yamlfile.Read(b) {
		yamlfile.Env(b, d.Root.Get("env"), 0, place.Environment)
		for _, p := range d.Root.Get("jobs").Pairs() {
			job(b, p)
		}
		if runs := d.Root.Get("runs"); runs != nil {
			scope := b.Scope(place.Scope{Parent: 0, Role: place.Job, Name: "runs", Span: runs.Span()})
			yamlfile.Env(b, runs.Get("env"), scope, place.Environment)
			steps(b, runs.Get("steps"), scope, "")
		}
	}
}

func job(b *place.Builder, p yamlfile.Pair) {
	scope := b.Scope(place.Scope{Parent: 0, Role: place.Job, Name: p.Key, Span: p.At.Span(), Image: image(p.Value.Get("container"))})
	yamlfile.Env(b, p.Value.Get("env"), scope, place.Environment)
	yamlfile.Env(b, p.Value.Get("container", "env"), scope, place.Environment)
	steps(b, p.Value.Get("steps"), scope, p.Value.Get("defaults", "run", "shell").Text())
	for _, s := range p.Value.Get("services").Pairs() {
		in := b.Scope(place.Scope{Parent: -1, Role: place.Service, Name: s.Key, Span: s.At.Span(), Image: image(s.Value)})
		yamlfile.Env(b, s.Value.Get("env"), in, place.Environment)
	}
}

func image(n *yamlfile.Node) string {
	if n.IsText() {
		return n.Text()
	}
	return n.Get("image").Text()
}

func steps(b *place.Builder, list *yamlfile.Node, job int, program string) {
	for _, s := range list.Items() {
		scope := b.Scope(place.Scope{Parent: job, Role: place.Run, Name: s.Get("name").Text(), Span: s.Span(), Seq: b.Next()})
		yamlfile.Env(b, s.Get("env"), scope, place.Environment)
		if args := s.Get("with", "build-args"); args.IsText() {
			buildArgs(b, args)
		}
		if run := s.Get("run"); run.IsText() {
			p := program
			if own := s.Get("shell").Text(); own != "" {
				p = own
			}
			switch {
			case p == "" || shellName(p):
				yamlfile.Script(b, run, shell.Options{Scope: scope, Persist: job})
			case strings.HasPrefix(p, "pwsh") || strings.HasPrefix(p, "powershell"):
				powershell.Script(b, run.Piece(), scope)
			case strings.HasPrefix(p, "cmd"):
				cmdfile.Lines(b, run.Piece(), scope)
			}
		}
	}
}

func shellName(program string) bool {
	first, _, _ := strings.Cut(program, " ")
	return first == "bash" || first == "sh"
}

// buildArgs reads the lines NAME=value that docker/build-push-action takes.
func buildArgs(b *place.Builder, n *yamlfile.Node) {
	scope := b.Scope(place.Scope{Parent: -1, Role: place.Single, Span: n.Span()})
	p := n.Piece()
	for at := 0; at < len(p.Text); {
		end := place.LineEnd(p.Text, at)
		yamlfile.Line(b, p.Cut(at, end), scope, place.BuildArg)
		at = end + 1
	}
}
