package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"
	"golang.org/x/mod/module"

	"github.com/gofix-net/gofix-net/pkg/fetch"
	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/report/formats"
)

type fetchFlags struct {
	retry  int
	budget time.Duration
	stall  time.Duration
}

func newFetch(p *Program) *cobra.Command {
	var f fetchFlags
	c := &cobra.Command{
		Use:     "fetch [flags] [MODULE@VERSION...]",
		Example: "  gofix-net fetch\n  gofix-net fetch --retry 5 rsc.io/quote@v1.5.2\n  RUN gofix-net fetch        # in a Dockerfile, after COPY go.mod go.sum ./",
		RunE:    func(c *cobra.Command, args []string) error { return runFetch(c.Context(), p, c, f, args) },
	}
	c.Flags().IntVar(&f.retry, "retry", fetch.DefaultRetries, "")
	c.Flags().DurationVar(&f.budget, "retry-budget", fetch.DefaultBudget, "")
	c.Flags().DurationVar(&f.stall, "timeout", fetch.DefaultStall, "")
	return c
}

func runFetch(ctx context.Context, p *Program, c *cobra.Command, f fetchFlags, args []string) error {
	texts, err := p.language(c)
	if err != nil {
		return err
	}
	if err := checkRetries(f.retry, f.budget); err != nil {
		return err
	}
	if f.stall < 0 {
		return usage("usage.timeout", "value", f.stall.String())
	}
	if err := checkQueries(args); err != nil {
		return err
	}
	if _, err := p.Machine.LookPath("go"); err != nil {
		return &codeError{exitFound, errors.New(texts.T("settings.problem.go.missing", map[string]string{"Error": err.Error()}))}
	}
	ledger := newLedger(p, f.retry, f.budget)
	live := newDownloads(p, texts)
	got, err := fetch.Run(ctx, p.Machine, fetch.Options{Modules: args, Ledger: ledger, Observe: live.observe, Stall: f.stall})
	live.stop()
	switch {
	case errors.Is(err, fetch.ErrNoProject):
		return usage("usage.fetch.project")
	case ctx.Err() != nil:
		p.say(texts, "fetch.interrupted", nil)
		return exit(exitInterrupted)
	case errors.Is(err, fetch.ErrStalled):
		p.say(texts, "fetch.stalled", map[string]string{"time": f.stall.String(), "modules": strings.Join(live.names(), ", ")})
		return exit(exitFound)
	case err != nil:
		return err
	}
	if !got.OK() {
		if unknown := unknownModule(args, got); unknown != "" {
			return usage("usage.fetch.unknown", "module", unknown)
		}
		if bare := unversioned(args, got); bare != "" {
			return usage("usage.fetch.version", "module", bare)
		}
		return p.fetchFailed(texts, got, ledger)
	}
	say(p.Out, texts, "fetch.done", live.totals(got))
	if ledger.Total() > 0 {
		p.say(texts, "fetch.retried", map[string]string{"count": fmt.Sprint(ledger.Total()), "hosts": byHost(ledger, texts)})
	}
	return nil
}

// checkQueries refuses what go mod download takes for no module in any project: a
// flag, a URL, a file. A path without a dot may be one that a replace line gives.
func checkQueries(args []string) error {
	for _, a := range args {
		path, version, versioned := strings.Cut(a, "@")
		switch scheme, rest, isURL := strings.Cut(a, "://"); {
		case isURL && scheme != "" && module.CheckPath(rest) == nil:
			return usage("usage.fetch.url", "module", a, "path", rest)
		case versioned && version == "", strings.ContainsAny(version, ": "), strings.HasPrefix(a, "-"), strings.HasPrefix(a, "."):
			return usage("usage.fetch.module", "module", a)
		case strings.Contains(path, "...") && !strings.Contains(path, ":"):
		case module.CheckImportPath(path) != nil:
			return usage("usage.fetch.module", "module", a)
		}
	}
	return nil
}

// unknownModule returns the argument that go refused because the project does not
// need it and no version was named.
func unknownModule(args []string, got fetch.Result) string {
	for _, a := range args {
		if strings.Contains(got.Output, "module "+a+": not a known dependency") {
			return a
		}
	}
	return ""
}

// unversioned returns the argument of which no version is named where there is no
// project that could say which one.
func unversioned(args []string, got fetch.Result) string {
	for _, a := range args {
		if strings.Contains(got.Output, "cannot match \""+a+"\" without -versions or an explicit version: go.mod file not found") {
			return a
		}
	}
	return ""
}

// fetchFailed shows what ended a download.
func (p *Program) fetchFailed(texts *i18n.Texts, got fetch.Result, ledger *fetch.Ledger) error {
	if len(got.Explained.Findings) == 0 {
		for line := range strings.Lines(foreign.Redact(got.Output)) {
			_, _ = fmt.Fprintln(p.Err, printable(strings.TrimRight(line, "\r\n")))
		}
		return exit(exitFound)
	}
	told := &explaining{texts: texts, here: true, read: got.Explained}
	if err := formats.WriteExplanation(p.Err, "text", told.explanation(), p.display(p.Err, texts)); err != nil {
		return err
	}
	if got.Attempts > 1 {
		p.say(texts, "run.retry.failed", map[string]string{"count": fmt.Sprint(ledger.Total()), "hosts": byHost(ledger, texts)})
	}
	return exit(exitFound)
}

// downloads shows how far each module is: on a terminal in lines that are drawn
// anew, elsewhere a line for each module that has come.
type downloads struct {
	p     *Program
	texts *i18n.Texts
	width int
	live  bool

	mu      sync.Mutex
	order   []underway
	done    int
	bytes   int64
	retried int
	drawn   int
}

func newDownloads(p *Program, texts *i18n.Texts) *downloads {
	width, ok := p.Terminal(p.Err)
	return &downloads{p: p, texts: texts, width: width, live: ok && !p.plainQuestions() && p.Machine.Getenv("CI") == ""}
}

// underway is a module that has been asked for and has not come.
type underway struct {
	name    string
	bytes   int64
	waiting bool // for the next attempt
	again   bool // an attempt before this one failed
}

// mostShown is how many modules are shown at once.
const mostShown = 6

func (d *downloads) observe(e fetch.Event) {
	d.mu.Lock()
	defer d.mu.Unlock()
	name := printable(e.Path + " " + e.Version)
	switch e.Kind {
	case fetch.Started:
		if m := d.find(name); m != nil {
			m.waiting, m.again, m.bytes = false, true, 0
			break
		}
		d.order = append(d.order, underway{name: name})
	case fetch.Partly:
		if m := d.find(name); m != nil {
			m.bytes = e.Bytes
		}
	case fetch.Done:
		d.drop(name)
		d.done++
		d.bytes += e.Bytes
		d.print(d.p.Out, "fetch.module", map[string]string{"module": name, "size": size(e.Bytes)})
	case fetch.Waiting:
		d.retried++
		for i := range d.order {
			d.order[i].waiting = true
		}
		d.erase()
		announce(d.p, d.texts, "fetch.wait", e.Requests, e.Wait)
	}
	d.draw()
}

func (d *downloads) find(name string) *underway {
	if i := slices.IndexFunc(d.order, func(m underway) bool { return m.name == name }); i >= 0 {
		return &d.order[i]
	}
	return nil
}

// names are some of the modules that have not come.
func (d *downloads) names() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	var out []string
	for _, m := range d.order[:min(len(d.order), mostShown)] {
		out = append(out, m.name)
	}
	if more := len(d.order) - mostShown; more > 0 {
		out = append(out, d.texts.T("fetch.more", map[string]string{"count": fmt.Sprint(more)}))
	}
	return out
}

func (d *downloads) drop(name string) {
	d.order = slices.DeleteFunc(d.order, func(m underway) bool { return m.name == name })
}

// print writes a line that stays, where no lines are drawn.
func (d *downloads) print(w io.Writer, id string, args map[string]string) {
	if !d.live {
		say(w, d.texts, id, args)
	}
}

func (d *downloads) draw() {
	if !d.live {
		return
	}
	d.erase()
	retried := ""
	if d.retried > 0 {
		retried = fmt.Sprint(d.retried)
	}
	lines := []string{d.texts.T("fetch.progress", map[string]string{
		"done": fmt.Sprint(d.done), "size": size(d.bytes), "running": fmt.Sprint(len(d.order)), "retried": retried,
	})}
	for _, m := range d.order[:min(len(d.order), mostShown)] {
		lines = append(lines, d.row(m))
	}
	if more := len(d.order) - mostShown; more > 0 {
		lines = append(lines, "  "+d.texts.T("fetch.more", map[string]string{"count": fmt.Sprint(more)}))
	}
	for i, l := range lines {
		if d.width > 0 {
			lines[i] = ansi.Truncate(l, d.width-1, "")
		}
	}
	d.drawn = len(lines)
	_, _ = fmt.Fprint(rawWriter(d.p.Err), strings.Join(lines, "\r\n"))
}

// row is the line of a module: what it is doing stands in front of its name, where
// a narrow terminal does not cut it off.
func (d *downloads) row(m underway) string {
	state := size(m.bytes)
	switch {
	case m.waiting:
		state = d.texts.T("fetch.waiting", nil)
	case m.bytes == 0 && m.again:
		state = d.texts.T("fetch.again", nil)
	case m.bytes == 0:
		state = "…"
	}
	return "  " + pad(state, 8) + "  " + m.name
}

// pad fills a text with blanks to a width in columns.
func pad(s string, width int) string {
	return s + strings.Repeat(" ", max(0, width-ansi.StringWidth(s)))
}

func (d *downloads) erase() {
	_, _ = fmt.Fprint(rawWriter(d.p.Err), erased(d.drawn))
	d.drawn = 0
}

func (d *downloads) stop() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.erase()
	d.live = false
}

// totals are the numbers of the last line: what came now, and what there is.
func (d *downloads) totals(got fetch.Result) map[string]string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return map[string]string{"count": fmt.Sprint(len(got.Modules)), "new": fmt.Sprint(d.done), "size": size(d.bytes)}
}

// size is a number of bytes as people write it.
func size(n int64) string {
	switch {
	case n >= 1e6:
		return fmt.Sprintf("%.1f MB", float64(n)/1e6)
	case n >= 1e3:
		return fmt.Sprintf("%.1f kB", float64(n)/1e3)
	}
	return fmt.Sprintf("%d B", n)
}
