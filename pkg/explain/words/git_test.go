package words

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestGitTable(t *testing.T) {
	t.Parallel()
	if n := len(gitSentences.Get()); n < 200 {
		t.Fatalf("%d sentences", n)
	}
	for _, s := range gitSentences.Get() {
		line := "x: " + strings.Join(s.parts, "refs/tags/v1.0.0") + "."
		if got := Git(line); got != s.meaning {
			t.Errorf("%q: got %q, want %q", line, got, s.meaning)
		}
		switch s.meaning {
		case Locked, Forbidden, Damaged, NoRef, Login, Unreadable, Protocol, Transfer:
		default:
			t.Errorf("%q: unknown meaning %q", line, s.meaning)
		}
	}
	for _, line := range []string{"", "ok", "go: downloading example.com/a v1.0.0", "fatal: ", "致命错误："} {
		if got := Git(line); got != "" {
			t.Errorf("%q: got %q", line, got)
		}
	}
}

// TestGitOfThisSystem reads the translations of git that are installed here, of
// whatever release.
func TestGitOfThisSystem(t *testing.T) {
	t.Parallel()
	files, _ := filepath.Glob("/usr/share/locale*/*/LC_MESSAGES/git.mo")
	quote := strings.NewReplacer("“", `"`, "”", `"`, "%s", "objects/aa/11", "%1$s", "a", "%2$s", "b")
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		texts := catalogue(data)
		for english, want := range map[string]Meaning{
			"could not lock config file %s":                                          Locked,
			"insufficient permission for adding an object to repository database %s": Forbidden,
			"couldn't find remote ref %s":                                            NoRef,
			"Authentication failed for '%s'":                                         Login,
			"transport '%s' not allowed":                                             Protocol,
			"the remote end hung up unexpectedly":                                    Transfer,
		} {
			said, _, _ := strings.Cut(quote.Replace(texts[english]), "\n")
			if said != "" && Git(said) != want {
				t.Errorf("%s: %q: got %q, want %q", file, said, Git(said), want)
			}
		}
	}
	t.Logf("%d languages", len(files))
}
