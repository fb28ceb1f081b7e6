package cli

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/report/formats"
)

// localize gives every command what cobra adds to it by itself, and its help. The words
// of commands and flags are looked up where they are shown: most runs show none, and the
// lookup costs each start a millisecond. The function that it returns looks them up now.
func localize(p *Program, root *cobra.Command, texts *i18n.Texts) (words func()) {
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	words = sync.OnceFunc(func() { everyCommand(root, func(c *cobra.Command) { word(c, texts) }) })
	root.SetHelpFunc(func(c *cobra.Command, _ []string) {
		words()
		p.unshown = writeHelp(p, c, texts)
	})
	root.SetUsageFunc(func(c *cobra.Command) error {
		words()
		return writeHelp(p, c, texts)
	})
	everyCommand(root, func(c *cobra.Command) {
		c.InitDefaultHelpFlag()
		c.InitDefaultVersionFlag()
		if c.Parent() != nil && c.Parent().Name() == "completion" {
			c.Args = noArgs // in place of cobra's, whose refusal looks like a failure of ours
		}
		if c.HasSubCommands() && c != root {
			c.Args, c.RunE = subcommand, func(c *cobra.Command, _ []string) error { return c.Help() }
		}
	})
	return words
}

// word gives a command and its flags their words from the catalogue. The constructors
// have none: what a flag holds there as its usage are the values that it takes.
func word(c *cobra.Command, texts *i18n.Texts) {
	id := idOf(c)
	c.Short = texts.T("help."+id+".short", nil)
	c.Long, _ = texts.Lookup("help."+id+".long", nil)
	c.Long = strings.TrimSpace(c.Long)
	c.Example, _ = texts.Lookup("help."+id+".example", nil)
	c.Example = strings.TrimSpace(c.Example)
	c.LocalFlags().VisitAll(func(f *pflag.Flag) { f.Usage = flagUsage(id, f, texts) })
}

// showsWords reports whether a command line leads to one of the commands that show the
// words of others: completion, and the manual pages.
func showsWords(root *cobra.Command, args []string) bool {
	if len(args) > 0 && strings.HasPrefix(args[0], cobra.ShellCompRequestCmd) {
		return true
	}
	c, _, err := root.Find(args)
	for ; err == nil && c != nil; c = c.Parent() {
		if slices.Contains([]string{"completion", "man", "help"}, c.Name()) {
			return true
		}
	}
	return false
}

func everyCommand(c *cobra.Command, do func(*cobra.Command)) {
	do(c)
	for _, sub := range c.Commands() {
		everyCommand(sub, do)
	}
}

// idOf is a command's part of the ids of its texts: its path without the
// program's name, with points.
func idOf(c *cobra.Command) string {
	words := strings.Fields(c.CommandPath())
	if len(words) > 1 {
		words = words[1:]
	}
	return strings.Join(words, ".")
}

// flagUsage is the text of a flag of this command, or of all that have it.
func flagUsage(command string, f *pflag.Flag, texts *i18n.Texts) string {
	args := map[string]string{"values": valuesOf(f)}
	if text, ok := texts.Lookup("help.flag."+command+"."+f.Name, args); ok {
		return text
	}
	return texts.T("help.flag."+f.Name, args)
}

// synopsis is how a command is called.
func synopsis(c *cobra.Command) string {
	if c.HasAvailableSubCommands() {
		return c.CommandPath() + " COMMAND [flags]"
	}
	return c.UseLine()
}

// longAbout is more than three lines of a terminal, in bytes.
const longAbout = 240

// firstSentence is where the first sentence of a text ends.
func firstSentence(text string) int {
	for _, end := range []string{". ", "。"} {
		if at := strings.Index(text, end); at >= 0 {
			return at + len(end)
		}
	}
	return len(text)
}

// asSentence is a clause as it begins a text. Chinese has no capitals.
func asSentence(clause string) string {
	first, size := utf8.DecodeRuneInString(clause)
	return string(unicode.ToUpper(first)) + clause[size:]
}

// writeHelp writes what a command is for and how it is called, wrapped for the
// terminal.
func writeHelp(p *Program, c *cobra.Command, texts *i18n.Texts) error {
	s := formats.NewSheet(p.display(p.Out, texts))
	about, rest, _ := strings.Cut(cmp.Or(c.Long, asSentence(c.Short)), "\n")
	if len(about) > longAbout { // the examples come before the details
		end := firstSentence(about)
		about, rest = about[:end], strings.TrimSpace(about[end:])+"\n"+rest
	}
	s.Prose(0, "", about, formats.Plain)
	if c.Example != "" {
		s.Heading(texts.T("help.examples", nil))
		writeExamples(s, c.Example)
	}
	if rest != "" {
		s.Blank()
	}
	for _, paragraph := range strings.Split(strings.Trim(rest, "\n"), "\n") {
		if strings.HasPrefix(paragraph, "  ") {
			s.Line(0, paragraph) // a command line stays whole
			continue
		}
		s.Prose(0, "", paragraph, formats.Plain)
	}
	s.Heading(texts.T("help.usage", nil))
	s.Line(2, synopsis(c))
	var rows []helpRow
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() || sub.Name() == "help" {
			rows = append(rows, helpRow{sub.Name(), sub.Short})
		}
	}
	writeRows(s, texts.T("help.commands", nil), rows)
	writeRows(s, texts.T("help.flags", nil), flagRows(c.LocalFlags(), texts))
	writeRows(s, texts.T("help.global", nil), flagRows(c.InheritedFlags(), texts))
	if len(rows) > 0 {
		s.Blank()
		s.Prose(0, "", texts.T("help.more", nil), formats.Plain)
	}
	return s.Write(p.Out)
}

// writeExamples writes command lines with what they are for behind a #, in two
// columns where they fit side by side, and below each other elsewhere.
func writeExamples(s *formats.Sheet, examples string) {
	width, both := 0, 0
	for line := range strings.Lines(examples) {
		command, why, _ := strings.Cut(strings.TrimSpace(line), "  # ")
		width, both = max(width, formats.Columns(command)), max(both, formats.Columns(why))
	}
	for line := range strings.Lines(examples) {
		command, why, _ := strings.Cut(strings.TrimSpace(line), "  # ")
		if 2+width+2+both <= s.Width() {
			s.Line(2, strings.TrimRight(formats.Pad(command, width)+"  "+s.In(formats.Faint, why), " "))
			continue
		}
		s.Line(2, command)
		if why != "" {
			s.Prose(6, "", why, formats.Faint)
		}
	}
}

// helpRow is a name and what it is for.
type helpRow struct{ name, text string }

func writeRows(s *formats.Sheet, heading string, rows []helpRow) {
	if len(rows) == 0 {
		return
	}
	width := 0
	for _, r := range rows {
		width = max(width, formats.Columns(r.name))
	}
	s.Heading(heading)
	for _, r := range rows {
		s.Prose(2, formats.Pad(r.name, width)+"  ", r.text, formats.Plain)
	}
}

func flagRows(flags *pflag.FlagSet, texts *i18n.Texts) []helpRow {
	var rows []helpRow
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		name := "    --" + f.Name
		if f.Shorthand != "" {
			name = "-" + f.Shorthand + ", --" + f.Name
		}
		if kind, _ := pflag.UnquoteUsage(f); kind != "" {
			name += " " + strings.TrimSuffix(kind, "Array") // "repeatable" is in its text
		}
		text := f.Usage
		if f.Value.Type() == "string" && f.DefValue != "" {
			text += texts.T("help.default", map[string]string{"value": f.DefValue})
		}
		rows = append(rows, helpRow{name, text})
	})
	return rows
}

// languageOf is the language that the arguments ask for, before anything has
// parsed them: also the help and the errors of parsing are in it.
func languageOf(args []string) string {
	for i, a := range args {
		if a == "--" {
			break
		}
		if value, ok := strings.CutPrefix(a, "--lang="); ok {
			return value
		}
		if a == "--lang" && i+1 < len(args) {
			return args[i+1]
		}
	}
	return ""
}
