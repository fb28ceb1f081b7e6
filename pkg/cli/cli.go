// Package cli is the command line: one file per command. It is the only place
// for cobra, for questions on a terminal and for exit codes.
package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/gofix-net/gofix-net/pkg/errtype"
	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/journal"
	"github.com/gofix-net/gofix-net/pkg/report/formats"
)

// Program is the outside world of a command.
type Program struct {
	Version string
	// ReleaseKey is the public key of minisign that releases are signed with; "" in
	// builds that are none.
	ReleaseKey string
	Machine    *host.Machine
	In         io.Reader
	Out        io.Writer
	Err        io.Writer
	// Terminal reports whether a stream is a terminal, and its width in
	// columns (0 where not known).
	Terminal func(stream any) (width int, ok bool)
	// Sleep waits before a download is repeated; nil: as long as it says.
	Sleep func(ctx context.Context, d time.Duration) error

	// plain says that a screen reader reads: no marks, nothing that is
	// drawn again, questions as lines.
	plain bool
	// over is closed when the run has to end.
	over <-chan struct{}
	// unshown is why a help could not be written, or nil.
	unshown error
	// secrets are those that this run knows.
	secrets *foreign.Secrets
	// quoted makes those known that servers may have repeated, whose words are shown.
	quoted func(ctx context.Context, words string)
}

// System returns the real outside world.
func System(version string) *Program {
	return &Program{
		Version: versionOf(version), Machine: host.System(),
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Terminal: terminal,
	}
}

func terminal(stream any) (int, bool) {
	f, ok := stream.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return 0, false
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0, true
	}
	return width, true
}

// versionOf returns the version of a release build, or else what the go command
// recorded: a version for `go install …@v`, a revision for a checkout.
func versionOf(stamped string) string {
	if stamped != "" {
		return stamped
	}
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "devel"
	}
	return strings.Trim(info.Main.Version, "()")
}

// Main runs the program and returns its exit code.
func Main(p *Program, args []string) int {
	// net/http reports to the standard logger what servers send without being asked.
	log.SetOutput(io.Discard)
	ctx, stop := interruptible(time.Sleep)
	defer stop()
	return run(ctx, p, args)
}

// impatience is how long after the first interrupt a second one is taken for
// another wish. timeout(1) and others send the same one twice, to the process
// and to its group: the second must not kill a run that is taking back what it
// wrote.
const impatience = time.Second

// interruptible returns a context that an interrupt ends. A second one, later than wait
// takes, ends the program at once.
func interruptible(wait func(time.Duration)) (context.Context, context.CancelFunc) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	go func() {
		<-ctx.Done()
		wait(impatience)
		stop()
	}()
	return ctx, stop
}

func run(ctx context.Context, p *Program, args []string) int {
	p = guarded(p)
	p.over = ctx.Done()
	texts := p.texts(languageOf(args))
	root := newRoot(p)
	root.SetHelpCommand(newHelp(p))
	complete(p, root)
	root.SetArgs(args)
	root.SetIn(p.In)
	root.SetOut(p.Out)
	root.SetErr(p.Err)
	words := localize(p, root, texts) // after SetOut: cobra's completion command keeps the stream
	if showsWords(root, args) {
		words()
	}
	err := unknownCommand(root, args)
	if err == nil {
		err = cmp.Or(root.ExecuteContext(ctx), p.unshown)
	}
	code := codeOf(ctx, err)
	var said *codeError
	if code == exitInterrupted && !errors.As(err, &said) {
		_, _ = fmt.Fprintln(p.Err, texts.T("cli.interrupted", nil))
	}
	if err != nil && !(errors.As(err, &said) && said.err == nil) && code != exitInterrupted {
		text, called := foreign.Redact(texts.Err(err)), code == exitUsage
		if wrong, ok := errtype.As[*usageError](err); ok {
			text = wrong.text(texts)
		}
		if failed, ok := errtype.As[*failure](err); ok {
			text, called = (*usageError)(failed).text(texts), false
		}
		p.complain("gofix-net: "+text, texts)
		if called {
			_, _ = fmt.Fprintln(p.Err, texts.T("cli.usage", map[string]string{"command": named(root, args)}))
		}
	}
	return code
}

// complain writes an error as one line, or on a terminal as lines that fit it.
func (p *Program) complain(text string, texts *i18n.Texts) {
	if _, terminal := p.Terminal(p.Err); !terminal || strings.Contains(text, "\n") {
		_, _ = fmt.Fprintln(p.Err, text)
		return
	}
	sheet := formats.NewSheet(p.display(p.Err, texts))
	sheet.Prose(0, "", text, formats.Plain)
	_ = sheet.Write(p.Err) // where errors cannot be written, this one cannot either
}

// say writes a text to standard error, as complain does.
func (p *Program) say(texts *i18n.Texts, id string, args map[string]string) {
	p.complain(strings.TrimSpace(texts.T(id, args)), texts)
}

// named is the command that was called, as far as there is one.
func named(root *cobra.Command, args []string) string {
	c, _, err := root.Find(args)
	if err != nil {
		return root.Name()
	}
	return c.CommandPath()
}

// codeOf is the one place where an error becomes an exit code.
func codeOf(ctx context.Context, err error) int {
	var coded *codeError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &coded):
		return coded.code
	case ctx.Err() != nil || errors.Is(err, context.Canceled):
		return exitInterrupted
	}
	return exitInternal
}

func newRoot(p *Program) *cobra.Command {
	root := &cobra.Command{
		Use:           "gofix-net",
		Version:       p.Version,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.ArbitraryArgs, // unknownCommand judges them
		RunE: func(c *cobra.Command, _ []string) error {
			if p.canAsk() {
				return runWizard(c.Context(), p, c)
			}
			_ = c.Help()
			return exit(exitUsage)
		},
		PersistentPreRun: func(c *cobra.Command, _ []string) { p.warnPending(c) },
	}
	root.SetFlagErrorFunc(flagError)
	root.PersistentFlags().String("lang", "", "")
	root.PersistentFlags().BoolVar(&p.plain, "plain", p.plain, "")
	root.AddCommand(
		newDoctor(p), newApply(p), newUndo(p), newTrace(p), newMirrors(p), newProfile(p), newExplain(p), newRun(p), newFetch(p), newLint(p), newEmit(p), newVersion(p), newMan(p),
	)
	return root
}

// unknownCommand judges the command before its flags are parsed: of a mistyped
// command's flags nothing can be said.
func unknownCommand(root *cobra.Command, args []string) error {
	c, rest, err := root.Find(args)
	if err != nil || c != root {
		return nil
	}
	for i := 0; i < len(rest); i++ {
		switch a := rest[i]; {
		case a == "--lang":
			i++ // its value
		case a == "--":
			return nil
		case a != "" && !strings.HasPrefix(a, "-"):
			if strings.HasPrefix(a, cobra.ShellCompRequestCmd) {
				return nil // cobra adds this command when it is asked for
			}
			var names []string
			for _, sub := range root.Commands() {
				names = append(names, sub.Name())
			}
			return usage("usage.command", "name", a, "meant", meant(a, names))
		}
	}
	return nil
}

// texts returns the texts of a language: the flag's, else the locale's.
func (p *Program) texts(flag string) *i18n.Texts {
	lang, err := i18n.Parse(flag)
	if err != nil {
		get := p.Machine.Getenv
		locales := []string{get("LC_ALL"), get("LC_MESSAGES"), get("LANG")}
		// What PowerShell 5.1 would garble is in English, unless it was asked for.
		if _, terminal := p.Terminal(p.Out); p.Machine.UILanguages != nil && (terminal || !p.misread()) {
			locales = append(locales, p.Machine.UILanguages()...)
		}
		lang = i18n.FromLocale(locales...)
	}
	t, err := i18n.New(lang)
	if err != nil {
		panic(err) // the catalogue is compiled in, and a test reads all of it
	}
	return t
}

// language returns the texts that --lang asks for.
func (p *Program) language(c *cobra.Command) (*i18n.Texts, error) {
	flag, err := c.Flags().GetString("lang")
	if err != nil {
		return nil, err
	}
	if flag != "" {
		if _, err := i18n.Parse(flag); err != nil {
			return nil, usageOf("--lang", err)
		}
	}
	return p.texts(flag), nil
}

// display is how to write for a stream.
func (p *Program) display(stream any, t *i18n.Texts) formats.Options {
	width, ok := p.Terminal(stream)
	return formats.Options{
		Texts: t, Version: p.Version, Width: width, Plain: p.readAloud(),
		Color:   formats.UseColor(p.Machine.OS, p.Machine.Getenv, ok) && !p.readAloud(),
		Unicode: formats.UseUnicode(p.Machine.OS, p.Machine.Getenv) && (ok || !p.misread()),
	}
}

// displayTo is display for an output that may be a file: standard output where none is
// named.
func (p *Program) displayTo(file string, t *i18n.Texts) formats.Options {
	o := p.display(p.Out, t)
	if file != "" {
		o.Color, o.Width = false, 0
	}
	return o
}

// utf8Page is the number of UTF-8 among Windows' code pages.
const utf8Page = 65001

// misread reports whether what is redirected is taken for another encoding than
// UTF-8, as PowerShell 5.1 does. Marks and punctuation are ASCII then, which is the
// same in each code page.
func (p *Program) misread() bool {
	if p.Machine.ConsolePage == nil {
		return false
	}
	page := p.Machine.ConsolePage()
	return page != 0 && page != utf8Page
}

// warnPending removes the copies that killed processes left, and says that an earlier
// apply was killed half-way, before anything else is done: the settings that a command is about to look at may be half
// written.
func (p *Program) warnPending(c *cobra.Command) {
	if p.Machine.Sweep != nil {
		p.Machine.Sweep()
	}
	j, err := journal.Open(p.Machine)
	if err != nil {
		return // without a place for a journal there is no entry
	}
	j.Sweep()
	e, err := j.PendingEntry()
	if err != nil || e == nil || c.Name() == "undo" || j.Busy() {
		// undo --list tells what is wrong with the journal, undo puts it right,
		// and one that still runs is not interrupted.
		return
	}
	texts, err := p.language(c)
	if err != nil {
		return
	}
	_, _ = fmt.Fprintln(p.Err, texts.T("undo.pending", map[string]string{"id": e.ID}))
}
