package cli

import (
	"testing"

	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

func TestChangesInBrief(t *testing.T) {
	direct := settings.Value("direct")
	x := plan.Plan{Changes: []plan.Change{{Key: settings.Go("GOPROXY"), To: &direct}, {Key: settings.Go("GOSUMDB")}}}
	for lang, want := range map[i18n.Lang]string{i18n.En: "GOPROXY=direct, GOSUMDB removed", i18n.Zh: "GOPROXY=direct，移除 GOSUMDB"} {
		texts, err := i18n.New(lang)
		if err != nil {
			t.Fatal(err)
		}
		if got := inBrief(x, texts); got != want {
			t.Errorf("%s: got %q, want %q", lang, got, want)
		}
	}
}
