package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/huh"
	"github.com/spf13/cobra"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/report"
	"github.com/gofix-net/gofix-net/pkg/report/formats"
)

// runWizard is gofix-net without arguments on a terminal: the answer of doctor, and a short menu
// of what can be done about it. Where nothing has to be done it ends at once.
func runWizard(ctx context.Context, p *Program, c *cobra.Command) error {
	texts, err := p.language(c)
	if err != nil {
		return err
	}
	w := &wizard{p: p, texts: texts}
	for {
		done, err := w.round(ctx)
		if done || err != nil {
			return err
		}
	}
}

// wizard is one session.
type wizard struct {
	p     *Program
	texts *i18n.Texts
	a     *applying
	r     *report.Report
}

// menuFrame is the lines of the menu's title and of the hints to its keys.
const menuFrame = 2

// deed is what a person can choose in the menu.
type deed string

// The choices of the menu. The first that is offered is chosen by pressing Enter.
const (
	quitDeed    deed = "quit"
	applyDeed   deed = "apply"
	detailsDeed deed = "details"
	whyDeed     deed = "why"
	mirrorsDeed deed = "mirrors"
	againDeed   deed = "again"
)

// round examines the machine, shows the answer, and carries out what is chosen. It
// reports whether the session is over.
func (w *wizard) round(ctx context.Context) (done bool, err error) {
	if err := w.examine(ctx); err != nil {
		return true, err
	}
	if err := w.show(false); err != nil {
		return true, err
	}
	if formats.Finished(w.r) {
		return true, nil
	}
	if done, err := w.questions(ctx); done || err != nil {
		return true, err
	}
	for {
		choice, err := w.ask(ctx)
		if err != nil {
			return true, err
		}
		switch choice {
		case applyDeed:
			return true, w.write(ctx)
		case detailsDeed:
			err = w.show(true)
		case whyDeed:
			err = w.why()
		case mirrorsDeed:
			if done, err = w.mirrors(ctx); done {
				return true, err
			}
		case againDeed:
			return false, nil
		default:
			return true, exit(severityCode(w.a.found, string(cause.Error)))
		}
		if err != nil {
			return true, err
		}
	}
}

// write applies the change, after a question for each file that is not only the user's.
func (w *wizard) write(ctx context.Context) error {
	if len(w.a.chosen.Consents) > 0 {
		yes, err := w.a.confirm(ctx)
		if err != nil {
			return w.a.unwritten(ctx, err)
		}
		if !yes {
			return w.a.end(exitFound, func(out io.Writer) { w.a.say(out, "apply.declined") })
		}
	}
	return w.a.write(ctx)
}

// examine is doctor and the proof of the best change, as apply does them.
func (w *wizard) examine(ctx context.Context) error {
	w.a = &applying{p: w.p, f: applyFlags{format: "text"}, texts: w.texts, started: w.p.Machine.Now(), shown: true}
	live := newProgress(w.p, w.texts)
	w.a.options.Observe, w.a.options.Started = live.observe, live.started
	found, err := examine(ctx, w.p, w.a, nil)
	live.stop()
	if err != nil {
		return w.p.interrupted(ctx, err, w.texts, "text", partialReport(w.p, found, w.texts))
	}
	in := w.p.reportInput(found, w.a.chosen.Plan, w.texts)
	w.a.tell(&in)
	w.r, err = report.Build(in)
	return err
}

func (w *wizard) show(details bool) error {
	display := w.p.display(w.p.Out, w.texts)
	display.Verbose, display.Menu = details, len(w.deeds())+menuFrame
	return formats.Write(w.p.Out, "text", w.r, display)
}

// why prints the page of the primary cause.
func (w *wizard) why() error {
	primary := w.r.Primary()
	if primary == nil {
		return nil
	}
	return w.p.writePage(primary.Cause, w.texts)
}

// deeds are the choices that make sense now, the harmless one first.
func (w *wizard) deeds() []deed {
	out := []deed{quitDeed}
	if w.offers() {
		out = append(out, applyDeed)
	}
	out = append(out, detailsDeed)
	if w.r.Primary() != nil {
		out = append(out, whyDeed)
	}
	return append(out, againDeed, mirrorsDeed)
}

// offers reports whether there is a change to apply.
func (w *wizard) offers() bool {
	return !w.a.chosen.Plan.Empty() && (w.a.chosen.Proven == nil || *w.a.chosen.Proven)
}

// letters choose in the menu at once, without going to the line.
var letters = map[string]deed{"a": applyDeed, "d": detailsDeed, "?": whyDeed, "r": againDeed, "m": mirrorsDeed}

// ask puts the menu. Esc, q and Enter on the first line leave it.
func (w *wizard) ask(ctx context.Context) (deed, error) {
	if w.p.plainQuestions() {
		return w.askPlainly(ctx)
	}
	var options []huh.Option[deed]
	for _, d := range w.deeds() {
		options = append(options, huh.NewOption(w.line(d), d))
	}
	choice, struck, interrupted := quitDeed, deed(""), false
	form := huh.NewForm(huh.NewGroup(huh.NewSelect[deed]().Title(w.texts.T("menu.title", nil)).Options(options...).Value(&choice))).
		WithProgramOptions(tea.WithFilter(w.struck(&struck, &interrupted))).WithInput(w.p.In).WithOutput(rawWriter(w.p.Err)).WithTheme(theme()).WithKeyMap(menuKeys(w.texts)).WithShowHelp(true)
	err := form.RunWithContext(ctx)
	if ctx.Err() != nil || interrupted {
		return quitDeed, context.Canceled
	}
	if errors.Is(err, huh.ErrUserAborted) {
		return quitDeed, nil
	}
	return cmp.Or(struck, choice), err
}

// line is a choice of the menu with the letter that chooses it.
func (w *wizard) line(d deed) string {
	return letterOf(d) + "  " + w.texts.T("menu."+string(d), nil)
}

// letterOf is the letter that chooses d.
func letterOf(d deed) string {
	for letter, of := range letters {
		if of == d {
			return letter
		}
	}
	return "q"
}

// struck turns the letter of a choice into the key that ends the menu, and keeps which
// one it was. It also watches for Ctrl-C.
func (w *wizard) struck(chosen *deed, interrupted *bool) func(tea.Model, tea.Msg) tea.Msg {
	watch := watchInterrupt(interrupted)
	return func(model tea.Model, m tea.Msg) tea.Msg {
		m = watch(model, m)
		if k, ok := m.(tea.KeyMsg); ok && slices.Contains(w.deeds(), letters[k.String()]) {
			*chosen = letters[k.String()]
			return tea.KeyMsg{Type: tea.KeyEnter}
		}
		return m
	}
}

// askPlainly is the menu as numbered lines, for screen readers and for terminals
// that cannot move their cursor.
func (w *wizard) askPlainly(ctx context.Context) (deed, error) {
	deeds := w.deeds()
	_, _ = fmt.Fprintln(w.p.Err, w.texts.T("menu.title", nil))
	for i, d := range deeds {
		_, _ = fmt.Fprintf(w.p.Err, "  %d  %s  %s\n", i, letterOf(d), w.texts.T("menu."+string(d), nil))
	}
	_, _ = fmt.Fprint(w.p.Err, "> ")
	line := make(chan string, 1) // what reads it is left behind on Ctrl-C, and the program ends soon
	go func() {
		answer := ""
		_, _ = fmt.Fscanln(w.p.In, &answer) // an empty line and the end of input leave the menu
		line <- answer
	}()
	answer := ""
	select {
	case answer = <-line:
	case <-ctx.Done():
		_, _ = fmt.Fprintln(w.p.Err) // below the question and its ^C
		return quitDeed, ctx.Err()
	}
	if d := letters[answer]; slices.Contains(deeds, d) {
		return d, nil
	}
	if n, err := strconv.Atoi(answer); err == nil && n > 0 && n < len(deeds) {
		return deeds[n], nil
	}
	return quitDeed, nil
}
