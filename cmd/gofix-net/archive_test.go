package main

import "testing"

func TestReleaseOfASourceArchive(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		archived:                "", // of a working tree
		"":                      "",
		"\n":                    "", // no tag
		"v1.2.3\n":              "1.2.3",
		"v1.2.3-5-g0123abc\r\n": "1.2.3-5-g0123abc",
	} {
		if got := releaseOf(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
