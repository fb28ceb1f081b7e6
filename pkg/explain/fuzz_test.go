package explain

import (
	"bytes"
	"context"
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/tools/txtar"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/explain/grammar"
	"github.com/gofix-net/gofix-net/pkg/explain/read"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// FuzzRead: whatever the log, Read ends, and what it says is well-formed: known
// causes and symptoms, at least one line each, line numbers that exist, valid
// UTF-8, and the same answer however the bytes arrive.
func FuzzRead(f *testing.F) {
	for _, s := range []string{
		refused, strings.ReplaceAll(refused, " ", "\n"), "\xff\xfe" + refused, "#1 0.1 \x1b[91m" + refused + "\x1b[0m\r\n",
		"go: a.test/b@v1.0.0: reading https://p.test/a.test/b/@v/list: 404 Not Found\n\tserver response:\n\tnot found: fatal: could not read Username for 'https://h.test'\n",
		"go: a.test/b@v1.0.0: git fetch -f origin in /c/vcs/0: exit status 128:\n\terror: RPC failed; curl 18 transfer closed\n\tfatal: early EOF\n",
		"fatal: unable to access 'https://h.test/': Failed to connect to 10.0.0.1 port 3128: Timed out\n$ git config http.proxy\n10.0.0.1:3128\n",
		`{"m":"go: a.test/b@v1.0.0: Get \"https://p.test/a.test/b/@v/list\": EOF\ngo: x"}`,
		"GOPROXY=direct,https://p.test\npackage v.test/x: unrecognized import path \"v.test/x\" (https fetch: Get https://v.test/x?go-get=1: EOF)",
	} {
		f.Add([]byte(s))
	}
	files, err := filepath.Glob("testdata/logs/*.txtar")
	if err != nil || len(files) == 0 {
		f.Fatalf("testdata/logs: %d files, %v", len(files), err)
	}
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(a.Files[len(a.Files)-1].Data)
	}
	f.Fuzz(func(t *testing.T, log []byte) {
		e, err := Read(context.Background(), bytes.NewReader(log))
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range e.Findings {
			if !slices.Contains(cause.IDs(), x.Cause) || x.Symptom != "" && !slices.Contains(symptom.All, x.Symptom) {
				t.Errorf("%q, %q: not in the vocabulary", x.Cause, x.Symptom)
			}
			if len(x.Lines) == 0 {
				t.Errorf("%s rests on nothing", x.Cause)
			}
			for _, l := range x.Lines {
				if l.Number < 1 || l.Number > max(e.Read, 1) || !utf8.ValidString(l.Text) {
					t.Errorf("%s: line %d of %d: %q", x.Cause, l.Number, e.Read, l.Text)
				}
			}
		}
		whole, err := json.Marshal(e.Findings)
		if err != nil {
			t.Fatal(err)
		}
		e, err = Read(context.Background(), &dribble{log})
		if err != nil {
			t.Fatal(err)
		}
		if slow, _ := json.Marshal(e.Findings); string(slow) != string(whole) {
			t.Errorf("at once %s\nin pieces %s", whole, slow)
		}
	})
}

// dribble gives its bytes away three at a time.
type dribble struct{ rest []byte }

func (d *dribble) Read(p []byte) (int, error) {
	n := copy(p[:min(len(p), 3)], d.rest)
	d.rest = d.rest[n:]
	if n == 0 {
		return bytes.NewReader(nil).Read(p)
	}
	return n, nil
}

// FuzzLine: one line through the grammar.
func FuzzLine(f *testing.F) {
	f.Add(refused)
	f.Add("fatal: unable to access 'https://h.test/': The requested URL returned error: 403")
	f.Add("\x1b[31m#1 0.1 app | 2024-01-01T00:00:00Z go: x")
	f.Fuzz(func(t *testing.T, line string) {
		if strings.Contains(line, "\n") {
			return
		}
		for _, l := range new(read.Cleaner).Clean(read.Raw{Number: 1, Text: []byte(line), Hot: true}) {
			if strings.ContainsAny(l.Text, "\x1b\x00") || !utf8.ValidString(l.Shown) {
				t.Errorf("%q is not clean: %q", line, l.Text)
			}
			c := grammar.Parse(l.Text)
			if len(c.Tail) > len(l.Text)+1 {
				t.Errorf("%q: the tail %q is longer than the line", l.Text, c.Tail)
			}
			m := message{chain: c, goes: true, lines: []read.Line{l}}
			if j := m.judge(); j.cause != "" && !slices.Contains(cause.IDs(), j.cause) {
				t.Errorf("%q: %q is no cause", l.Text, j.cause)
			}
		}
	})
}
