package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/page"
	"github.com/gofix-net/gofix-net/pkg/report/formats"
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
		ValidArgsFunction: offer(p, func(*Program) []string { return cause.PageNames() }),
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
	if len(args) == 1 && slices.Contains(cause.PageNames(), args[0]) {
		return p.writePage(args[0], texts)
	}
	var names []string
	for _, c := range root.Commands() {
		names = append(names, c.Name())
	}
	return usage("usage.help", "name", strings.Join(args, " "), "meant", meant(args[0], slices.Concat(names, cause.PageNames())))
}

// listPages lists every page with what it is about in a line.
func (p *Program) listPages(texts *i18n.Texts) error {
	s := formats.NewSheet(p.display(p.Out, texts))
	var rows []helpRow
	for _, id := range cause.PageNames() {
		rows = append(rows, helpRow{id, page.Summary(pageOf(id, texts))})
	}
	writeRows(s, texts.T("help.causes", nil), rows)
	return s.Write(p.Out)
}

// pageOf is the Markdown of a page.
func pageOf(name string, texts *i18n.Texts) string { return cause.Page(string(texts.Lang), name) }

// writePage writes a page for the terminal.
func (p *Program) writePage(id string, texts *i18n.Texts) error {
	s := formats.NewSheet(p.display(p.Out, texts))
	s.Prose(0, "", id, formats.Strong)
	s.Blank()
	writeMarkdown(s, pageOf(id, texts))
	return s.Write(p.Out)
}

// writeMarkdown lays out one of our own pages. Code stays whole, however wide it is.
func writeMarkdown(s *formats.Sheet, text string) {
	last := page.Item
	for i, b := range page.Parse(text) {
		if i > 0 && last != page.Heading && !together(last, b.Kind) {
			s.Blank()
		}
		last = b.Kind
		switch b.Kind {
		case page.Heading:
			s.Heading(b.Text())
		case page.Item:
			s.Prose(2, "- ", b.Text(), formats.Plain)
		case page.Code:
			for _, line := range b.Lines {
				s.Line(4, line)
			}
		default:
			s.Prose(0, "", b.Text(), formats.Plain)
		}
	}
}

// together says that a block follows another without a blank line: the entries of a
// list, and the commands of an entry.
func together(above, below page.Kind) bool {
	inList := func(k page.Kind) bool { return k == page.Item || k == page.Code }
	return inList(above) && inList(below)
}
