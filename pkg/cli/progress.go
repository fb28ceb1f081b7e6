package cli

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/charmbracelet/x/ansi"

	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/probe"
)

// progress is one line on a terminal that says what is going on. Elsewhere it
// says nothing.
type progress struct {
	p     *Program
	texts *i18n.Texts
	width int
	live  bool

	mu    sync.Mutex
	done  int
	last  string
	bar   string // what stands in place of the last result, "" for nothing
	start time.Time
	quit  chan struct{}
	ended sync.WaitGroup
}

func newProgress(p *Program, texts *i18n.Texts) *progress {
	width, ok := p.Terminal(p.Err)
	l := &progress{p: p, texts: texts, width: width, start: time.Now(), quit: make(chan struct{})}
	l.live = ok && p.Machine.Getenv("TERM") != "dumb" && p.Machine.Getenv("CI") == ""
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
			_, _ = fmt.Fprint(l.p.Err, "\r\x1b[K")
			return
		case <-t.C:
			l.draw()
		}
	}
}

func (l *progress) draw() {
	l.mu.Lock()
	defer l.mu.Unlock()
	line := l.texts.T("cli.progress", map[string]string{
		"done": fmt.Sprint(l.done), "last": l.last, "seconds": fmt.Sprintf("%.1f", time.Since(l.start).Seconds()),
	})
	if l.bar != "" {
		line = l.bar
	}
	if l.width > 0 {
		line = ansi.Truncate(line, l.width-1, "")
	}
	_, _ = fmt.Fprint(l.p.Err, "\r", line, "\x1b[K")
}

func (l *progress) observe(r probe.Result) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.done++
	l.last = strings.Map(func(c rune) rune {
		if c < ' ' || c == 0x7f {
			return -1
		}
		return c
	}, r.ID)
}

// stop clears the line. It can be called once.
func (l *progress) stop() {
	if l.live {
		close(l.quit)
		l.ended.Wait()
	}
}
