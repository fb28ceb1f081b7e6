package cli

import (
	"bytes"
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// harmless are the commands that neither write nor use a network, whatever their
// arguments are, without the flags by which they do.
var harmless = []string{"lint", "emit", "profile", "undo", "version", "help", "explain", "completion"}

// writes reports whether a command line may write or start something.
func writes(args []string) bool {
	for _, a := range args {
		name := strings.TrimLeft(a, "-")
		for _, w := range []string{"output", "o", "write-baseline", "fix", "save", "discard", "doctor"} {
			if strings.HasPrefix(name, w) {
				return true
			}
		}
		if strings.HasPrefix(a, "-") && strings.Contains(a, "o") && !strings.HasPrefix(a, "--") {
			return true
		}
	}
	return len(args) == 0 || !slices.Contains(harmless, args[0]) || args[0] == "undo" && !slices.Contains(args, "--list")
}

// FuzzCommandLine: whatever the arguments are, a line that is refused says why, and nothing
// is a failure of this program. A zero byte parts the arguments.
func FuzzCommandLine(f *testing.F) {
	for _, line := range []string{
		"", "lint", "lint --nope", "lint --as", "lint nonexistent", "lint --baseline= .", "emit", "emit dockerfile --profile", "emit nothing", "profile show ../x", "profile validate .",
		"profile patterns x", "undo --list more", "undo --list=maybe", "version --verify", "version --verify . --key x", "help x y", "help goproxy-unreachable", "explain .", "explain -- - -",
		"explain --format= x", "completion bash x", "completion", "lint --lang", "lint --lang= \xff\xfe", "help \x1b[31m", "emit %s%n {{.}}", "lint --as dockerfile \u202e", "profile diff --", "version -",
	} {
		f.Add(strings.ReplaceAll(line, " ", "\x00"))
	}
	f.Fuzz(func(t *testing.T, line string) {
		args := strings.Split(line, "\x00")
		if len(line) > 4<<10 || writes(args) || slices.ContainsFunc(args, func(a string) bool { return filepath.IsAbs(a) || strings.Contains(a, "..") }) {
			return
		}
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		var out, said bytes.Buffer
		p := nowhere(&out, &said)
		switch code := run(ctx, p, args); {
		case ctx.Err() != nil:
			t.Errorf("%q goes on", args)
		case code != exitOK && code != exitFound && code != exitUsage:
			t.Errorf("%q: exit code %d: %s", args, code, said.String())
		case code == exitUsage && said.Len()+out.Len() == 0:
			t.Errorf("%q: exit code %d without a word", args, code)
		case strings.ContainsAny(said.String()+out.String(), "\x1b\u202e"), strings.Contains(said.String()+out.String(), "<no value>"):
			t.Errorf("%q: %q, %q", args, out.String(), said.String())
		}
	})
}
