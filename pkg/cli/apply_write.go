package cli

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofix-net/gofix-net/pkg/apply"
	"github.com/gofix-net/gofix-net/pkg/diagnose"
	"github.com/gofix-net/gofix-net/pkg/doctor"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/propose"
	"github.com/gofix-net/gofix-net/pkg/recommend"
	"github.com/gofix-net/gofix-net/pkg/report"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// verifyTime bounds the verification: long enough for a slow line, because
// a change that works slowly is not to be taken back. --timeout does not count here
// for the same reason (SECURITY.md).
const verifyTime = 90 * time.Second

func (a *applying) write(ctx context.Context) error {
	out, err := apply.Apply(ctx, apply.Options{
		Machine: a.p.Machine, Settings: a.found.Facts.Settings, Queries: propose.Helped(a.found.Facts.Queries, a.chosen.Left),
		Version: a.p.Version, Agreed: a.agreed(), NoVerify: a.f.noVerify || a.chosen.Hopeless || len(a.chosen.Shadowed) > 0, VerifyTimeout: verifyTime,
	}, a.chosen.Plan)
	verified := out.Verified != nil && *out.Verified
	if out.Journal != "" {
		a.applied = &report.Applied{Journal: out.Journal, Verified: verified && len(a.chosen.Left) == 0, RolledBack: out.RolledBack}
	}
	back := yes(out.RolledBack || out.Journal == "")
	switch {
	case err == nil:
		return a.written(ctx, out, verified)
	case ctx.Err() != nil:
		a.say(a.p.Err, "apply.interrupted", "back", back, "id", out.Journal)
		return exit(exitInterrupted)
	}
	text, expected := a.p.words(err, a.texts)
	if expected {
		return a.end(exitFound, func(w io.Writer) {
			a.say(w, "apply.failed", "error", text, "back", back, "id", out.Journal)
			if f := propose.Reason(out.Proof); f != "" {
				_, _ = fmt.Fprintf(w, "  %s\n", f)
			}
		})
	}
	a.say(a.p.Err, "apply.failed", "error", text, "back", back, "id", out.Journal)
	return exit(exitInternal)
}

// written ends a run that wrote the change: with what was verified, and with what
// still stands in the way.
func (a *applying) written(ctx context.Context, out apply.Outcome, verified bool) error {
	late := a.late(ctx, verified)
	var hidden []settings.Definition
	if verified {
		hidden = a.chooser.NextShell(ctx, a.chosen.Proposal, a.shell())
	}
	code := a.doneCode()
	command := a.rehearseAgain(ctx, verified)
	if len(late)+len(hidden) > 0 || command != "" {
		code, a.applied.Verified = exitFound, false
	}
	return a.end(code, func(w io.Writer) {
		for _, warning := range out.Warnings {
			_, _ = fmt.Fprintln(w, strings.TrimSpace(warning))
		}
		switch {
		case len(a.chosen.Shadowed) > 0:
			a.say(w, "apply.done.shadowed", "count", fmt.Sprint(len(out.Changes)), "id", out.Journal)
			a.sayShadowed(w)
		case command != "":
			a.say(w, "apply.command", "id", out.Journal, "error", command)
		case len(late) > 0:
			a.say(w, "apply.late", "id", out.Journal)
			a.showLeft(w, late)
		case len(a.chosen.Left) > 0:
			a.say(w, "apply.partly", "id", out.Journal, "verified", yes(verified))
		default:
			a.say(w, "apply.done", "count", fmt.Sprint(len(out.Changes)), "id", out.Journal, "verified", yes(verified), "hopeless", yes(a.chosen.Hopeless))
		}
		for _, d := range hidden {
			a.say(w, "apply.hidden", "name", d.Name, "value", d.Value.String(), "place", place(d))
		}
	})
}

// rehearseAgain tries the person's own command after the settings were written, and
// returns what go says where it fails; "" where it works, or was not tried to the
// end.
func (a *applying) rehearseAgain(ctx context.Context, verified bool) string {
	if !verified || len(a.chosen.Left) > 0 {
		return ""
	}
	r := a.chooser.Command(ctx)
	if !r.Tried || r.OK || r.Late {
		return ""
	}
	return r.Step + ": " + r.Output
}

// late looks at the machine once more where a project is too large to have been
// looked at whole on the broken network: the modules that still fail now.
func (a *applying) late(ctx context.Context, verified bool) []recommend.Left {
	if !verified || !a.found.Unswept || len(a.chosen.Left) > 0 {
		return nil
	}
	again, err := doctor.Run(ctx, a.p.Machine, a.options)
	if err != nil || again.Verdict != diagnose.Broken {
		return nil
	}
	return recommend.Remaining(again.Facts, &profile.Profile{})
}

// doneCode is 0 only where downloads work now, as far as anybody was to ask.
func (a *applying) doneCode() int {
	if a.chosen.Hopeless || len(a.chosen.Shadowed) > 0 || len(a.chosen.Left) > 0 {
		return exitFound
	}
	return exitOK
}

// sayShadowed names the variables that hide what the profile wants, each with where
// it is set.
func (a *applying) sayShadowed(w io.Writer) {
	for _, s := range a.chosen.Shadowed {
		var at []string
		by, sure := a.found.Facts.Settings.SetBy(s.Key.Name, s.Value)
		for _, d := range by {
			at = append(at, place(d))
		}
		a.say(w, "apply.shadowed", "name", s.Key.Name, "value", s.Value.String(), "place", strings.Join(at, ", "), "sure", yes(sure))
	}
}

// shell is the name of the user's shell; "" where it is not known.
func (a *applying) shell() string {
	name := filepath.Base(a.p.Machine.Getenv("SHELL"))
	if name == "." {
		return ""
	}
	return name
}

// noteRoot says whose settings are about to be changed, where that is easily
// mistaken: under sudo.
func (a *applying) noteRoot() {
	m := a.p.Machine
	home, err := m.HomeDir()
	if err != nil {
		return
	}
	user := m.Getenv("SUDO_USER")
	switch {
	case m.Foreign != nil && m.Foreign(home):
		a.say(a.p.Err, "apply.foreign", "home", home)
	case user != "" && user != "root":
		a.say(a.p.Err, "apply.sudo", "home", home, "user", user)
	}
}

// place is FILE:LINE of a definition.
func place(d settings.Definition) string {
	if d.Line == 0 {
		return d.File
	}
	return fmt.Sprintf("%s:%d", d.File, d.Line)
}
