package cli

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"
)

func TestNearest(t *testing.T) {
	words := []string{"apply", "doctor", "undo", "explain", "json", "junit", "goproxy-off"}
	for word, want := range map[string][]string{
		"aply": {"apply"}, "dcotor": {"doctor"}, "exp": {"explain"}, "jsno": {"json"}, "JSON": {"json"},
		"goproxy": {"goproxy-off"}, "x": nil, "": nil, "zzzzzz": nil, "apply": nil,
	} {
		if got := nearest(word, words); !slices.Equal(got, want) {
			t.Errorf("%q: got %q, want %q", word, got, want)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, x := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"a", "", 1}, {"abc", "abc", 0}, {"abc", "acb", 1}, {"abc", "ab", 1}, {"abc", "xyz", 3}, {"解释", "解", 1}} {
		if got := distance(x.a, x.b); got != x.want {
			t.Errorf("%q to %q: %d, want %d", x.a, x.b, got, x.want)
		}
	}
}

// TestACommandIsJudgedBeforeItsFlags says which word is wrong, and not that the
// right command has no such flag.
func TestACommandIsJudgedBeforeItsFlags(t *testing.T) {
	for args, want := range map[string]string{
		"aply --yes":              `there is no command "aply"; did you mean apply?`,
		"--lang zh aply --yes":    "apply",
		"doctor --formt json":     "did you mean --format?",
		"doctor --format jsno":    "did you mean json?",
		"doctor --only gopoxy":    "did you mean goproxy?",
		"doctor --timeout 5":      "needs a number with a unit",
		"undo --forse 2026-01-01": "did you mean --force?",
	} {
		var out, said bytes.Buffer
		code := run(context.Background(), nowhere(&out, &said), strings.Fields(args))
		if code != exitUsage || !strings.Contains(said.String(), want) {
			t.Errorf("%s: exit %d, says %q, want %q", args, code, said.String(), want)
		}
	}
}
