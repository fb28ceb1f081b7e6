package cli

import (
	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

func newMan(p *Program) *cobra.Command {
	var dir string
	c := &cobra.Command{
		Use:  "man",
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			header := &doc.GenManHeader{Title: "GOFIX-NET", Section: "1", Source: "gofix-net " + p.Version, Manual: "gofix-net manual"}
			c.Root().DisableAutoGenTag = true
			if dir == "" {
				return doc.GenMan(c.Root(), header, p.Out)
			}
			if err := doc.GenManTree(c.Root(), header, dir); err != nil {
				return outputError("--output", err)
			}
			return nil
		},
	}
	c.Flags().StringVarP(&dir, "output", "o", "", "")
	return c
}
