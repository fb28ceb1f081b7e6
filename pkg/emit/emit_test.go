package emit_test

import (
	"testing"

	"github.com/gofix-net/gofix-net/pkg/emit"
	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

func snapshot(values ...string) *settings.Snapshot {
	s := &settings.Snapshot{}
	for i := 0; i+1 < len(values); i += 2 {
		s.Layers = append(s.Layers, settings.Setting{Key: settings.Go(values[i]), Value: settings.Value(values[i+1]), Origin: settings.GoenvFile})
	}
	return s
}

func TestCredentialsAndWeakerChecksStayOut(t *testing.T) {
	t.Parallel()
	s := emit.Wanted(snapshot("GOPROXY", "https://me:hunter2@proxy.corp.example/go,https://proxy.golang.org,direct", "GOSUMDB", "off", "GONOSUMDB", "*", "GOPRIVATE", "git.corp.example"), nil)
	if got := s.Get("GOPROXY"); got != "https://proxy.corp.example/go,https://proxy.golang.org,direct" {
		t.Errorf("GOPROXY %q", got)
	}
	if s.Get("GOSUMDB") != "" || s.Get("GONOSUMDB") != "" {
		t.Error("a value that switches verification off is written")
	}
	if s.Get("GOPRIVATE") != "git.corp.example" || !s.Git || !s.Secret {
		t.Errorf("%+v", s)
	}
	want := []emit.Left{{Name: "GOPROXY", Why: "credential"}, {Name: "GOSUMDB", Why: "weaker"}, {Name: "GONOSUMDB", Why: "weaker"}}
	if len(s.Left) != len(want) {
		t.Fatalf("left out: %v", s.Left)
	}
	for i := range want {
		if s.Left[i].Name != want[i].Name || s.Left[i].Why != want[i].Why {
			t.Errorf("left out %v, want %v", s.Left[i], want[i])
		}
	}
}

func TestEveryTargetHasItsWords(t *testing.T) {
	t.Parallel()
	for _, target := range emit.Targets {
		for _, lang := range i18n.Langs {
			x := target.Text[string(lang)]
			if x.For == "" || x.Tested == "" || target.Mark != "" && x.Use == "" {
				t.Errorf("%s lacks words in %s", target.Name, lang)
			}
		}
		if emit.Lookup(target.Name) != target {
			t.Errorf("two targets are named %s", target.Name)
		}
	}
}
