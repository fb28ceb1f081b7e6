package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

func newProfileSave(p *Program) *cobra.Command {
	force := false
	c := &cobra.Command{Use: "save NAME", Args: oneArg("profile"),
		RunE: func(c *cobra.Command, args []string) error { return p.saveProfile(c, args[0], force) }}
	c.Flags().BoolVar(&force, "force", false, "")
	return c
}

// saveProfile writes the settings in force as a profile: of that name in the user's
// folder, or to a file. Credentials and what no profile may set stay out, and are named.
func (p *Program) saveProfile(c *cobra.Command, name string, force bool) error {
	texts, err := p.language(c)
	if err != nil {
		return err
	}
	file, mode, err := p.profileFile(name)
	if err != nil {
		return err
	}
	if _, err := os.Lstat(file); err == nil && !force {
		return usage("usage.profile.exists", "file", file)
	}
	s, err := settings.Read(c.Context(), p.Machine, "")
	if err != nil {
		return err
	}
	x, refused := p.present(s, texts)
	if len(x.Wants) == 0 {
		return told("profile.save.nothing")
	}
	comment := texts.T("profile.save.comment", map[string]string{"date": p.Machine.Now().Format("2006-01-02")})
	if err := p.emitInto(file, mode, foreign.Plain, func(w io.Writer) error { _, err := w.Write(profile.Format(x, comment)); return err }); err != nil {
		return err
	}
	for _, line := range refused {
		p.note(line)
	}
	_, err = fmt.Fprintln(p.Out, texts.T("profile.saved", map[string]string{"file": file, "count": fmt.Sprint(len(x.Wants)), "command": plan.ShellLine(p.Machine.OS, []string{"gofix-net", "apply", "--profile", name})}))
	return err
}

// profileFile is where a profile of that name is kept: in the user's folder for this
// user only, or a file that others may read.
func (p *Program) profileFile(name string) (string, os.FileMode, error) {
	if strings.ContainsAny(name, `/\`) || strings.HasSuffix(name, ".profile") {
		if !strings.HasSuffix(name, ".profile") {
			return "", 0, usage("usage.profile.suffix", "given", name)
		}
		return name, 0o644, nil
	}
	builtin, err := profile.Builtin()
	if err != nil {
		return "", 0, err
	}
	taken := slices.ContainsFunc(builtin, func(x *profile.Profile) bool { return x.Name == name })
	if taken || name == "auto" || name == profile.Repository || name == "" || strings.HasPrefix(name, ".") {
		return "", 0, usage("usage.profile.taken", "given", name)
	}
	dir, err := profile.Dir(p.Machine)
	if err != nil {
		return "", 0, usageOf("profile save", err)
	}
	return filepath.Join(dir, name+".profile"), forUser, nil
}

// present is the state at hand as a profile, and a line for each setting that is not
// in it, or not with its credentials.
func (p *Program) present(s *settings.Snapshot, texts *i18n.Texts) (*profile.Profile, []string) {
	x, bare, whole := profile.Present(s)
	var lines []string
	for _, k := range bare {
		lines = append(lines, texts.T("profile.save.bare", map[string]string{"key": k.String()}))
	}
	for _, k := range whole {
		lines = append(lines, texts.T("profile.save.secret", map[string]string{"key": k.String()}))
	}
	var kept []profile.Want
	for _, w := range x.Wants {
		err := plan.CheckProfile(&profile.Profile{File: "-", Wants: []profile.Want{w}})
		if err == nil {
			_, err = profile.Parse("-", profile.Format(&profile.Profile{Wants: []profile.Want{w}}))
		}
		if err == nil {
			kept = append(kept, w)
			continue
		}
		var line *profile.LineError
		if errors.As(err, &line) {
			err = line.Err
		}
		text, _ := p.words(err, texts)
		lines = append(lines, texts.T("profile.save.refused", map[string]string{"key": w.Key.String(), "error": text}))
	}
	x.Wants = kept
	return x, lines
}

// wantedHere is a stored profile as this machine would get it.
func (p *Program) wantedHere(ctx context.Context, name string) (*profile.Profile, *settings.Snapshot, error) {
	stored, err := p.storedProfile(name)
	if err != nil {
		return nil, nil, err
	}
	if stored == nil {
		return nil, nil, usage("usage.profile.auto")
	}
	s, err := settings.Read(ctx, p.Machine, "")
	if err != nil {
		return nil, nil, err
	}
	fitted, err := fit(ctx, stored, s)
	return fitted, s, err
}
