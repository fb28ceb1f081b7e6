package cli

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// What a flag of one list completes is what it takes, and its help says the same.
func TestChoices(t *testing.T) {
	t.Parallel()
	var seen int
	everyCommand(newRoot(nowhere(new(bytes.Buffer), new(bytes.Buffer))), func(c *cobra.Command) {
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			taken, ok := f.Value.(*choice)
			if !ok {
				return
			}
			seen++
			var out, said bytes.Buffer
			args := append(strings.Fields(c.CommandPath())[1:], "--"+f.Name, "")
			if code := run(context.Background(), nowhere(&out, &said), append([]string{"__complete"}, args...)); code != exitOK {
				t.Errorf("%s: exit code %d", args, code)
			}
			if got := strings.Fields(out.String()); !slices.Equal(got[:min(len(got), len(taken.list))], taken.list) {
				t.Errorf("%s: completes %q, takes %q", args, got, taken.list)
			}
			if !slices.Contains(taken.list, f.DefValue) || taken.Set("no-such-value") == nil {
				t.Errorf("%s: presets %q, or takes anything", args, f.DefValue)
			}
		})
	})
	if seen < 10 {
		t.Errorf("only %d flags take one of a list", seen)
	}
}
