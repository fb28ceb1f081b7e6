package explain

import (
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/gofix-net/gofix-net/pkg/cause"
)

// noLog are the causes that no log of testdata/logs shows and no statement names, and why.
var noLog = map[cause.ID]string{
	cause.DNSTampered:        "a log has no answers of other resolvers to compare with",
	cause.HostsOverride:      "a log does not show the hosts file",
	cause.SystemProxyIgnored: "a log does not show the settings of the desktop",
	cause.GitEnvironment:     "a log does not show the variables that git was run with",
	cause.GoStopped:          "it is what doctor says of an error of go that no other cause accounts for",
	cause.ToolchainInsecure:  "it breaks no download, so that no error tells of it",
	cause.InsecureSetting:    "parser.go warns of it where a log shows the setting",
	cause.Undecided:          "it is what doctor says of requests that were not tried",
}

// TestEveryCauseHasALog wants each cause named by explain too, or the reason why a log
// cannot show it: a new cause that doctor finds is forgotten here most easily.
func TestEveryCauseHasALog(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/logs/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("testdata/logs: %v", err)
	}
	named := map[cause.ID]bool{}
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(section(t, a, "want"))) {
			id, _, _ := strings.Cut(strings.TrimSpace(line), " ")
			named[cause.ID(id)] = true
		}
	}
	for _, s := range statements {
		for _, id := range append([]cause.ID{s.cause}, s.or...) {
			named[id] = true
		}
	}
	for _, id := range cause.IDs() {
		switch why := noLog[id]; {
		case named[id] && why != "":
			t.Errorf("%s is shown by a log now: take it off noLog", id)
		case !named[id] && why == "":
			t.Errorf("%s is named for no log: add one to testdata/logs and what recognises it to cause.go or statement.go, or say in noLog why a log cannot show it", id)
		}
	}
}
