package netlab

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/cause"
)

// noScenario are the causes that no scenario shows, and where they are tried instead.
var noScenario = map[cause.ID]string{
	cause.GoMissing:              "the lab runs the real go before and after; testdata/script/go_missing.txtar does without",
	cause.RevocationCheckBlocked: "only Windows asks for revocation lists; pkg/explain has logs of it",
	cause.ToolchainInsecure:      "it depends on the Go release at hand; pkg/diagnose has the releases as rows",
	cause.Undecided:              "the lab knows the answer to every request; pkg/diagnose has a machine where nobody looked",
}

// TestEveryCauseHasAScenario wants every cause on a machine with a real network,
// where the real go fails because of it.
func TestEveryCauseHasAScenario(t *testing.T) {
	files, err := filepath.Glob("../../testdata/scenario/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scenarios: %v", err)
	}
	names := regexp.MustCompile(`(?m)^(?:cause|also) ([a-z0-9-]+)$`)
	shown := map[cause.ID]bool{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range names.FindAllSubmatch(data, -1) {
			shown[cause.ID(m[1])] = true
		}
	}
	for _, id := range cause.IDs() {
		switch why := noScenario[id]; {
		case shown[id] && why != "":
			t.Errorf("%s has a scenario now: take it off the list of those without", id)
		case !shown[id] && why == "":
			t.Errorf("%s has no scenario in testdata/scenario: one whose section expect has the line: cause %s", id, id)
		}
	}
}
