package protocol

import (
	"testing"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// TestAHalfLineOfALargeGoSumIsNoMistake: what the bound cuts is not held against the
// file, and a wrong line before the cut is.
func TestAHalfLineOfALargeGoSumIsNoMistake(t *testing.T) {
	t.Parallel()
	const good = "a.example/m v1.0.0 h1:AAAA=\n"
	for _, c := range []struct {
		text string
		cut  bool
		want string
	}{
		{good + "a.example/m v1.0", true, ""},
		{good + "a.example/m v1.0", false, "malformed go.sum: go.sum:2: wrong number of fields 2"},
		{"<<<<<<< HEAD\n" + good + "a.exam", true, "malformed go.sum: go.sum:1: wrong number of fields 2"},
	} {
		env := &probe.Env{
			Settings: &settings.Snapshot{Module: settings.Module{GoMod: "go.mod", GoSums: []string{"go.sum"}}},
			ReadFile: func(string, int64) ([]byte, bool, error) { return []byte(c.text), c.cut, nil },
		}
		if got := MalformedSum(env); got != c.want {
			t.Errorf("%q, cut %v: %q, want %q", c.text, c.cut, got, c.want)
		}
	}
}
