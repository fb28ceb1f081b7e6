package gowords

import (
	"reflect"
	"strings"
	"testing"
)

func TestReadStopped(t *testing.T) {
	for _, c := range []struct {
		words string
		want  Stopped
	}{
		{`parsing $GOFLAGS: unknown flag -modfoo`, Stopped{Variable: "GOFLAGS", Flags: []string{"modfoo"}}},
		{`parsing $GOFLAGS: non-flag "mod=mod"`, Stopped{Variable: "GOFLAGS", Flags: []string{"mod"}}},
		{`cannot find "go1.22.3" in PATH`, Stopped{Toolchain: "go1.22.3"}},
		{`invalid GOTOOLCHAIN "latest"`, Stopped{Variable: "GOTOOLCHAIN"}},
		{`malformed go.sum: /w/go.sum:3: wrong number of fields 1`, Stopped{SumLine: "/w/go.sum:3"}},
		{`errors parsing go.mod: /w/go.mod:1: unknown directive: modul`, Stopped{}},
	} {
		if got := ReadStopped(c.words); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: got %+v, want %+v", c.words, got, c.want)
		}
	}
}

func TestReadWorkspaceFlag(t *testing.T) {
	said := `go: -mod may only be set to readonly or vendor when in workspace mode, but it is set to "mod"`
	got, ok := ReadWorkspaceFlag("x\n" + said + "\n\tRemove the -mod flag")
	if want := (WorkspaceFlag{"mod", "mod", strings.TrimPrefix(said, "go: ")}); !ok || got != want {
		t.Errorf("got %+v, %v, want %+v", got, ok, want)
	}
	if got, ok := ReadWorkspaceFlag("go: -modfile cannot be used in workspace mode"); !ok || got.Name != "modfile" || got.Value != "" {
		t.Errorf("got %+v, %v", got, ok)
	}
	if _, ok := ReadWorkspaceFlag("go: updates to go.mod needed"); ok {
		t.Error("a flag is found where none is named")
	}
}

func TestReadMessage(t *testing.T) {
	got := ReadMessage([]string{"go: updates to go.mod needed; to update it:", "\tgo mod tidy", "see go help modules"})
	want := Message{Title: "updates to go.mod needed; to update it", Rest: []string{"see go help modules"}, Proposed: []string{"go mod tidy"}}
	want.Title, _, _ = strings.Cut(want.Title, "; to ")
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got := ReadMessage(nil); got.Title != "" || got.Rest != nil || got.Proposed != nil {
		t.Errorf("got %+v of nothing", got)
	}
}

func TestClause(t *testing.T) {
	if got, want := Clause("go: missing go.sum entry for module x; to add it:"), "missing go.sum entry for module x"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestFailedItself(t *testing.T) {
	for output, want := range map[string]bool{
		"--- FAIL: TestX (0.00s)\n":          true,
		"ok\n#12 panic: x":                   true,
		"step | fatal error: x":              true,
		"FAIL\texample.com/a [build failed]": true,
		"go: don't panic: x":                 true,
		"no-panic: x":                        false,
	} {
		if got := FailedItself([]byte(output)); got != want {
			t.Errorf("%q: got %v, want %v", output, got, want)
		}
	}
}

func TestWantsNewerGo(t *testing.T) {
	if !WantsNewerGo("go: x@v1.0.0 requires go >= 1.99 (running go 1.26)") || WantsNewerGo("dial tcp: i/o timeout") {
		t.Error("what wants a newer Go is not told from what does not")
	}
}
