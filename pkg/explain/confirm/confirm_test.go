package confirm

import (
	"slices"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/explain"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

func machine(layers ...settings.Setting) *settings.Snapshot {
	return &settings.Snapshot{Go: settings.GoTool{Version: "go1.26.0"}, Layers: layers}
}

func TestWouldShow(t *testing.T) {
	t.Parallel()
	kept := settings.Setting{Key: settings.Go("GOPRIVATE"), Value: "git.corp.test", Origin: settings.GoenvFile}
	for _, c := range []struct {
		cause  cause.ID
		module string
		here   *settings.Snapshot
		want   bool
	}{
		{cause.PrivateModuleExposed, "git.corp.test/a@v1.0.0", machine(), true},
		{cause.PrivateModuleExposed, "git.corp.test/a@v1.0.0", machine(kept), false},
		{cause.GitAuthRequired, "git.corp.test/a", machine(), true},
		{cause.GitAuthRequired, "github.com/a/b", machine(), false},
		{cause.GitHostkey, "", machine(), false},
		{cause.GoproxyUnreachable, "git.corp.test/a", machine(), false},
	} {
		if got := WouldShow(c.here, explain.Finding{Cause: c.cause, Module: c.module}); got != c.want {
			t.Errorf("%s of %q: got %v", c.cause, c.module, got)
		}
	}
}

func TestKindsAreThoseThatDecide(t *testing.T) {
	t.Parallel()
	has := Kinds(explain.Finding{Cause: cause.GoproxyUnreachable, Probes: []probe.Kind{probe.Internet}})
	if !has(probe.DNS) || !has(probe.Internet) || has(probe.Git) {
		t.Error("of an unreachable proxy: the basic probes, those that decide, and no git")
	}
	if has := Kinds(explain.Finding{Cause: cause.GitAuthRequired}); !has(probe.Git) || !has(probe.GitRule) {
		t.Error("what only an origin can refute is asked of the origin")
	}
}

func TestJudge(t *testing.T) {
	t.Parallel()
	here := &facts.Facts{Settings: machine()}
	asked := []probe.Query{{Path: "example.test/m"}}
	found := func(ids ...cause.ID) (out []cause.Finding) {
		for _, id := range ids {
			out = append(out, cause.Finding{Cause: id, Severity: cause.Error})
		}
		return out
	}
	log := explain.Finding{Cause: cause.GoproxyUnreachable, Or: []cause.ID{cause.Offline}}
	for _, c := range []struct {
		what  string
		log   explain.Finding
		asked []probe.Query
		found []cause.Finding
		want  Judgement
	}{
		{"the same", log, asked, found(cause.GoproxyUnreachable), Judgement{Answer: Confirmed, Found: []cause.ID{cause.GoproxyUnreachable}}},
		{"one in doubt", log, asked, found(cause.Offline), Judgement{Another, []cause.ID{cause.Offline}, []cause.ID{cause.Offline}}},
		{"downloads work", log, asked, nil, Judgement{Answer: Refuted}},
		{"what is no evidence", log, asked, found(cause.Unexplained, cause.Undecided), Judgement{Answer: Refuted}},
		{"the module was not asked for", explain.Finding{Cause: cause.ModuleNotFound}, nil, nil, Judgement{}},
		{"the origin gave no answer", explain.Finding{Cause: cause.GitAuthRequired}, asked, nil, Judgement{}},
		{"nothing here refutes it", explain.Finding{Cause: cause.ChecksumMismatch}, nil, nil, Judgement{}},
	} {
		got := Judge(c.log, c.asked, c.found, here)
		if got.Answer != c.want.Answer || !slices.Equal(got.Found, c.want.Found) || !slices.Equal(got.Doubted, c.want.Doubted) {
			t.Errorf("%s: got %+v, want %+v", c.what, got, c.want)
		}
	}
}
