package cli

import (
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/gofix-net/gofix-net/pkg/i18n"
)

// manual is what all man pages of one release have in common.
type manual struct {
	texts   *i18n.Texts
	version string
	date    time.Time // of the release, the same for each build of it
}

// page returns the man page of a command in the language man, as groff, mandoc and
// the man of busybox read it.
func (m manual) page(c *cobra.Command) string {
	name := manName(c)
	r := &roff{}
	r.request(".TH", strings.ToUpper(name), "1", m.date.UTC().Format(time.DateOnly), "gofix-net "+m.version, "gofix-net")
	r.request(".nh") // words are not divided, many are names
	r.request(".ad", "l")
	m.heading(r, "name")
	r.text(name + " - " + c.Short)
	m.heading(r, "synopsis")
	r.bold(synopsis(c))
	if c.Long != "" {
		m.heading(r, "description")
		r.prose(c.Long)
	}
	m.commands(r, c)
	m.flags(r, "options", c.NonInheritedFlags())
	m.flags(r, "inherited", c.InheritedFlags())
	if c.Example != "" {
		m.heading(r, "examples")
		r.examples(c.Example)
	}
	if c.HasParent() {
		m.heading(r, "seealso")
		r.text(manName(c.Parent()) + "(1)")
	}
	return r.String()
}

func (m manual) heading(r *roff, id string) {
	r.request(".SH", m.texts.T("man."+id, nil))
}

// commands writes what can be typed after the command, and the pages about it.
func (m manual) commands(r *roff, c *cobra.Command) {
	for i, sub := range manCommands(c) {
		if i == 0 {
			m.heading(r, "commands")
		}
		r.item(manName(sub)+"(1)", sub.Short)
	}
}

func (m manual) flags(r *roff, heading string, flags *pflag.FlagSet) {
	for i, row := range flagRows(flags, m.texts) {
		if i == 0 {
			m.heading(r, heading)
		}
		r.item(strings.TrimSpace(row.name), row.text)
	}
}

// manName is the name of the page of a command.
func manName(c *cobra.Command) string { return strings.ReplaceAll(c.CommandPath(), " ", "-") }

// manCommands are the commands below one that have a page.
func manCommands(c *cobra.Command) []*cobra.Command {
	var out []*cobra.Command
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() && !sub.IsAdditionalHelpTopicCommand() {
			out = append(out, sub)
		}
	}
	return out
}

// roff is a text in the language of man pages, man(7).
type roff struct{ strings.Builder }

// request writes a request; arguments with blanks are quoted.
func (r *roff) request(name string, args ...string) {
	r.WriteString(name)
	for _, a := range args {
		a = strings.ReplaceAll(escapeRoff(a), `"`, `\(dq`)
		if strings.Contains(a, " ") {
			a = `"` + a + `"`
		}
		r.WriteString(" " + a)
	}
	r.WriteByte('\n')
}

// text writes lines that are filled.
func (r *roff) text(s string) {
	for line := range strings.Lines(s) {
		line = escapeRoff(strings.TrimSpace(line))
		if line == "" {
			continue
		}
		if strings.HasPrefix(line, ".") {
			line = `\&` + line // or it would be a request
		}
		r.WriteString(line + "\n")
	}
}

func (r *roff) bold(s string) { r.WriteString(`\fB` + escapeRoff(s) + "\\fR\n") }

// item writes a name and, indented below it, what it is for.
func (r *roff) item(name, text string) {
	r.request(".TP")
	r.bold(name)
	r.text(text)
}

// prose writes paragraphs, one a line; those that are indented are commands to type.
func (r *roff) prose(s string) {
	for i, paragraph := range strings.Split(s, "\n") {
		switch {
		case strings.TrimSpace(paragraph) == "":
			continue
		case strings.HasPrefix(paragraph, "  "):
			r.verbatim(paragraph)
			continue
		case i > 0:
			r.request(".PP")
		}
		r.text(paragraph)
	}
}

// examples writes command lines, each below what it is for.
func (r *roff) examples(s string) {
	for line := range strings.Lines(s) {
		command, why, _ := strings.Cut(strings.TrimSpace(line), "  # ")
		if why != "" {
			r.request(".PP")
			r.text(why)
		}
		r.verbatim(command)
	}
}

// verbatim writes a line that is to be typed, indented.
func (r *roff) verbatim(line string) {
	r.request(".RS", "4")
	r.request(".nf")
	r.text(line)
	r.request(".fi")
	r.request(".RE")
}

// escapeRoff keeps the characters of a text what they are: a hyphen that is typed,
// and quotes that a terminal would show as typographic ones. See groff_char(7).
func escapeRoff(text string) string {
	return strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`, "`", `\(ga`, "^", `\(ha`, "~", `\(ti`).Replace(text)
}
