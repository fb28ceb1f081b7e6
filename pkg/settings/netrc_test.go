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
		if got := netrcHosts(Netrc{Machines: netrcMachines(c.text, none)}); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.why, got, c.want)
		}
	}
}

func FuzzNetrcHosts(f *testing.F) {
	f.Add("machine a.example login u password machine")
	f.Add("macdef x\nmachine y\n\n")
	f.Fuzz(func(t *testing.T, text string) {
		for _, h := range netrcHosts(Netrc{Machines: netrcMachines(text, none)}) {
			if h == "" || strings.ContainsAny(h, " \t\n") {
				t.Errorf("%q gives %q", text, h)
			}
		}
	})
}

func none(string) string { return "" }

func TestNetrcMachines(t *testing.T) {
	t.Parallel()
	set := func(name string) string {
		return map[string]string{"HERE": "x"}[name]
	}
	for _, c := range []struct {
		text string
		want []NetrcMachine
	}{
		{"machine a login u password p", []NetrcMachine{{Name: "a", Login: true, Password: true}}},
		{"machine a login u\nmachine b password \"p q\"", []NetrcMachine{{Name: "a", Login: true}, {Name: "b", Password: true, Quoted: true}}},
		{"machine a\nlogin machine\npassword login", []NetrcMachine{{Name: "a", Login: true, Password: true}}},
		{"default login u password p", []NetrcMachine{{Login: true, Password: true}}},
		{"machine a login u password $CI_JOB_TOKEN", []NetrcMachine{{Name: "a", Login: true, Password: true, Variable: "CI_JOB_TOKEN"}}},
		{"machine a login ${HERE} password p", []NetrcMachine{{Name: "a", Login: true, Password: true, Variable: "HERE"}}},
		{"machine a login u password %HERE%", []NetrcMachine{{Name: "a", Login: true, Password: true, Variable: "HERE"}}},
		{"machine a login u password $NOTSET", []NetrcMachine{{Name: "a", Login: true, Password: true}}},
		{"machine a account x login u", []NetrcMachine{{Name: "a", Login: true}}},
	} {
		if got := netrcMachines(c.text, set); !slices.Equal(got, c.want) {
			t.Errorf("%q: %+v, want %+v", c.text, got, c.want)
		}
	}
}
