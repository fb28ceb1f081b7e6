package explain

import (
	"encoding/binary"
	"html"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/gofix-net/gofix-net/pkg/explain/read"
)

// refused is the error that the tests wrap in every kind of noise.
const (
	refused     = `go: example.com/acme/widget@v1.2.3: Get "https://proxy.example.com/example.com/acme/widget/@v/v1.2.3.mod": dial tcp 192.0.2.7:443: connect: connection refused`
	refusedTold = "goproxy-unreachable tcp-refused https://proxy.example.com"
)

func TestPrefixesAreNoise(t *testing.T) {
	t.Parallel()
	for name, prefix := range map[string]string{
		"buildkit":                    "#12 3.456 ",
		"buildkit summary":            "0.598 ",
		"GitHub timestamp":            "2024-05-06T11:56:48.4014405Z ",
		"GitHub error":                "2024-05-06T11:56:48.4014405Z ##[error]",
		"GitHub workflow command":     "::error::",
		"gh run view":                 "build\tRun make\t2024-05-06T11:56:48.4014405Z ",
		"compose":                     "app-1  | ",
		"Jenkins":                     "[2024-05-06T11:56:48.401Z] ",
		"Jenkins, time only":          "09:16:38 ",
		"GitLab":                      "section_start:1714996608:build\r\x1b[0K",
		"Maven":                       "[INFO] ",
		"Bazel fetch":                 "ERROR: /src/WORKSPACE:3:1: fetching go_repository rule: gazelle: ",
		"Bazel time":                  "(11:56:48) ERROR: An error occurred during the fetch: ",
		"Heroku":                      "remote:        ",
		"container log":               "2024-05-06T11:56:48.401Z stderr F ",
		"nix":                         "       > ",
		"build service":               "[   34s] ",
		"dagger":                      "102 : [13.4s] | ",
		"logrus":                      `time="2024-05-06T11:56:48Z" level=error msg="`,
		"klog":                        "E0506 11:56:48.000000       1 main.go:12] ",
		"colour":                      "\x1b[31m",
		"copied colour":               "^[[1;31m",
		"colour without escape":       "[31m",
		"a frame":                     "| ",
		"GitLab, a line that goes on": "2026-05-06T12:00:00.123456Z 01E+",
		"quoted colour":               `\u001b[31m`,
		"classic docker builder":      "\x1b[91m",
		"progress":                    "downloading 10%\rdownloading 90%\r",
		"Chinese":                     "错误：",
		"broken UTF-8":                "\xb4\xed\xce\xf3: ",
		"link":                        "\x1b]8;;https://ci.example.com\x07build\x1b]8;;\x07 ",
		"Azure":                       "2024-05-06T11:56:48.4014405Z ##[error]",
		"GOPATH tool":                 "gopls: failed to install gopls: Error: Command failed: ",
		"frame":                       "│ ",
		"quotation":                   "> ",
		"several":                     "app-1  | 2024-05-06T11:56:48Z #12 3.456 \x1b[31m",
		"no prefix but two blanks":    "  ",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := told(t, prefix+refused+"\n"); got != refusedTold {
				t.Errorf("%q: got %s", prefix, got)
			}
		})
	}
}

func TestIndentationBehindAPrefixStays(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"#12 3.456 \tfatal: x":            "\tfatal: x",
		"[   34s] \tfatal: x":             "\tfatal: x",
		"0.598   downloaded: h1:x":        "  downloaded: h1:x",
		"0.598":                           "",
		"\t\tfatal: x":                    "\t\tfatal: x",
		"2024-05-06T11:56:48Z   indented": "  indented",
		"app-1 | go: x":                   "go: x",
		"verifying a@v1: x":               "verifying a@v1: x",
	} {
		if got := read.StripPrefixes(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestWrappedLinesAreJoined(t *testing.T) {
	t.Parallel()
	for _, width := range []int{60, 72, 80, 100, 120} {
		var b strings.Builder
		for i := 0; i < len(refused); i += width {
			b.WriteString(refused[i:min(i+width, len(refused))] + "\n")
		}
		if got := told(t, b.String()); got != refusedTold {
			t.Errorf("wrapped at %d: got %s", width, got)
		}
	}
}

func TestWrappedWordsOfGit(t *testing.T) {
	t.Parallel()
	const log = "fatal: unable to access 'https://git.example.com/acme/widget.git/': Failed to connect to git.example.com port 443: Connection timed out"
	for width := 60; width < len(log); width++ {
		if got := told(t, log[:width]+"\n"+log[width:]+"\n"); got != "vcs-unreachable tcp-timeout git.example.com" {
			t.Errorf("wrapped at %d: got %s", width, got)
		}
	}
}

// TestWrappedWords: a mail or a form cuts at blanks, which are lost.
func TestWrappedWords(t *testing.T) {
	t.Parallel()
	const widget = "go: golang.org/x/widget@v1.2.3: "
	for log, want := range map[string]string{
		widget + `Get "https://proxy.golang.org/golang.org/x/widget/@v/v1.2.3.mod": dial tcp 192.0.2.7:443: connect: connection refused`: "goproxy-unreachable tcp-refused https://proxy.golang.org",
		widget + "git fetch -f https://go.googlesource.com/widget refs/heads/*:refs/heads/* refs/tags/*:refs/tags/* in " +
			"/home/a/go/pkg/mod/cache/vcs/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef: exit status 255:\n\terror: cannot open FETCH_HEAD: Permission denied": "modcache-unwritable - /home/a/go/pkg/mod",
		widget + "unexpected status (https://proxy.golang.org/golang.org/x/widget/@v/v1.2.3.info): 401 Unauthorized": "goproxy-denied http-401 https://proxy.golang.org",
		"go: golang.org/x/widget@latest: module golang.org/x/widget: " +
			`Get "https://proxy.golang.org/golang.org/x/widget/@v/list": read tcp 192.0.2.24:53113->192.0.2.145:443: wsarecv: An existing connection was forcibly closed by the remote host.`: "goproxy-unreachable tcp-reset https://proxy.golang.org",
		widget + `Get "https://proxy.golang.org/golang.org/x/widget/@v/v1.2.3.mod": tls: failed to verify certificate: x509: OSStatus -26276`: "tls-interception tls-unknown-authority https://proxy.golang.org",
	} {
		for _, width := range []int{72, 78, 80, 100, 120} {
			if got := told(t, wrapWords(log, width)); got != want {
				t.Errorf("%s\nat %d: got %s, want %s", wrapWords(log, width), width, got, want)
			}
		}
	}
}

func wrapWords(text string, width int) string {
	first, rest, more := strings.Cut(text, "\n")
	var b strings.Builder
	used := 0
	for word := range strings.FieldsSeq(first) {
		switch {
		case used == 0:
		case used+1+len(word) > width:
			b.WriteString("\n")
			used = 0
		default:
			b.WriteString(" ")
			used++
		}
		b.WriteString(word)
		used += len(word)
	}
	if more {
		b.WriteString("\n" + rest)
	}
	return b.String() + "\n"
}

func TestLinesOfOneWidthAreNotAlwaysWrapped(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for _, c := range "abc" {
		b.WriteString("go: example.com/acme/" + string(c) + "@v1.2.3: reading https://proxy.example.com/example.com/acme/" + string(c) + "/@v/v1.2.3.mod: 403 Forbidden\n")
	}
	e := explained(t, b.String())
	if len(e.Findings) != 1 || e.Findings[0].Count != 3 {
		t.Errorf("three errors of one length: %+v", e.Findings)
	}
}

func TestEscapedTexts(t *testing.T) {
	t.Parallel()
	quoted := strings.ReplaceAll(refused, `"`, `\"`)
	for name, log := range map[string]string{
		"JSON message":       `{"level":"error","msg":"exit status 1: ` + quoted + `\n"}`,
		"several lines":      `{"stderr":"go: downloading example.com/x v1.0.0\n` + quoted + `\nmake: *** [all] Error 1\n"}`,
		"a Python traceback": `subprocess.CalledProcessError: stderr=b'go: downloading example.com/x v1.0.0\n` + refused + `\n'`,
		"JSON in JSON":       `{"body":"{\"code\":1,\"stderr\":\"` + strings.ReplaceAll(quoted, `\`, `\\\`) + `\\n\"}"}`,
		"Go quotation":       `err="exit status 1\n` + quoted + `"`,
		"carriage returns":   "PS C:\\src> go build\r\n" + refused + "\r\nPS C:\\src> \r\n",
		"after a long line":  strings.Repeat("x", 300<<10) + "\n" + refused,
		"without line end":   refused,
		"behind empty lines": "\n\n\n" + refused + "\n\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := told(t, log); got != refusedTold {
				t.Errorf("got %s", got)
			}
		})
	}
}

func TestUTF16(t *testing.T) {
	t.Parallel()
	text := "PS C:\\src> go build\r\n错误 😀\r\n" + refused + "\r\n"
	for name, order := range map[string]binary.AppendByteOrder{"little": binary.LittleEndian, "big": binary.BigEndian} {
		for _, mark := range []string{"\ufeff", ""} {
			var b []byte
			for _, u := range utf16.Encode([]rune(mark + text)) {
				b = order.AppendUint16(b, u)
			}
			if got := told(t, string(b)); got != refusedTold {
				t.Errorf("%s endian, mark %q: got %q", name, mark, got)
			}
		}
	}
	if got := told(t, "\xef\xbb\xbf"+refused); got != refusedTold {
		t.Errorf("UTF-8 with a mark: got %q", got)
	}
}

// TestUnknownPrefixesAreLearned: what belongs to a message stands below it, and its
// indentation behind the prefix.
func TestUnknownPrefixesAreLearned(t *testing.T) {
	t.Parallel()
	const login = "go: git.example.com/a/b@v1.0.0: invalid version: git ls-remote -q origin in /go/pkg/mod/cache/vcs/00: exit status 128:\n" +
		"\tgit@git.example.com: Permission denied (publickey).\n\tfatal: Could not read from remote repository.\n"
	const answer = "go: github.com/a/b@v1.9.0: reading https://proxy.golang.org/github.com/a/b/@v/v1.9.0.mod: 404 Not Found\n" +
		"\tserver response: not found: github.com/a/b@v1.9.0: invalid version: unknown revision v1.9.0\n"
	for name, prefix := range map[string]string{
		"Cloud Build": `Step #1 - "build": `,
		"Tekton":      "[build : build-step] ",
		"kubectl":     "[pod/builder-x7x/build] ",
		"Buildkite":   "\x1b_bk;t=1714996608000\x07",
		"Bamboo":      "error\t28-Nov-2024 10:11:12\t",
		"log4j":       "2024-05-06 11:56:48,401 [main] ERROR c.a.Build - ",
		"Python":      "ERROR:root:",
		"syslog":      "<11>1 2024-05-06T11:56:48Z host app 123 - - ",
		"Earthly":     "./svc+deps *failed* | ",
		"act":         "[CI/build]   | ",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := told(t, eachLine(prefix)(login)); got != "git-auth-required vcs-auth git.example.com" {
				t.Errorf("got %s", got)
			}
			if got := told(t, eachLine(prefix)(answer)); got != "version-not-found http-404 github.com/a/b@v1.9.0" {
				t.Errorf("got %s", got)
			}
		})
	}
}

func TestEntitiesAreUndone(t *testing.T) {
	t.Parallel()
	if got := told(t, html.EscapeString(refused)+"\n"); got != refusedTold {
		t.Errorf("got %s", got)
	}
}

func TestMessagesAtTheWidthOfAConsole(t *testing.T) {
	t.Parallel()
	for _, width := range []int{80, 120} {
		text := "PS C:\\app> go build ./...\n" + refused[:width] + "\n" + refused[width:] + "\nAt line:1 char:1\n"
		if got := told(t, text); got != refusedTold {
			t.Errorf("%d: got %s", width, got)
		}
	}
}
