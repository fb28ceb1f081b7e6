package wire

import (
	"slices"
	"testing"
)

func TestParseNetrc(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, text string
		want       []netrcLine
	}{
		{"one line", "machine a.test login u password p\n", []netrcLine{{"a.test", "u", "p"}}},
		{"several lines", "machine a.test\n  login u\n  password p\nmachine b.test login v password q", []netrcLine{{"a.test", "u", "p"}, {"b.test", "v", "q"}}},
		{"default is ignored", "default login u password p\n", nil},
		{"macros are skipped", "macdef init\nmachine a.test login u password p\n\nmachine b.test login v password q\n", []netrcLine{{"b.test", "v", "q"}}},
		{"no password", "machine a.test login u\nmachine b.test login v password q\n", []netrcLine{{"b.test", "v", "q"}}},
	} {
		if got := parseNetrc(c.text); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func FuzzParseNetrc(f *testing.F) {
	f.Add("machine a login b password c")
	f.Add("macdef init\n\nmachine a login")
	f.Fuzz(func(t *testing.T, data string) {
		for _, l := range parseNetrc(data) {
			if l.machine == "" || l.login == "" || l.password == "" {
				t.Errorf("an incomplete machine counts: %q", data)
			}
		}
	})
}

// A GOAUTH that is set means nothing to a go command that does not know it.
func TestNetrcByGoVersion(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		toolchain, goauth string
		want              bool
	}{{"go1.23.12", "off", true}, {"go1.24.0", "off", false}, {"go1.23.12", "git /h", true}, {"go1.26.8", "git /h", false}, {"go1.26.8", "git /h;netrc", true}, {"go1.26.8", "", true}, {"", "off", false}} {
		if usesNetrc(c.toolchain, c.goauth) != c.want {
			t.Errorf("%s, GOAUTH=%s: want %v", c.toolchain, c.goauth, c.want)
		}
	}
}
