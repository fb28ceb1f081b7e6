package cli

import (
	"bytes"
	"io"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/foreign"
)

// TestADocumentIsGuardedAsItsFormatSays: what a document begins with may have come from
// outside, and decides nothing.
func TestADocumentIsGuardedAsItsFormatSays(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind       foreign.Kind
		text, want string
	}{
		{foreign.Plain, "::warning ::owned\n", ": :warning ::owned\n"},
		{foreign.Screen, "::warning ::owned\n", ": :warning ::owned\n"},
		{foreign.Commands, "::warning ::ours\n", "::warning ::ours\n"},
		{foreign.Plain, "{\n::error ::owned\n", "{\n: :error ::owned\n"},
		{foreign.Screen, "{\x1b[31mred", "{\uFFFD[31mred"},
	} {
		var out bytes.Buffer
		p := &Program{Out: &foreign.Writer{W: &out, Secrets: &foreign.Secrets{}, Kind: foreign.Plain}, secrets: &foreign.Secrets{}}
		if err := p.emit("", c.kind, func(w io.Writer) error { _, err := io.WriteString(w, c.text); return err }); err != nil {
			t.Fatal(err)
		}
		if out.String() != c.want {
			t.Errorf("kind %v of %q: got %q, want %q", c.kind, c.text, out.String(), c.want)
		}
	}
}
