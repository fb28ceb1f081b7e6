package cli

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gofix-net/gofix-net/pkg/explain"
	"github.com/gofix-net/gofix-net/pkg/fetch"
	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/gowords"
	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/report/formats"
	"github.com/gofix-net/gofix-net/pkg/wire"
)

// repeater runs a command, and runs it again while nothing but transient failures
// of module downloads ended it.
type repeater struct {
	p       *Program
	texts   *i18n.Texts
	args    []string
	ledger  *fetch.Ledger // nil: the command runs once
	repeats int           // how often anything was tried again
}

// newLedger returns what counts the failures of a command that retries.
func newLedger(p *Program, retries int, budget time.Duration) *fetch.Ledger {
	l := fetch.NewLedger(retries, budget)
	l.RetryAfter = func(ctx context.Context, url string) (time.Duration, bool) {
		return wire.RetryAfter(ctx, p.Machine, url)
	}
	if p.Sleep != nil {
		l.Sleep = p.Sleep
	}
	return l
}

// run returns how the command ended the last time, and what explain says of that.
func (r *repeater) run(ctx context.Context) (host.Ended, explain.Explanation, error) {
	for {
		ended, kept, err := r.once()
		if err != nil || ended.Code == 0 || ended.Interrupted {
			return ended, explain.Explanation{}, err
		}
		// An explanation takes no time, and a job that ran into its time limit needs
		// it most. Who pressed Ctrl-C knows why it ended.
		read, err := kept.Explain(context.WithoutCancel(ctx))
		if err != nil || r.ledger == nil || ownFailure(kept.Bytes(), read) {
			return ended, read, err
		}
		wait, again := r.ledger.Failed(ctx, read)
		if !again {
			return ended, read, nil
		}
		r.repeats++
		r.announce(read.Requests, wait)
		if r.ledger.Sleep(ctx, wait) != nil {
			return ended, read, nil
		}
		if failed, err := r.fetch(ctx); err != nil || failed != nil {
			if failed == nil {
				failed = &read
			}
			return ended, *failed, err
		}
	}
}

func (r *repeater) once() (host.Ended, *explain.Recent, error) {
	kept := explain.NewRecent(explain.RecentSize)
	ended, err := r.p.Machine.Attach(host.Attachment{Args: r.args, Stdin: r.p.In, Stdout: rawWriter(r.p.Out), Stderr: rawWriter(r.p.Err), Copy: kept})
	return ended, kept, err
}

// fetch downloads what the project misses before the command runs again, so that
// a long command is not run once for each file that fails. It returns what explain
// says where that too failed because of the network; if it failed for another
// reason, the command itself will say so.
func (r *repeater) fetch(ctx context.Context) (*explain.Explanation, error) {
	if !fetchHelps(r.args) {
		return nil, nil
	}
	got, err := fetch.Run(ctx, r.p.Machine, fetch.Options{Ledger: r.ledger, Observe: func(e fetch.Event) {
		if e.Kind == fetch.Waiting {
			r.repeats++
			r.announce(e.Requests, e.Wait)
		}
	}})
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil, got.OK(), len(got.Explained.Requests) == 0:
		return nil, nil
	}
	return &got.Explained, nil
}

// elsewhere are programs that do their work in a place of their own: what is in
// this machine's module cache does not help them.
var elsewhere = []string{"docker", "docker-compose", "podman", "buildah", "nerdctl", "kubectl", "helm", "ssh", "vagrant", "earthly", "dagger", "nix", "nix-build", "bazel", "bazelisk", "act"}

// fetchHelps reports whether a download of the project's modules helps a command:
// not one that asks for other modules, nor one that runs elsewhere.
func fetchHelps(args []string) bool {
	name := strings.TrimSuffix(filepath.Base(args[0]), ".exe")
	if slices.Contains(elsewhere, name) {
		return false
	}
	if name != "go" {
		return true
	}
	return !slices.ContainsFunc(args[1:], func(a string) bool { return strings.Contains(a, "@") || a == "get" || a == "tidy" || a == "env" })
}

// ownFailure reports whether the command failed by itself, whatever else happened:
// a test that fails, or code that does not compile, is not run again. So is what
// went on for long after the last failed download.
func ownFailure(output []byte, read explain.Explanation) bool {
	if gowords.FailedItself(output) {
		return true
	}
	last := 0
	for _, q := range read.Requests {
		last = max(last, q.Line)
	}
	return last == 0 || read.Read-last > nearEnd && bytes.Count(output, []byte("\n")) > nearEnd
}

// nearEnd is the number of lines that go, make and docker print at most after the
// error that ends them.
const nearEnd = 200

// announce says what failed and when it is tried again.
func (r *repeater) announce(requests []explain.Request, wait time.Duration) {
	announce(r.p, r.texts, "run.retry.wait", requests, wait)
}

func announce(p *Program, texts *i18n.Texts, id string, requests []explain.Request, wait time.Duration) {
	args := map[string]string{"seconds": seconds(wait), "what": "", "symptom": "", "more": ""}
	if len(requests) > 0 {
		q := requests[0]
		args["what"], args["symptom"] = foreign.Redact(q.URL), formats.Symptom(texts, q.Symptom)
		if q.URL == "" {
			args["what"] = printable(q.Module)
		}
		if len(requests) > 1 {
			args["more"] = fmt.Sprint(len(requests) - 1)
		}
	}
	p.say(texts, id, args)
}

// summary says what failed, how often and where, once anything was repeated.
// A command that then failed of something else was not failed by the downloads.
func (r *repeater) summary(ended host.Ended, read explain.Explanation) {
	if r.repeats == 0 {
		return
	}
	id := "run.retry.failed"
	switch {
	case ended.Code == 0:
		id = "run.retry.succeeded"
	case len(read.Requests) == 0:
		id = "run.retry.other"
	}
	r.p.say(r.texts, id, map[string]string{"count": fmt.Sprint(r.ledger.Total()), "hosts": byHost(r.ledger, r.texts)})
}

// byHost is the list of hosts with what failed there and how often.
func byHost(l *fetch.Ledger, texts *i18n.Texts) string {
	var parts []string
	for _, f := range l.ByHost() {
		host := f.Host
		if host == "" {
			host = printable(f.Request)
		}
		parts = append(parts, fmt.Sprintf("%s %s ×%d", host, formats.Symptom(texts, f.Symptom), f.Times))
	}
	return strings.Join(parts, ", ")
}
