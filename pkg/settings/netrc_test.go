package settings

import (
	"slices"
	"strings"
	"testing"
)

func TestNetrcHosts(t *testing.T) {
	for _, c := range []struct {
		why, text string
		want      []string
	}{
		{"one line", "machine Git.Corp.example login u password p", []string{"git.corp.example"}},
		{"several lines and a default", "machine a.example\n login u\nmachine b.example:8443\ndefault login x", []string{"a.example", "b.example:8443"}},
		{"twice", "machine a.example login u\nmachine a.example login v", []string{"a.example"}},
		{"a macro with the word in it", "macdef init\nmachine no.example\n\nmachine yes.example", []string{"yes.example"}},
		{"the word at the end", "machine", nil},
		{"nothing", "", nil},
	} {
		if got := netrcHosts(c.text); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.why, got, c.want)
		}
	}
}

func FuzzNetrcHosts(f *testing.F) {
	f.Add("machine a.example login u password machine")
	f.Add("macdef x\nmachine y\n\n")
	f.Fuzz(func(t *testing.T, text string) {
		for _, h := range netrcHosts(text) {
			if h == "" || strings.ContainsAny(h, " \t\n") {
				t.Errorf("%q gives %q", text, h)
			}
		}
	})
}
