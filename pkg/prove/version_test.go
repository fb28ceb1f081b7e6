package prove

import (
	"strings"
	"testing"

	"golang.org/x/mod/modfile"
)

func TestLower(t *testing.T) {
	for _, c := range []struct{ story, mod, have, want string }{
		{"the toolchain line goes, the go line is old enough", "module m\n\ngo 1.20\n\ntoolchain go1.99.0\n", "go1.26.8", "module m\n\ngo 1.20\n"},
		{"a newer go line becomes the installed release's", "module m\n\ngo 1.99\n", "go1.26.8", "module m\n\ngo 1.26.8\n"},
		{"an old release reads only a language version", "module m\n\ngo 1.99.1\n\ntoolchain go1.99.2\n", "go1.20.5", "module m\n\ngo 1.20\n"},
		{"without a go line there is none", "module m\n\ntoolchain go1.99.2\n", "go1.26.8", "module m\n"},
	} {
		f, err := modfile.Parse("go.mod", []byte(c.mod), nil)
		if err != nil {
			t.Fatal(err)
		}
		got, err := lower(f, c.have)
		if err != nil || strings.TrimSpace(string(got)) != strings.TrimSpace(c.want) {
			t.Errorf("%s: %q, %v, want %q", c.story, got, err, c.want)
		}
	}
}
