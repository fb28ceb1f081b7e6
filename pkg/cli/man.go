package cli

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/spf13/cobra"
)

func newMan(p *Program) *cobra.Command {
	var dir string
	c := &cobra.Command{
		Use:  "man",
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			texts, err := p.language(c)
			if err != nil {
				return err
			}
			date, err := releaseDate(p.Machine.Getenv("SOURCE_DATE_EPOCH"))
			if err != nil {
				return err
			}
			m := manual{texts: texts, version: p.Version, date: date}
			if dir == "" {
				_, err = io.WriteString(p.Out, m.page(c.Root()))
				return err
			}
			if err := m.write(c.Root(), dir); err != nil {
				return outputError("--output", err)
			}
			return nil
		},
	}
	c.Flags().StringVarP(&dir, "output", "o", "", "")
	return c
}

// releaseDate is the date of SOURCE_DATE_EPOCH, which a reproducible build sets
// (reproducible-builds.org/specs/source-date-epoch), and today without it.
func releaseDate(epoch string) (time.Time, error) {
	if epoch == "" {
		return time.Now(), nil
	}
	seconds, err := strconv.ParseInt(epoch, 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("read SOURCE_DATE_EPOCH, the seconds since 1970: %w", err)
	}
	return time.Unix(seconds, 0), nil
}

// write writes the pages of a command and those below it into a directory.
func (m manual) write(c *cobra.Command, dir string) error {
	if err := os.WriteFile(filepath.Join(dir, manName(c)+".1"), []byte(m.page(c)), 0o644); err != nil { //nolint:gosec // a page that all may read
		return err
	}
	for _, sub := range manCommands(c) {
		if err := m.write(sub, dir); err != nil {
			return err
		}
	}
	return nil
}
