package cli

import (
	"bytes"
	"context"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/nettest"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

// TestNoRedactShowsSettingsAlone: --no-redact shows the credentials in the values of
// settings, which the person asked for, but none that a server sends back, and its file
// is only for that user.
func TestNoRedactShowsSettingsAlone(t *testing.T) {
	need.Program(t, "go")
	const inSettings, inNetrc = "Set-s3cr3t-7781", "Net-s3cr3t-9942"
	server := httptest.NewServer(nettest.HTTPStatus(403, "refused "+inNetrc+" \x1b[31m"))
	t.Cleanup(server.Close)
	dir := t.TempDir()
	put(t, dir, "go.mod", attackMod)
	netrc := put(t, dir, ".netrc", "machine 127.0.0.1 login me password "+inNetrc+"\n")
	target, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	m := closedMachine(t, dir, "NETRC="+netrc, "GOPROXY=http://"+target.Host+",http://me:"+inSettings+"@127.0.0.1:1")
	file := filepath.Join(dir, "report.json")
	for _, shown := range []bool{true, false} {
		args := []string{"doctor", "--timeout", "5s", "--format", "json", "--output", file}
		if shown {
			args = append(args, "--no-redact")
		}
		_, _, errs := ran(t, m, args...)
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatalf("%v; %s", err, errs)
		}
		text := string(data)
		if strings.Contains(text, inSettings) != shown {
			t.Errorf("%q: the credential of the settings shows: %v, want %v; %s", args, !shown, shown, text)
		}
		if strings.Contains(text, inNetrc) || obeyed(text, false) != "" {
			t.Errorf("%q shows what the server said: %s", args, text)
		}
		info, err := os.Stat(file)
		if err == nil && shown && filepath.Separator == '/' && info.Mode().Perm() != 0o600 {
			t.Errorf("the file has mode %v", info.Mode())
		}
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
	}
}

// ends is a writer that ends a run once a line is written.
type ends struct {
	bytes.Buffer
	end func()
}

func (e *ends) Write(p []byte) (int, error) {
	defer e.end()
	return e.Buffer.Write(p)
}

// TestWatchMasksItsLines: each line of mirrors --watch passes the guard.
func TestWatchMasksItsLines(t *testing.T) {
	const secret = "Net-s3cr3t-9942"
	server := httptest.NewServer(nettest.HTTPStatus(403, "refused "+secret+" \x1b[31m"))
	t.Cleanup(server.Close)
	dir := t.TempDir()
	netrc := put(t, dir, ".netrc", "machine 127.0.0.1 login me password "+secret+"\n")
	m := closedMachine(t, dir, "NETRC="+netrc)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	out := &ends{end: cancel}
	var errs bytes.Buffer
	p := &Program{Version: "test", Machine: m, In: strings.NewReader(""), Out: out, Err: &errs, Terminal: func(any) (int, bool) { return 0, false }}
	run(ctx, p, []string{"mirrors", "--watch", "10s", "--timeout", "5s", "http://me:" + secret + "@" + strings.TrimPrefix(server.URL, "http://")})
	text := out.String()
	if !strings.HasPrefix(text, "{") || strings.Contains(text+errs.String(), secret) || obeyed(text, false) != "" {
		t.Errorf("the line is %q; %s", text, &errs)
	}
}
