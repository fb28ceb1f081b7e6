package cli

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/propose"
	"github.com/gofix-net/gofix-net/pkg/report/formats"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

func newProfileDiff(p *Program) *cobra.Command {
	format := ""
	c := &cobra.Command{Use: "diff NAME", Args: oneArg("profile"),
		RunE: func(c *cobra.Command, args []string) error { return p.diffProfile(c, args[0], format) }}
	choiceVar(c.Flags(), &format, "format", "text", []string{"text", "json"})
	return c
}

// difference is one setting that is not as a profile wants it.
type difference struct {
	Tool   settings.Tool   `json:"tool"`
	Key    settings.Key    `json:"-"`
	Name   string          `json:"key"`
	Have   *settings.Value `json:"inForce"` // null: not set
	Want   *settings.Value `json:"wanted"`  // null: not to be set
	Origin settings.Origin `json:"origin,omitempty"`
	File   string          `json:"file,omitempty"`
	Line   int             `json:"line,omitempty"`
}

// diffProfile compares what is in force with a profile, and exits 1 where they differ:
// a check for CI jobs and images that are to be set up alike.
func (p *Program) diffProfile(c *cobra.Command, name, format string) error {
	texts, err := p.language(c)
	if err != nil {
		return err
	}
	wanted, s, err := p.wantedHere(c.Context(), name)
	if err != nil {
		return err
	}
	d, err := plan.Diff(s, wanted)
	if err != nil {
		text, _ := p.words(err, texts)
		return told("profile.diff.refused", "error", text)
	}
	found := differences(s, d, propose.Shadowed(s, wanted))
	code := exitOK
	if len(found) > 0 {
		code = exitFound
	}
	if format == "json" {
		err = p.document(p.Out, foreign.JSON, func(w io.Writer) error {
			e := json.NewEncoder(w)
			e.SetEscapeHTML(false)
			e.SetIndent("", "  ")
			return e.Encode(map[string]any{"schema": "gofix-net/profile-diff/v1", "profile": name, "drift": len(found) > 0, "differences": found})
		})
	} else {
		sheet := formats.NewSheet(p.display(p.Out, texts))
		writeDifferences(sheet, found, name, texts)
		err = sheet.Write(p.Out)
	}
	if err != nil {
		return err
	}
	return exit(code)
}

// differences are the changes that a plan would make, with what is in force in their
// place, and the variables that would hide what is written.
func differences(s *settings.Snapshot, d plan.Plan, shadowed []settings.Setting) []difference {
	out := []difference{}
	hidden := map[settings.Key]settings.Setting{}
	for _, x := range shadowed {
		hidden[x.Key] = x
	}
	for _, c := range d.Changes {
		x := difference{Tool: c.Key.Tool, Key: c.Key, Name: c.Key.String(), Have: c.From, Want: c.To}
		in := s.Effective(c.Key)
		if over, ok := hidden[c.Key]; ok {
			in = over
			delete(hidden, c.Key)
		}
		switch {
		case c.Key.Tool == settings.GoEnv && c.To != nil && in.Set() && in.Value == *c.To && in.Origin == settings.OSEnv:
			continue // the variable gives what is wanted: this environment is as it should be
		case c.Key.Tool == settings.GoEnv && in.Set():
			x.Have, x.Origin, x.File, x.Line = &in.Value, in.Origin, in.File, in.Line
		}
		out = append(out, x)
	}
	for _, over := range shadowed {
		if _, left := hidden[over.Key]; left { // written as wanted, and hidden
			x := difference{Tool: over.Key.Tool, Key: over.Key, Name: over.Key.String(), Have: &over.Value, Origin: over.Origin, File: over.File, Line: over.Line}
			if in := s.In(over.Key, settings.GoenvFile); in.Set() {
				x.Want = &in.Value
			}
			out = append(out, x)
		}
	}
	return out
}

func writeDifferences(sheet *formats.Sheet, found []difference, name string, texts *i18n.Texts) {
	t := texts.T
	if len(found) == 0 {
		sheet.Prose(0, "", t("profile.diff.same", map[string]string{"name": name}), formats.Good)
		return
	}
	side := func(v *settings.Value) string {
		switch {
		case v == nil:
			return t("apply.notset", nil)
		case *v == "":
			return t("apply.empty", nil)
		}
		return v.String()
	}
	for _, x := range found {
		sheet.Line(0, x.Name)
		from := ""
		if x.Origin != "" {
			from = texts.Aside(formats.Origin(texts, x.Origin, x.File, x.Line))
		}
		sheet.Line(2, sheet.In(formats.Failing, "- "+side(x.Have))+from)
		sheet.Line(2, sheet.In(formats.Good, "+ "+side(x.Want)))
	}
	sheet.Blank()
	sheet.Prose(0, "", t("profile.diff.drift", map[string]string{"name": name, "count": fmt.Sprint(len(found))}), formats.Plain)
	sheet.Line(2, "gofix-net apply --profile "+name)
}
