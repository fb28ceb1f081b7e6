package cli

import (
	"io"
	"strings"
	"testing"
)

// TestPackedIsNoText: a packed log is refused with the command that unpacks it, and
// text is passed on as it is.
func TestPackedIsNoText(t *testing.T) {
	t.Parallel()
	for begins, want := range map[string]string{
		"PK\x03\x04rest": "unzip -p", "\x1f\x8b\x08": "gzip -dc", "BZh9": "bzip2 -dc", "\xfd7zXZ\x00": "xz -dc", "\x28\xb5\x2f\xfd": "zstd -dc",
		"PK of this": "", "": "", "go: x": "",
	} {
		for _, name := range []string{"", "a.log", "a b;c"} {
			got, err := io.ReadAll(&plainText{Reader: strings.NewReader(begins), name: name})
			if want == "" {
				if err != nil || string(got) != begins {
					t.Errorf("%q: %q, %v", begins, got, err)
				}
				continue
			}
			if err == nil || len(got) != 0 {
				t.Fatalf("%q is taken for text: %q", begins, got)
			}
			if said := err.Error(); !strings.Contains(said, want) || strings.Contains(said, want+" a b") {
				t.Errorf("%q: %s", begins, said)
			}
		}
	}
}
