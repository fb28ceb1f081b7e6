package emit_test

import (
	"encoding/json"
	"math/rand/v2"
	"os/exec"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/emit"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

// TestAParserOfPowerShellReadsWhatIsWritten has the grammar that editors use for
// PowerShell read the lines of random states: no errors, and each variable gets one
// string that is its value.
func TestAParserOfPowerShellReadsWhatIsWritten(t *testing.T) {
	need.Long(t)
	t.Parallel()
	program := need.Program(t, "powershell-parser")
	parse := func(text string) (got struct {
		Errors   bool
		Assigned []struct {
			Name     string
			Literals []string
		}
	}) {
		out, err := exec.Command(program, save(t, t.TempDir(), "x.ps1", text)).Output() //nolint:gosec // the parser
		if err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		if err := json.Unmarshal(out, &got); err != nil {
			t.Fatal(err)
		}
		return got
	}

	r := rand.New(rand.NewPCG(43, 44)) //nolint:gosec // repeatable
	var script strings.Builder
	var want []emit.Value
	for range states {
		s := random(r)
		text, err := emit.Lookup("powershell").Write(s, "en")
		if err != nil {
			t.Fatal(err)
		}
		script.WriteString(text)
		want = append(want, s.Values...)
	}
	got := parse(script.String())
	if got.Errors || len(got.Assigned) != len(want) {
		t.Fatalf("errors %v; %d assignments, want %d", got.Errors, len(got.Assigned), len(want))
	}
	for i, a := range got.Assigned {
		if a.Name != "$env:"+want[i].Name || len(a.Literals) != 1 {
			t.Fatalf("assignment %d is %+v, want %s", i, a, want[i].Name)
		}
		if value := verbatim(a.Literals[0]); value != want[i].Text {
			t.Fatalf("assignment %d of %s is %q, want %q", i, a.Name, value, want[i].Text)
		}
	}
	if !parse("if (-not $env:GOPROXY) { $env:GOPROXY = 'a'b' }\n").Errors {
		t.Error("the parser finds nothing wrong in a string that ends early")
	}
}

// verbatim is the value of a string in single quotes.
func verbatim(literal string) string {
	text, ok := strings.CutPrefix(literal, "'")
	text, closed := strings.CutSuffix(text, "'")
	if !ok || !closed {
		return "not in single quotes: " + literal
	}
	return strings.NewReplacer("''", "'", "‘‘", "‘", "’’", "’", "‚‚", "‚", "‛‛", "‛").Replace(text)
}
