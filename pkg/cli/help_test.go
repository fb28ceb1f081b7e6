package cli

import (
	"bytes"
	"context"
	"strings"
	"syscall"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

// nowhere is a program with an empty environment, whose streams are no terminal.
func nowhere(out, err *bytes.Buffer) *Program {
	m := host.System()
	m.Environ = func() []string { return nil }
	return &Program{
		Version: "test", Machine: m, In: strings.NewReader(""), Out: out, Err: err,
		Terminal: func(any) (int, bool) { return 0, false },
	}
}

func TestEveryCommandAndFlagHasWords(t *testing.T) {
	for _, lang := range i18n.Langs {
		texts, err := i18n.New(lang)
		if err != nil {
			t.Fatal(err)
		}
		p := nowhere(&bytes.Buffer{}, &bytes.Buffer{})
		root := newRoot(p)
		localize(p, root, texts)()
		everyCommand(root, func(c *cobra.Command) {
			if c.Hidden {
				return
			}
			if c.Short == "" || strings.Contains(c.Short+c.Long, "[help.") {
				t.Errorf("%s: %s has no words: %q %q", lang, c.CommandPath(), c.Short, c.Long)
			}
			if shell := c.HasParent() && c.Parent().Name() == "completion"; c.Example == "" && !shell {
				t.Errorf("%s: %s has no example", lang, c.CommandPath())
			}
			c.LocalFlags().VisitAll(func(f *pflag.Flag) {
				if f.Usage == "" || strings.Contains(f.Usage, "[help.") || strings.HasSuffix(f.Usage, ": ") {
					t.Errorf("%s: %s --%s has no words: %q", lang, c.CommandPath(), f.Name, f.Usage)
				}
			})
		})
	}
}

// TestWrongUsage says everything wrong that can be said, in every language: the
// exit code is that of wrong usage, and the words are there.
func TestWrongUsage(t *testing.T) {
	need.Long(t)
	dir := t.TempDir()
	for _, c := range []struct{ args, en string }{
		{"dcotor", `there is no command "dcotor"; did you mean doctor?`},
		{"xyzzy", `there is no command "xyzzy"`},
		{"doctor more", `gofix-net doctor takes no argument, but got "more"`},
		{"doctor --foo", "gofix-net doctor has no flag --foo"},
		{"doctor -q", "gofix-net doctor has no flag -q"},
		{"doctor --format", "--format needs a value"},
		{"doctor --format picture", "--format picture: it takes one of text, json"},
		{"doctor --fail-on never-ever", "--fail-on"},
		{"doctor --timeout soon", "--timeout soon: needs a number with a unit"},
		{"doctor --timeout 0s", "is too short"},
		{"doctor --only nonsense", `there is no probe "nonsense"`},
		{"doctor --module bad", "--module bad: "},
		{"doctor --redact --no-redact", "--redact and --no-redact exclude each other"},
		{"doctor --lang fr", `--lang: unknown language "fr": it must be en or zh`},
		{"apply", "apply asks before it writes, and there is no terminal to ask on"},
		{"apply --yes --dry-run", "--yes and --dry-run exclude each other"},
		{"apply --yes --format xml", "--format"},
		{"explain a b", "gofix-net explain reads one file, but got 2"},
		{"explain " + dir, "is a directory; name a file"},
		{"explain --format xml", "--format"},
		{"trace", "trace takes one argument"},
		{"trace --all --get", "give one of them"},
		{"trace --all x.example/y", `--all takes no module, but got "x.example/y"`},
		{"trace --timeout -1s x.example/y", "is too short"},
		{"trace --format xml x.example/y", "--format"},
		{"undo a b", "gofix-net undo takes one ID, but got 2 arguments"},
		{"profile show", "gofix-net profile show takes one argument: a profile's name or file"},
		{"profile validate", "gofix-net profile validate takes one argument: a file"},
		{"run", "run needs a command"},
		{"profile shw china", `there is no command "profile shw"; did you mean profile show?`},
		{"completion bash more", `gofix-net completion bash takes no argument, but got "more"`},
		{"completion bsh", "did you mean completion bash"},
		{"profile show chna", `there is no profile "chna"; did you mean china?`},
		{"apply --yes --profile chna", "did you mean china?"},
		{"run --format xml true", "--format"},
	} {
		for _, lang := range i18n.Langs {
			var out, said bytes.Buffer
			args := append([]string{"--lang", string(lang)}, strings.Fields(c.args)...)
			if code := run(context.Background(), nowhere(&out, &said), args); code != exitUsage {
				t.Errorf("%s, %s: exit code %d, want %d", c.args, lang, code, exitUsage)
			}
			text := said.String()
			if strings.Contains(text, "[usage.") || strings.Contains(text, "<no value>") || out.Len() > 0 {
				t.Errorf("%s, %s: says %q, and on standard output %q", c.args, lang, text, out.String())
			}
			if lang == i18n.En && !strings.Contains(text, c.en) {
				t.Errorf("%s: says %q, want %q", c.args, text, c.en)
			}
		}
	}
}

func TestHelpIsInTheLanguageAskedFor(t *testing.T) {
	var out, said bytes.Buffer
	if code := run(context.Background(), nowhere(&out, &said), []string{"apply", "--help", "--lang=zh"}); code != exitOK {
		t.Fatalf("exit code %d: %s", code, said.String())
	}
	if text := out.String(); !strings.Contains(text, "用法：") || !strings.Contains(text, "--dry-run") {
		t.Errorf("help: %s", text)
	}
	for _, line := range strings.Split(out.String(), "\n") {
		if len([]rune(line)) > 80 {
			t.Errorf("longer than a line: %q", line)
		}
	}
}

// TestHelpLooksAsItIsMeant: it begins with a sentence, and a command to copy is indented,
// also the first one.
func TestHelpLooksAsItIsMeant(t *testing.T) {
	for args, want := range map[string]string{
		"completion bash --help": "For this shell only:\n\n  source <(gofix-net completion bash)\n",
		"profile list --help":    "The built-in profiles and your own\n",
		"help --list":            "Pages:\n",
	} {
		var out, said bytes.Buffer
		if code := run(context.Background(), nowhere(&out, &said), append(strings.Fields(args), "--lang=en")); code != exitOK {
			t.Errorf("%s: exit code %d: %s", args, code, said.String())
		}
		if !strings.HasPrefix(out.String(), want) {
			t.Errorf("%s begins with %.80q, want %q", args, out.String(), want)
		}
	}
}

// full is a stream on which nothing fits, as /dev/full is.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, syscall.ENOSPC }

// TestAFullDiskIsToldWithoutUsage: what could not be written is an error of its own,
// of help too.
func TestAFullDiskIsToldWithoutUsage(t *testing.T) {
	for _, args := range []string{"help", "doctor --help", "help --list", "help offline", "version", "emit --list", "profile list", "completion bash"} {
		var said bytes.Buffer
		p := nowhere(nil, &said)
		p.Out = full{}
		if code := run(context.Background(), p, strings.Fields(args)); code != exitInternal {
			t.Errorf("%s: exit code %d, want %d", args, code, exitInternal)
		}
		if text := said.String(); !strings.Contains(text, syscall.ENOSPC.Error()) || strings.Contains(text, "--help") {
			t.Errorf("%s: says %q", args, text)
		}
	}
	var out, said bytes.Buffer
	if code := run(context.Background(), nowhere(&out, &said), []string{"explain", "/nowhere/build.log"}); code != exitUsage || strings.Contains(said.String(), "--help") {
		t.Errorf("an unreadable log: exit code %d: %s", code, said.String())
	}
}

// TestValuesAreCompleted asks for the values of flags and arguments as a shell does.
func TestValuesAreCompleted(t *testing.T) {
	for _, c := range []struct{ args, offers string }{
		{"doctor --format ", "markdown"}, {"doctor --only d", "dns"}, {"doctor --only dns,t", "dns,tcp"}, {"doctor --skip ", "tls"}, {"doctor --fail-on ", "never"},
		{"doctor --lang ", "zh"}, {"apply --profile c", "china"}, {"lint --as dock", "dockerfile"}, {"lint --profile ", "global"},
		{"mirrors --use ", "https://goproxy.cn"}, {"emit kub", "kubernetes"}, {"emit allowlist --format ", "squid"}, {"help off", "offline"},
		{"profile show ", "direct"}, {"profile diff ", "offline"}, {"profile ", "patterns"}, {"completion ", "fish"}, {"", "doctor"},
	} {
		var out, said bytes.Buffer
		args := append([]string{"__complete"}, strings.Split(c.args, " ")...)
		if code := run(context.Background(), nowhere(&out, &said), args); code != exitOK {
			t.Errorf("%q: exit code %d: %s", c.args, code, said.String())
		}
		if !strings.Contains("\n"+out.String(), "\n"+c.offers) {
			t.Errorf("%q: offers %q, want %s", c.args, out.String(), c.offers)
		}
	}
}
