package recommend_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/diagnose"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/facts/facttest"
	"github.com/gofix-net/gofix-net/pkg/nettest/cost"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
	"github.com/gofix-net/gofix-net/pkg/recommend"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// large are machines with settings of any size, all of which fail.
var large = []struct {
	name  string
	small int
	make  func(n int) *facts.Facts
}{
	{"entries behind commas", 400, func(n int) *facts.Facts { return manyEntries(n, ",") }},
	{"entries behind bars", 400, func(n int) *facts.Facts { return manyEntries(n, "|") }},
	{"insteadOf rules", 4000, func(n int) *facts.Facts {
		m := facttest.New().Goenv("GOPROXY", company).Proxy(company, facttest.UUID, "info", symptom.HTTP5xx)
		for i := range n {
			m.Facts.Settings.Layers = append(m.Facts.Settings.Layers, settings.Setting{
				Key: settings.Git(fmt.Sprintf("url.https://mirror%d.example/.insteadof", i)), Value: settings.Value(fmt.Sprintf("https://host%d.example/", i)), Origin: settings.GitGlobal, File: "/home/u/.gitconfig",
			})
		}
		return &m.Facts
	}},
	{"requirements", 2500, func(n int) *facts.Facts {
		m := facttest.New().Goenv("GOPROXY", company).Proxy(company, facttest.UUID, "info", symptom.HTTP5xx)
		for i := range n {
			m.Facts.Settings.Module.Requires = append(m.Facts.Settings.Module.Requires, settings.Requirement{Path: fmt.Sprintf("host%d.test/m", i), Version: "v1.0.0"})
		}
		return &m.Facts
	}},
}

func manyEntries(n int, separator string) *facts.Facts {
	var list []string
	m := facttest.New()
	for i := range n {
		entry := fmt.Sprintf("https://proxy%d.example", i)
		list = append(list, entry)
		m.Proxy(entry, facttest.UUID, "info", symptom.HTTP5xx)
	}
	m.Goenv("GOPROXY", strings.Join(list, separator))
	return &m.Facts
}

// TestCostIsLinear: what a run makes of large settings takes time in proportion to
// their size.
func TestCostIsLinear(t *testing.T) {
	need.Long(t)
	for _, c := range large {
		t.Run(c.name, func(t *testing.T) {
			cost.Growth(t, c.small, func(n int) func() {
				f := c.make(n)
				return func() { judge(t.Context(), f) }
			})
		})
	}
}

// BenchmarkCost shows the cost against the size of the settings.
func BenchmarkCost(b *testing.B) {
	for _, c := range large {
		for _, factor := range []int{1, 2, 4, 8} {
			b.Run(fmt.Sprintf("%s/%d", c.name, c.small*factor), func(b *testing.B) {
				f := c.make(c.small * factor)
				for b.Loop() {
					judge(b.Context(), f)
				}
			})
		}
	}
}

func judge(ctx context.Context, f *facts.Facts) {
	again := &facts.Facts{Settings: f.Settings, Queries: f.Queries, Results: f.Results}
	recommend.Auto(ctx, again, diagnose.Run(again).Findings)
}

// TestAutoEndsWithItsContext: of candidates that were not judged none is offered.
func TestAutoEndsWithItsContext(t *testing.T) {
	f := manyEntries(10, ",")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("over"))
	if got := recommend.Auto(ctx, f, diagnose.Run(f).Findings); len(got) > 0 {
		t.Errorf("%d candidates that nothing judged", len(got))
	}
}
