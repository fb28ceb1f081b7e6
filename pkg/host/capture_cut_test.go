package host

import (
	"strings"
	"testing"
)

// TestEndsKeepWholeLines: a server can place a secret where the text is cut. No half of
// it is kept.
func TestEndsKeepWholeLines(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ what, said, want string }{
		{"all of it", "one\ntwo\n", "one\ntwo\n"},
		{"lines", "first\nhunter2hunter2\n" + strings.Repeat("x\n", 40) + "hunter2hunter2\nlast\n", "first\n…\nlast\n"},
		{"an endless line before the last", strings.Repeat("x", 60) + "\nlast\n", strings.Repeat("x", 11) + "\n…\nlast\n"},
	} {
		e := newEnds(24, nil)
		for _, b := range []byte(c.said) {
			_, _ = e.Write([]byte{b})
		}
		if got := string(e.bytes()); got != c.want {
			t.Errorf("%s: got %q, want %q", c.what, got, c.want)
		}
	}
}

// TestStringsKeepWholeWords: the cut of a long JSON string is between two words.
func TestStringsKeepWholeWords(t *testing.T) {
	t.Parallel()
	secret := strings.Repeat("hunter2", 9)
	for at := MaxJSONString - 2*len(secret); at < MaxJSONString+2; at++ {
		said := `{"Error":"` + strings.Repeat("x ", at/2) + secret + strings.Repeat(" y", 100) + `"}`
		s := &shortStrings{limit: MaxJSONString}
		got := string(s.cut([]byte(said)))
		if strings.Contains(strings.ReplaceAll(got, secret, ""), "hunter") {
			t.Fatalf("a part of a word is kept: …%s", got[len(got)-100:])
		}
		if len(got) < MaxJSONString-word(MaxJSONString) || !strings.HasSuffix(got, `"}`) {
			t.Fatalf("%d bytes are kept, the end is %q", len(got), got[len(got)-10:])
		}
	}
}

// TestEndsKeepWholeWords: a line without an end is cut between two words.
func TestEndsKeepWholeWords(t *testing.T) {
	t.Parallel()
	const limit = 4 << 10
	secret := strings.Repeat("hunter2", 9)
	for at := limit/2 - 2*len(secret); at < limit/2+2; at++ {
		said := strings.Repeat("x ", at/2) + secret + strings.Repeat(" y", limit) + " " + secret + strings.Repeat(" z", at/2)
		e := newEnds(limit, nil)
		_, _ = e.Write([]byte(said))
		got := string(e.bytes())
		if strings.Contains(strings.ReplaceAll(got, secret, ""), "hunter") {
			t.Fatalf("a part of a word is kept: %q", got[limit/2-100:limit/2+100])
		}
		if len(got) < limit-2*word(limit) || !strings.Contains(got, "\n…\n") {
			t.Fatalf("%d bytes are kept", len(got))
		}
	}
}
