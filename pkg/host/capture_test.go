package host

import (
	"encoding/json"
	"strings"
	"testing"
)

// TestEnds: the beginning and the end are kept, in whatever pieces the output comes.
func TestEnds(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ said, want string }{
		{"", ""}, {"abc", "abc"}, {"abcdefgh", "abcdefgh"}, {"abcdefghi", "abcd\n…\nfghi"}, {"abcdefghijklmn", "abcd\n…\nklmn"},
	} {
		for piece := 1; piece <= 14; piece++ {
			e := newEnds(8, nil)
			for rest := c.said; rest != ""; rest = rest[min(piece, len(rest)):] {
				if n, err := e.Write([]byte(rest[:min(piece, len(rest))])); err != nil || n != min(piece, len(rest)) {
					t.Fatalf("wrote %d, %v", n, err)
				}
			}
			if got := string(e.bytes()); got != c.want {
				t.Errorf("%q in pieces of %d: %q, want %q", c.said, piece, got, c.want)
			}
		}
	}
}

// TestShortStrings: what is kept of JSON is JSON, and the rest of it is as it was.
func TestShortStrings(t *testing.T) {
	t.Parallel()
	type object struct{ Path, Error, Zip string }
	for _, long := range []string{"", "abc", strings.Repeat("\x1b", 100), strings.Repeat(`\"`, 100), strings.Repeat("é😀", 60), strings.Repeat("a", 16) + "\x1b", strings.Repeat(`\`, 99)} {
		data, err := json.Marshal(object{"example.com/m", long, "/zip"})
		if err != nil {
			t.Fatal(err)
		}
		for _, piece := range []int{1, 2, 3, 7, len(data)} {
			s := &shortStrings{limit: 16}
			var out []byte
			for rest := data; len(rest) > 0; rest = rest[min(piece, len(rest)):] {
				out = append(out, s.cut(rest[:min(piece, len(rest))])...)
			}
			var got object
			if err := json.Unmarshal(out, &got); err != nil {
				t.Errorf("%s: %v", out, err)
			} else if got.Path != "example.com/m" || got.Zip != "/zip" || len(long) < 10 && got.Error != long {
				t.Errorf("%s", out)
			}
			if len(out) > 100 {
				t.Errorf("%d bytes are kept", len(out))
			}
		}
	}
}
