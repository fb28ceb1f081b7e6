package netlab

import (
	"strings"
	"testing"
)

func TestParseFault(t *testing.T) {
	for _, c := range []struct{ name, line, host, path, arg, err string }{
		{"a host and a kind", "proxy.golang.org drop", "proxy.golang.org", "", "", ""},
		{"a port", "github.com:22 drop", "github.com", "", "", ""},
		{"a path with any text", "goproxy.cn/*.zip status 503", "goproxy.cn", "/*.zip", "503", ""},
		{"every host", "* unreachable", "*", "", "", ""},
		{"an address", "proxy.golang.org dns-address 198.51.100.9", "proxy.golang.org", "", "198.51.100.9", ""},
		{"a missing argument", "goproxy.cn status", "", "", "", "takes an argument"},
		{"an argument too many", "goproxy.cn drop 3", "", "", "", "takes no argument"},
		{"an unknown kind", "goproxy.cn explode", "", "", "", "unknown kind"},
		{"a status that is none", "goproxy.cn status 999", "", "", "", "not a final HTTP status"},
		{"a port that is none", "goproxy.cn:https drop", "", "", "", "port is not a number"},
		{"no host", "/x html", "", "", "", "no host"},
		{"a portal at one host", "goproxy.cn portal", "", "", "", "whole network"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, err := ParseFault(c.line)
			if c.err != "" {
				if err == nil || !strings.Contains(err.Error(), c.err) {
					t.Fatalf("error %v, want one that says %q", err, c.err)
				}
				return
			}
			if err != nil || f.Host != c.host || f.Path != c.path || f.Arg != c.arg {
				t.Errorf("got %+v, %v", f, err)
			}
		})
	}
}

func TestGlob(t *testing.T) {
	for _, c := range []struct {
		pattern, text string
		want          bool
	}{
		{"/a", "/a", true},
		{"/a", "/a/b", false},
		{"/sumdb/*", "/sumdb/sum.golang.org/supported", true},
		{"/*.zip", "/github.com/x/@v/v1.0.0.zip", true},
		{"/*.zip", "/github.com/x/@v/v1.0.0.mod", false},
		{"/*/@v/*.info", "/a/b/@v/v1.info", true},
		{"/*/@v/*.info", "/a/b/@latest", false},
	} {
		if got := glob(c.pattern, c.text); got != c.want {
			t.Errorf("glob(%q, %q) = %v", c.pattern, c.text, got)
		}
	}
}

func FuzzParseFault(f *testing.F) {
	f.Add("proxy.golang.org drop")
	f.Add("a:1/b status 500 x y")
	f.Fuzz(func(t *testing.T, line string) {
		if p, err := ParseFault(line); err == nil && (p.Host == "" || p.Kind == "") {
			t.Errorf("%q was accepted as %+v", line, p)
		}
	})
}
