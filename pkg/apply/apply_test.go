package apply

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gofix-net/gofix-net/pkg/journal"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/prove"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

const rule = "url.https://m.example.com/.insteadof"

func TestApplyVerifiesAndUndoRestores(t *testing.T) {
	need.Program(t, "git")
	t.Parallel()
	home := t.TempDir()
	write(t, filepath.Join(home, ".gitconfig"), "[user]\n\tname = me ; comment\n[url \"https://m.example.com/\"]\n  insteadOf = https://github.com/\n\tinsteadOf = https://golang.org/\n\tinsteadOf = https://github.com/\n", 0o640)
	m := machine(home)
	before := tree(t, home)
	s := read(t, m)
	p := diff(t, s, wantGo("GOPROXY", goproxy(t)), wantGo("GOPRIVATE", "corp.example.com"),
		profile.Want{Key: settings.Git(rule), Remove: val("https://github.com/")})
	out, err := Apply(t.Context(), Options{Machine: m, Settings: s, Queries: hello, Version: "test"}, p)
	if err != nil || out.Verified == nil || !*out.Verified || out.RolledBack || len(out.Warnings) > 0 {
		t.Fatalf("apply: %+v, %v", out, err)
	}
	s = read(t, m)
	if got := s.In(settings.Go("GOPRIVATE"), settings.GoenvFile).Value; got != "corp.example.com" {
		t.Errorf("GOPRIVATE in the file: %q", got)
	}
	if got := s.Written(settings.Git(rule)); len(got) != 1 || got[0] != "https://golang.org/" {
		t.Errorf("insteadOf: %v", got)
	}
	var wants []profile.Want
	for _, c := range p.Changes {
		wants = append(wants, profile.Want{Key: c.Key, Value: c.To, Remove: removed(c)})
	}
	if again := diff(t, s, wants...); !again.Empty() {
		t.Errorf("a second apply has something to do: %v", again.Changes)
	}
	undone, err := Undo(t.Context(), Options{Machine: m, Settings: s}, out.Journal[:8], false)
	if err != nil || len(undone.Bytes) != 2 {
		t.Fatalf("undo: %+v, %v", undone, err)
	}
	if d := cmp.Diff(before, tree(t, home)); d != "" {
		t.Errorf("after undo (-before +after):\n%s", d)
	}
	if _, err := Undo(t.Context(), Options{Machine: m, Settings: s}, out.Journal, false); !errors.Is(err, ErrClosed) {
		t.Errorf("undo again: %v", err)
	}
	if _, err := Undo(t.Context(), Options{Machine: m, Settings: s}, "", false); !errors.Is(err, journal.ErrNone) {
		t.Errorf("undo with nothing open: %v", err)
	}
}

func removed(c plan.Change) *settings.Value {
	if c.Key.Tool == settings.GitConfig && c.To == nil {
		return c.From
	}
	return nil
}

func TestFailedVerificationIsRolledBack(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	m := machine(home)
	before := tree(t, home)
	s := read(t, m)
	p := diff(t, s, wantGo("GOPROXY", "https://127.0.0.1:1,off"))
	o := Options{Machine: m, Settings: s, Queries: hello, Version: "test"}
	out, err := Apply(t.Context(), o, p)
	if !errors.Is(err, ErrVerification) || !out.RolledBack || out.Verified == nil || *out.Verified {
		t.Fatalf("apply: %+v, %v", out, err)
	}
	if len(out.Proof.Failed) != 1 || !strings.Contains(out.Proof.Failed[0].Error, "connection refused") {
		t.Errorf("proof: %+v", out.Proof)
	}
	if d := cmp.Diff(before, tree(t, home)); d != "" {
		t.Errorf("after the rollback (-before +after):\n%s", d)
	}
	// What did not work before may go on not to work.
	o.Before = &prove.Proof{Tried: true, Failed: []prove.Failure{{Query: hello[0]}}}
	out, err = Apply(t.Context(), o, p)
	if err != nil || out.RolledBack || out.Verified == nil || *out.Verified {
		t.Errorf("no worse than before: %+v, %v", out, err)
	}
}

func TestInterruptionIsRolledBack(t *testing.T) {
	need.Long(t)
	t.Parallel()
	for _, point := range []string{"journaled", "before-0", "written-0", "done-0", "before-1", "done-1", "verify"} {
		home := t.TempDir()
		m := machine(home)
		s := read(t, m)
		before := tree(t, home)
		ctx, cancel := context.WithCancel(t.Context())
		o := Options{Machine: m, Settings: s, Version: "test", Queries: hello, fault: func(p string) {
			if p == point {
				cancel()
			}
		}}
		out, err := Apply(ctx, o, diff(t, s, wantGo("GOPROXY", "direct"), wantGo("GOTOOLCHAIN", "auto")))
		if !errors.Is(err, context.Canceled) || !out.RolledBack {
			t.Errorf("%s: %+v, %v", point, out, err)
		}
		if d := cmp.Diff(before, tree(t, home)); d != "" {
			t.Errorf("%s (-before +after):\n%s", point, d)
		}
		cancel()
	}
}

func TestRefusesBeforeWriting(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	tests := []struct {
		name  string
		setup func(t *testing.T) (*settings.Snapshot, Options)
		is    func(error) bool
	}{
		{"GOENV=off", func(t *testing.T) (*settings.Snapshot, Options) {
			m := machine(home, "GOENV=off")
			return read(t, m), Options{Machine: m}
		}, func(err error) bool { return errors.Is(err, ErrGoenvOff) }},
		{"a GOENV file that cannot be written", func(t *testing.T) (*settings.Snapshot, Options) {
			m := machine(home, "GOENV="+home) // a directory: refused to root as well
			return read(t, m), Options{Machine: m}
		}, func(err error) bool { var u *UnwritableError; return errors.As(err, &u) }},
		{"another value than the plan was made from", func(t *testing.T) (*settings.Snapshot, Options) {
			m := machine(home, "GOENV="+filepath.Join(home, "env"))
			s := read(t, m)
			write(t, filepath.Join(home, "env"), "GOPROXY=off\n", 0o600)
			return s, Options{Machine: m}
		}, func(err error) bool { return errors.Is(err, prove.ErrChanged) }},
		{"a full disk", func(t *testing.T) (*settings.Snapshot, Options) {
			m := machine(home)
			m.FreeBytes = func(string) (uint64, error) { return 4096, nil }
			return read(t, m), Options{Machine: m}
		}, func(err error) bool { return err != nil && strings.Contains(err.Error(), "not enough free space") }},
		{"a place for the journal that is none", func(t *testing.T) (*settings.Snapshot, Options) {
			write(t, filepath.Join(home, "file"), "", 0o600)
			m := machine(home, "XDG_STATE_HOME="+filepath.Join(home, "file"))
			return read(t, m), Options{Machine: m}
		}, func(err error) bool { return err != nil && strings.Contains(err.Error(), "journal") }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, o := tt.setup(t)
			o.Settings, o.NoVerify = s, true
			before := tree(t, home)
			out, err := Apply(t.Context(), o, diff(t, s, wantGo("GOPROXY", "direct")))
			if !tt.is(err) || out.Journal != "" {
				t.Errorf("%+v, %v", out, err)
			}
			if d := cmp.Diff(before, tree(t, home)); d != "" {
				t.Errorf("(-before +after):\n%s", d)
			}
		})
	}
}

func TestSecondApplyWaitsOrGivesUp(t *testing.T) {
	need.Long(t)
	t.Parallel()
	home := t.TempDir()
	m := machine(home)
	s := read(t, m)
	p := diff(t, s, wantGo("GOPROXY", "direct"))
	held, release := make(chan bool), make(chan bool)
	first := make(chan error)
	go func() {
		_, err := Apply(context.Background(), Options{Machine: m, Settings: s, NoVerify: true, fault: func(p string) {
			if p == "before-0" {
				close(held)
				<-release
			}
		}}, p)
		first <- err
	}()
	<-held
	_, err := Apply(t.Context(), Options{Machine: m, Settings: s, NoVerify: true}, p)
	if !errors.Is(err, journal.ErrLocked) {
		t.Errorf("beside a running apply: %v", err)
	}
	close(release)
	if err := <-first; err != nil {
		t.Errorf("the first: %v", err)
	}
	_, err = Apply(t.Context(), Options{Machine: m, Settings: s, NoVerify: true}, p)
	if !errors.Is(err, prove.ErrChanged) {
		t.Errorf("after it, with the same plan: %v", err)
	}
}

func TestForeignEditDuringApply(t *testing.T) {
	need.Long(t)
	t.Parallel()
	for _, point := range []string{"journaled", "written-0", "done-0"} {
		home := t.TempDir()
		env := filepath.Join(home, ".config", "go", "env")
		write(t, env, "GOFLAGS=-mod=mod\n", 0o600)
		m := machine(home)
		s := read(t, m)
		out, err := Apply(t.Context(), Options{Machine: m, Settings: s, NoVerify: true, fault: func(p string) {
			if p == point {
				data, _ := os.ReadFile(env)
				_ = os.WriteFile(env, append(data, "GOVCS=*:git\n"...), 0o600)
			}
		}}, diff(t, s, wantGo("GOPROXY", "direct"), wantGo("GOPRIVATE", "corp.example.com")))
		if !errors.Is(err, prove.ErrChanged) || !out.RolledBack {
			t.Errorf("%s: %+v, %v", point, out, err)
		}
		data, err := os.ReadFile(env)
		if got, want := string(data), "GOFLAGS=-mod=mod\nGOVCS=*:git\n"; got != want || err != nil {
			t.Errorf("%s: the file holds %q (%v), want %q", point, got, err, want)
		}
	}
}
