package learn

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/host"
)

// TestLearner: after a failure, those are asked whom go and git have asked, and what they
// answer becomes known.
func TestLearner(t *testing.T) {
	t.Parallel()
	const secret, sums = "Vk9-t0psecr.Et", "go: example.test/m@v1.0.0: git ls-remote -q https://git.test/m.git in /tmp/x: exit status 128:\n\tfatal: Authentication failed for 'https://git.test/m.git/'\n"
	for _, c := range []struct {
		name, variable string
		args           []string // of the program that failed
		attached       bool     // it is the command of run
		said           string   // by it
		helper         string   // the program that is asked
		answer         string
		known          bool
		settings       string // git's, of helpers
	}{
		{"git's helper, for the repository that go names", "GIT_ASKPASS=x", []string{"go", "mod", "download"}, false, sums, "git", "username=me\npassword=" + secret + "\n", true, ""},
		{"git's helper, for what git was asked", "GIT_ASKPASS=x", []string{"git", "ls-remote", "-q", "https://git.test/m"}, false, "fatal: no\n", "git", "password=" + secret + "\n", true, ""},
		{"in JSON", "GIT_ASKPASS=x", []string{"go", "mod", "download", "-json"}, false, `{"Error":"git fetch -f https://git.test/m refs: exit status 128"}`, "git", "password=" + secret + "\n", true, ""},
		{"the command of run", "GIT_ASKPASS=x", []string{"make"}, true, sums, "git", "password=" + secret + "\n", true, ""},
		{"GOAUTH's command", "GOAUTH=tool login", []string{"go", "mod", "download"}, false, "403", "tool", "https://h.test/\n\nAuthorization: Bearer " + secret + "\n\n", true, ""},
		{"GOAUTH's command, of run", "GOAUTH=tool login", []string{"go", "build"}, true, "go: reading https://h.test/: 403", "tool", "https://h.test/\n\nAuthorization: Bearer " + secret + "\n\n", true, ""},
		{"a token and no header", "GOAUTH=cat token", []string{"go", "mod", "download"}, false, "403", "cat", secret + "\n", true, ""},
		{"nobody to ask", "X=y", []string{"go", "mod", "download"}, false, sums, "git", "password=" + secret + "\n", false, ""},
		{"a helper of settings that were not read", "X=y", []string{"go", "mod", "download"}, false, sums, "git", "password=" + secret + "\n", true, "credential.helper\nx\x00"},
		{"a host that git was not at", "GIT_ASKPASS=x", []string{"go", "mod", "download"}, false, "reading https://proxy.test/x: 403", "git", "password=" + secret + "\n", false, ""},
		{"a name is no secret", "GIT_ASKPASS=x", []string{"git", "fetch", "https://git.test/m"}, false, "no", "git", "username=" + secret + "\n", false, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			m := host.System()
			m.Environ = func() []string { return []string{c.variable} }
			m.HomeDir = func() (string, error) { return t.TempDir(), nil }
			m.Run = func(_ context.Context, cmd host.Command) (host.Output, error) {
				switch {
				case slices.Equal(cmd.Args[:min(2, len(cmd.Args))], []string{"git", "config"}):
					return host.Output{Stdout: []byte(c.settings)}, nil
				case cmd.Args[0] == c.helper && (cmd.Args[0] != "git" || cmd.Args[1] == "credential"):
					if c.helper == "git" && !slices.Contains(cmd.Env, "SSH_ASKPASS") {
						t.Error("git would ask by a window")
					}
					return host.Output{Stdout: []byte(c.answer)}, nil
				case slices.Equal(cmd.Args, c.args):
					return host.Output{Stderr: []byte(c.said), Code: 1}, nil
				}
				t.Errorf("%q is run", cmd.Args)
				return host.Output{}, nil
			}
			m.Attach = func(a host.Attachment) (host.Ended, error) {
				_, err := io.WriteString(a.Copy, c.said)
				return host.Ended{Code: 1}, err
			}
			known := &foreign.Secrets{}
			learned, _ := From(m, known)
			if c.attached {
				var kept strings.Builder
				if _, err := learned.Attach(host.Attachment{Args: c.args, Copy: &kept}); err != nil || kept.String() != c.said {
					t.Errorf("%q, %v", kept.String(), err)
				}
			} else if _, err := learned.Run(t.Context(), host.Command{Args: c.args}); err != nil {
				t.Fatal(err)
			}
			if got := known.Mask("said "+secret) == "said "+foreign.Mask; got != c.known {
				t.Errorf("the secret is known: %v, want %v", got, c.known)
			}
		})
	}
}

// TestFilesThatSettingsName: an included file of git, its stored credentials and its
// cookies.
func TestFilesThatSettingsName(t *testing.T) {
	t.Parallel()
	const secret, other = "Vk9-t0psecr.Et", "w0rd-of.Another9"
	for name, files := range map[string]map[string]string{
		"an included header":     {".gitconfig": "[include]\n\tpath = inc\n", "inc": "[http]\n\textraHeader = PRIVATE-TOKEN: " + secret + "\n"},
		"an included one of two": {".gitconfig": "[includeIf \"gitdir:/x\"]\n\tpath = \"~/a/inc\"\n", "a/inc": "[include]\npath=more\n", "a/more": "[http]\nextraheader = Authorization: Bearer " + secret + "\n"},
		"credentials in a file":  {".gitconfig": "[credential]\n\thelper = store --file ~/kept\n", "kept": "https://me:" + secret + "@git.test\n"},
		"credentials in quotes":  {".gitconfig": "[credential]\n\thelper = \"store --file='~/my kept'\"\n", "my kept": "https://me:" + secret + "@git.test\n"},
		"a jar of cookies":       {".gitconfig": "[http]\n\tcookieFile = ~/jar\n", "jar": "# Netscape\ngit.test\tFALSE\t/\tTRUE\t0\tsession\t" + secret + "\n"},
		"a circle ends":          {".gitconfig": "[include]\n\tpath = .gitconfig\n[http]\nextraheader = X: " + secret + "\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			for file, text := range files {
				file = filepath.Join(dir, filepath.FromSlash(file))
				if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			m := host.System()
			m.Environ = func() []string { return nil }
			m.HomeDir = func() (string, error) { return dir, nil }
			known := &foreign.Secrets{}
			From(m, known)
			if got := known.Mask(secret + " " + other); got != foreign.Mask+" "+other {
				t.Errorf("got %q", got)
			}
		})
	}
}

// TestIncludesThatMultiply: each of some files includes the next one twenty times. Each is
// read once.
func TestIncludesThatMultiply(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	m := host.System()
	m.Environ = func() []string { return nil }
	m.HomeDir = func() (string, error) { return dir, nil }
	read := 0
	m.ReadFile = func(name string, _ int64) ([]byte, bool, error) {
		read++
		base := filepath.Base(name)
		if base != ".gitconfig" && !strings.HasPrefix(base, "i") {
			return nil, false, os.ErrNotExist
		}
		return []byte("[include]\n" + strings.Repeat("path = i"+base+"\n", 20)), false, nil
	}
	From(m, &foreign.Secrets{})
	if read > maxIncluded+20 {
		t.Errorf("%d files are read", read)
	}
}

// TestLoginsThatTheProgramGets: what GOAUTH's commands and git's helpers answer to the
// program itself is known at once, before a request carries it.
func TestLoginsThatTheProgramGets(t *testing.T) {
	t.Parallel()
	const secret = "Vk9-t0psecr.Et"
	for _, c := range []struct {
		args   []string
		answer string
		known  bool
	}{
		{[]string{"my tool", "login"}, "https://h.test/\n\nAuthorization: Bearer " + secret + "\n\n", true},
		{[]string{"my tool", "login", "https://h.test/m"}, "https://h.test/\n\nX-Key: " + secret + "\n\n", true},
		{[]string{"git", "credential", "fill"}, "username=me\npassword=" + secret + "\n", true},
		{[]string{"uname", "-a"}, secret + "\n", false},
		{[]string{"my tool", "other"}, secret + "\n", false},
	} {
		m := host.System()
		m.Environ = func() []string { return []string{`GOAUTH=netrc; "my tool" login`} }
		m.HomeDir = func() (string, error) { return t.TempDir(), nil }
		m.Run = func(context.Context, host.Command) (host.Output, error) {
			return host.Output{Stdout: []byte(c.answer)}, nil
		}
		known := &foreign.Secrets{}
		learned, _ := From(m, known)
		if _, err := learned.Run(t.Context(), host.Command{Args: c.args}); err != nil {
			t.Fatal(err)
		}
		if got := known.Mask("said "+secret) == "said "+foreign.Mask; got != c.known {
			t.Errorf("%q: the secret is known: %v, want %v", c.args, got, c.known)
		}
	}
}
