package emit_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/emit"
	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/route"
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
			x := target.Text.In(lang)
			if x.For == "" || x.Tested == "" || target.Mark != "" && x.Use == "" {
				t.Errorf("%s lacks words in %s", target.Name, lang)
			}
		}
		if emit.Lookup(target.Name) != target {
			t.Errorf("two targets are named %s", target.Name)
		}
	}
}

// readBy are the targets that a test of their own has read, beside readers and scripts.
var readBy = map[string]string{
	"fish":             "TestFishReadsWhatIsWritten",
	"go.env":           "TestGoReadsWhatIsWritten",
	"nginx":            "TestGoDownloadsThroughNginx",
	"kubernetes-patch": "TestKubeconformReadsWhatIsWritten",
	"dependabot":       "TestDependabotHasTheProxies",
}

// TestEveryTargetIsRead: what no reader of its format has read says Tested without reason.
func TestEveryTargetIsRead(t *testing.T) {
	t.Parallel()
	for _, target := range emit.Targets {
		if readers[target.Name] == nil && scripts[target.Name] == nil && readBy[target.Name] == "" {
			t.Errorf("no test has %s read by a reader of its format: add it to readers, scripts or readBy", target.Name)
		}
	}
}

func TestDependabotHasTheProxies(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(5, 6)) //nolint:gosec // repeatable
	for range states {
		s := random(r)
		var want []string
		for _, e := range route.ParseGOPROXY(s.Get("GOPROXY")).Entries {
			if e.Kind == route.Proxy {
				want = append(want, e.URL.String())
			}
		}
		text, err := emit.Lookup("dependabot").Write(s, "en")
		if errors.Is(err, emit.ErrNoProxy) && len(want) == 0 {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		file := load(t, text)
		registries, _ := file["registries"].(map[string]any)
		for n, url := range want {
			if got := at(registries[fmt.Sprintf("goproxy-%d", n+1)], "url"); got != url {
				t.Fatalf("registry %d is %q, want %q, in\n%s", n+1, got, url, text)
			}
		}
		used, _ := at(file["updates"].([]any)[0], "registries").([]any)
		if len(registries) != len(want) || len(used) != len(want) {
			t.Fatalf("%d registries, %d used, want %d", len(registries), len(used), len(want))
		}
	}
}
