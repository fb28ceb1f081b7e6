package netlab

import (
	"strings"
	"testing"
)

func TestParseScenario(t *testing.T) {
	s, err := ParseScenario([]byte(`A dead proxy.
-- faults --
# the default proxy
proxy.golang.org drop
-- osenv --
GOFLAGS=-mod=mod
-- goenv --
GOPROXY=off
-- expect --
before hangs
says i/o timeout
verdict broken
cause goproxy-unreachable
after works
`))
	if err != nil {
		t.Fatal(err)
	}
	e := s.Expect
	if s.Story != "A dead proxy." || len(s.Faults) != 1 || s.OSEnv[0] != "GOFLAGS=-mod=mod" || s.Files["home/.config/go/env"] != "GOPROXY=off\n" {
		t.Errorf("got %+v", s)
	}
	if e.Before != "hangs" || e.Says[0] != "i/o timeout" || e.Cause != "goproxy-unreachable" || e.Doctor != 1 || e.Apply != 0 {
		t.Errorf("got %+v", e)
	}
}

func TestParseScenarioRefuses(t *testing.T) {
	for _, c := range []struct{ name, text, err string }{
		{"no story", "-- expect --\nverdict healthy\n", "story is missing"},
		{"no name", "x\n-- --\r\n", "without a name"},
		{"no expectation", "x\n-- faults --\n", "expect is missing"},
		{"an unknown section", "x\n-- fault --\n", "unknown section"},
		{"a way out of the lab", "x\n-- home/../../etc/passwd --\n", "unknown section"},
		{"an unknown fault", "x\n-- faults --\na explode\n", "unknown kind"},
		{"an unknown word", "x\n-- expect --\nresult broken\n", "unknown word"},
		{"an unknown verdict", "x\n-- expect --\nverdict bad\ncause none\nafter works\n", "verdict is \"bad\""},
		{"no cause", "x\n-- expect --\nverdict broken\nafter works\n", "cause is missing"},
		{"a healthy failure", "x\n-- expect --\nverdict healthy\ncause none\nafter unchanged\n", "does not work is broken"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := ParseScenario([]byte(c.text)); err == nil || !strings.Contains(err.Error(), c.err) {
				t.Errorf("error %v, want one that says %q", err, c.err)
			}
		})
	}
}

func FuzzParseScenario(f *testing.F) {
	f.Add([]byte("x\n-- expect --\nverdict broken\ncause offline\nafter unchanged\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if s, err := ParseScenario(data); err == nil && (s.Story == "" || s.Expect.Verdict == "") {
			t.Errorf("accepted %+v", s)
		}
	})
}
