package cli

import (
	"cmp"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/charmbracelet/x/ansi"

	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/order"
	"github.com/gofix-net/gofix-net/pkg/probe"
)

// progress says on a terminal what is awaited and when it is given up, a line for
// each host, and removes its lines when all is done. Elsewhere it says nothing.
type progress struct {
	p     *Program
	texts *i18n.Texts
	width int
	live  bool

	mu      sync.Mutex
	done    int
	running map[evidence.ID]awaited  // by the id of the task
	drawn   int                      // lines on the screen now
	bar     string                   // what stands in place of the first line, "" for nothing
	rows    func(time.Time) []string // draws all lines itself, nil for those above
	start   time.Time
	quit    chan struct{}
	ended   sync.WaitGroup
}

// awaited is a task under way.
type awaited struct {
	what   string // the host, or what else is looked at
	stage  string
	since  time.Time
	budget time.Duration
}

// mostAwaited is how many hosts are named at once, the longest awaited first.
const mostAwaited = 6

// quick is how long a task may take before it is worth a line.
const quick = 300 * time.Millisecond

func newProgress(p *Program, texts *i18n.Texts) *progress {
	width, ok := p.Terminal(p.Err)
	l := &progress{p: p, texts: texts, width: width, start: time.Now(), quit: make(chan struct{}), running: map[evidence.ID]awaited{}}
	l.live = ok && !p.plainQuestions() && p.Machine.Getenv("CI") == ""
	if l.live {
		l.ended.Go(l.tick)
	}
	return l
}

func (l *progress) tick() {
	t := time.NewTicker(100 * time.Millisecond)
	defer t.Stop()
	for {
		select {
		case <-l.quit:
			l.mu.Lock()
			defer l.mu.Unlock()
			_, _ = fmt.Fprint(rawWriter(l.p.Err), l.erase())
			return
		case now := <-t.C:
			l.draw(now)
		}
	}
}

// draw puts the lines in place of those of the last time.
func (l *progress) draw(now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	lines := l.lines(now)
	out := l.erase()
	for i, line := range lines {
		if l.width > 0 {
			line = ansi.Truncate(line, l.width-1, "")
		}
		if i > 0 {
			out += "\r\n"
		}
		out += line
	}
	l.drawn = len(lines)
	_, _ = fmt.Fprint(rawWriter(l.p.Err), out)
}

// erase returns what removes the lines that were drawn last, and leaves the
// cursor where the first of them began.
func (l *progress) erase() string {
	return erased(l.drawn)
}

// erased clears so many lines, the last of them first. Clearing the whole rest of the
// screen would make tmux keep the lines in its history where they begin at the top.
func erased(lines int) string {
	if lines == 0 {
		return ""
	}
	return "\r\x1b[K" + strings.Repeat("\x1b[A\x1b[K", lines-1)
}

// lines are what to show at that time: how far it is, and what is awaited.
func (l *progress) lines(now time.Time) []string {
	if l.rows != nil {
		return l.rows(now)
	}
	lines := []string{l.texts.T("cli.progress", map[string]string{"done": fmt.Sprint(l.done), "seconds": seconds(now.Sub(l.start))})}
	if l.bar != "" {
		lines[0] = l.bar
	}
	longest := map[string]awaited{} // by host
	for _, a := range l.running {
		if have, ok := longest[a.what]; now.Sub(a.since) >= quick && (!ok || a.since.Before(have.since)) {
			longest[a.what] = a
		}
	}
	var list []awaited
	for _, a := range longest {
		list = append(list, a)
	}
	order.Stable(list, func(a, b awaited) int { return cmp.Or(a.since.Compare(b.since), cmp.Compare(a.what, b.what)) })
	for i, a := range list {
		if i == mostAwaited {
			break
		}
		lines = append(lines, "  "+l.texts.T("cli.progress.awaited", map[string]string{
			"what": a.what, "stage": a.stage, "seconds": seconds(now.Sub(a.since)), "most": seconds(a.budget),
		}))
	}
	return lines
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.1f", d.Seconds()) }

// started is told that a task begins.
func (l *progress) started(t probe.Task) {
	l.mu.Lock()
	defer l.mu.Unlock()
	what := cmp.Or(t.Target.Endpoint, t.Target.Name)
	l.running[t.ID()] = awaited{what: printable(what), stage: strings.ToUpper(string(t.Probe.Kind)), since: time.Now(), budget: t.Probe.Budget}
}

// observe is told of a task that is done.
func (l *progress) observe(r probe.Result) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.done++
	delete(l.running, r.ID)
}

// printable is a foreign text for a line that is drawn past the guard.
func printable(s string) string { return foreign.Line(s, 400) }

// stop removes the lines. It can be called once.
func (l *progress) stop() {
	if l.live {
		close(l.quit)
		l.ended.Wait()
	}
}
