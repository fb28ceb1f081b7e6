package cli

import (
	"cmp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/report"
)

// newHelp is the help of commands, and the pages of causes: what doctor names can be
// read up without a network.
func newHelp(p *Program) *cobra.Command {
	list := false
	c := &cobra.Command{
		Use: "help [COMMAND | CAUSE]",
		RunE: func(c *cobra.Command, args []string) error {
			texts, err := p.language(c)
			if err != nil {
				return err
			}
			if list {
				return p.listPages(texts)
			}
			return p.helpOn(c.Root(), args, texts)
		},
		ValidArgsFunction: offer(p, func(*Program) []string { return causeNames() }),
	}
	c.Flags().BoolVar(&list, "list", false, "")
	return c
}

// helpOn shows the help of a command, or the page of a cause.
func (p *Program) helpOn(root *cobra.Command, args []string, texts *i18n.Texts) error {
	if len(args) == 0 {
		return root.Help()
	}
	if c, rest, err := root.Find(args); err == nil && c != root && len(rest) == 0 {
		return c.Help()
	}
	if len(args) == 1 && slices.Contains(causeNames(), args[0]) {
		return p.writePage(args[0], texts)
	}
	var names []string
	for _, c := range root.Commands() {
		names = append(names, c.Name())
	}
	return usage("usage.help", "name", strings.Join(args, " "), "meant", meant(args[0], slices.Concat(names, causeNames())))
}

func causeNames() []string {
	var out []string
	for _, id := range cause.IDs {
		out = append(out, string(id))
	}
	return out
}

// listPages lists every cause with what it is in a line.
func (p *Program) listPages(texts *i18n.Texts) error {
	s := report.NewSheet(p.display(p.Out, texts))
	var rows []helpRow
	for _, id := range causeNames() {
		first, _, _ := strings.Cut(p.pageOf(id, texts), "\n")
		rows = append(rows, helpRow{id, first})
	}
	writeRows(s, texts.T("help.causes", nil), rows)
	return s.Write(p.Out)
}

// pageOf is the Markdown of a cause's page; "" where there is none.
func (p *Program) pageOf(id string, texts *i18n.Texts) string {
	c := cause.Lookup(cause.ID(id))
	if c == nil {
		return ""
	}
	return strings.TrimSpace(c.Page(string(texts.Lang)))
}

// writePage writes the page of a cause for the terminal.
func (p *Program) writePage(id string, texts *i18n.Texts) error {
	s := report.NewSheet(p.display(p.Out, texts))
	s.Prose(0, "", id, report.Strong)
	s.Blank()
	writeMarkdown(s, cmp.Or(p.pageOf(id, texts), texts.T("help.nopage", nil)))
	return s.Write(p.Out)
}

// writeMarkdown lays out the Markdown of our own pages: headings, paragraphs, lists,
// and indented or fenced commands, which stay whole.
func writeMarkdown(s *report.Sheet, text string) {
	fenced := false
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		heading, isHeading := strings.CutPrefix(strings.TrimLeft(line, "#"), " ")
		switch {
		case strings.HasPrefix(line, "```"):
			fenced = !fenced
		case fenced:
			s.Line(4, line)
		case strings.HasPrefix(line, "    "):
			s.Line(0, line)
		case strings.HasPrefix(line, "#") && isHeading:
			s.Heading(heading)
		case strings.HasPrefix(line, "- "):
			s.Prose(2, "- ", strings.ReplaceAll(line[2:], "`", ""), report.Plain)
		case line == "":
			s.Blank()
		default:
			s.Prose(0, "", strings.ReplaceAll(line, "`", ""), report.Plain)
		}
	}
}
