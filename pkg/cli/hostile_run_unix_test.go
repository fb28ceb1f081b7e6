//go:build unix

package cli

import (
	"bytes"
	"context"
	"os"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/nettest"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

// TestHostileRun: the command that run runs prints what it likes, and that is passed on
// as it is. What run says of it is behind that: bounded, clean, and without the secrets
// that this run knows.
func TestHostileRun(t *testing.T) {
	need.Long(t)
	const (
		secret = "Xq7-hunter2%pw"
		end    = "\nEND OF THE COMMAND\n"
		failed = `go: example.test/m@v1.0.0: reading https://proxy.test/m/@v/v1.0.0.mod: 403 Forbidden`
	)
	defer debug.SetGCPercent(debug.SetGCPercent(20))
	for _, c := range need.Today([]struct{ name, script string }{
		{"dirt", `cat "$DIRT"; echo "$FAILED"; cat "$DIRT"`},
		{"dirt in the server's words", `echo "$FAILED"; printf '\tserver response: '; cat "$DIRT"`},
		{"dirt within the line", `printf '%s ' "$FAILED"; tr -d '\n' < "$DIRT"; echo`},
		{"secrets", `echo "$FAILED"; printf '\tserver response: no %s\n' "$SECRET" "$BASE64" "$PERCENT" "$JSON"`},
		{"a secret in the path", `printf 'go: %s/m@v1: reading https://proxy.test/%s/@v/list: 403 Forbidden: %s\n' "$SECRET" "$PERCENT" "$SECRET"`},
		{"a secret at the cut", `echo "$FAILED"; printf '\tserver response: '; head -c 32760 /dev/zero | tr '\0' y; echo "$SECRET$SECRET"`},
		{"a line of 64 MB", `head -c 64000000 /dev/zero | tr '\0' x; echo; echo "$FAILED"`},
		{"64 MB of escapes", `head -c 64000000 /dev/zero | tr '\0' '\033'; echo; echo "$FAILED"`},
		{"a million failures", `yes "$FAILED" | head -n 1000000`},
		{"no UTF-8", `head -c 1000000 /dev/zero | tr '\0' '\377'; echo; echo "$FAILED"`},
		{"JSON", `printf '{"Path":"example.test/m","Version":"v1.0.0","Error":"%s: %s \\u001b[31m %s"}\n' "$FAILED" "$SECRET" "$JSON"`},
	}, 3) {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			dirt := put(t, dir, "dirt", nettest.Dirt)
			put(t, dir, ".netrc", "machine proxy.test login me password "+secret+"\n")
			script := put(t, dir, "script", c.script+"\nprintf '"+strings.ReplaceAll(end, "\n", `\n`)+"'\nexit 1\n")
			m := closedMachine(t, dir)
			// The machine starts the command with the environment of this process.
			for name, value := range map[string]string{"DIRT": dirt, "FAILED": failed, "SECRET": secret, "BASE64": "bWU6WHE3LWh1bnRlcjIlcHc=", "PERCENT": "Xq7%2Dhunter2%25pw", "JSON": `\u0058q7-hunter2\u0025pw`} {
				script = put(t, dir, "script", name+"='"+strings.ReplaceAll(value, "'", `'\''`)+"'\n"+read(t, script))
			}
			peak, stop := make(chan uint64, 1), make(chan struct{})
			before := heap()
			go func() { peak <- highest(stop) }()
			var out tailWriter
			p := &Program{Version: "test", Machine: m, In: strings.NewReader(""), Out: &out, Err: &out, Terminal: func(any) (int, bool) { return 0, false }}
			run(context.Background(), p, []string{"run", "--", "sh", script})
			close(stop)
			if most := <-peak; most > before+hostileMemory {
				t.Errorf("it takes %d MB", (most-before)>>20)
			}
			_, said, found := strings.Cut(string(out.last), end)
			if !found || !strings.Contains(said, "403") {
				t.Fatalf("nothing is explained behind the command:\n%q", out.last)
			}
			if what := obeyed(said, false); what != "" {
				t.Errorf("%s\n%q", what, said)
			}
			for _, form := range []string{"hunter2", "aHVudGVyMi", "h1bnRlcjIl"} {
				if strings.Contains(said, form) {
					t.Errorf("it shows %q:\n%s", form, said)
				}
			}
			if len(said) > 16<<10 {
				t.Errorf("it says %d bytes", len(said))
			}
		})
	}
	leavesNothing(t)
}

// tailWriter keeps the last 256 KiB.
type tailWriter struct{ last []byte }

func (w *tailWriter) Write(p []byte) (int, error) {
	const most = 256 << 10
	w.last = append(w.last, p...)
	if len(w.last) > 2*most {
		w.last = bytes.Clone(w.last[len(w.last)-most:])
	}
	return len(p), nil
}

func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
