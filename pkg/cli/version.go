package cli

import (
	"errors"
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"github.com/gofix-net/gofix-net/pkg/release"
)

func newVersion(p *Program) *cobra.Command {
	var verify, key string
	c := &cobra.Command{
		Use:  "version [--verify FILE]",
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if verify != "" {
				return p.verifyFile(c, verify, key)
			}
			if key != "" {
				return usage("usage.version.key")
			}
			_, err := fmt.Fprintf(p.Out, "gofix-net %s %s/%s %s\n", p.Version, runtime.GOOS, runtime.GOARCH, runtime.Version())
			return err
		},
	}
	c.Flags().StringVar(&verify, "verify", "", "")
	c.Flags().StringVar(&key, "key", "", "")
	return c
}

// verifyFile says whether a downloaded file is a released one.
func (p *Program) verifyFile(c *cobra.Command, file, key string) error {
	texts, err := p.language(c)
	if err != nil {
		return err
	}
	if key == "" {
		key = p.ReleaseKey
	}
	v, err := release.Verify(file, key)
	switch {
	case errors.Is(err, release.ErrNoKey):
		return usage("usage.version.nokey")
	case errors.Is(err, release.ErrUnsigned):
		return usage("usage.version.unsigned", "file", file)
	case errors.Is(err, release.ErrSignature):
		return told("version.refused.signature", "file", file)
	case errors.Is(err, release.ErrChecksum):
		return told("version.refused.checksum", "file", file)
	case errors.Is(err, release.ErrNotListed):
		return told("version.refused.unlisted", "file", file)
	case err != nil:
		return outputError("--verify", err)
	}
	_, err = fmt.Fprintln(p.Out, texts.T("version.verified", map[string]string{"file": file, "signed": v.Signed, "key": v.Key, "sum": v.SHA256}))
	return err
}
