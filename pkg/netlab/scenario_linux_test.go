package netlab

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/nettest"
)

// partVariable chooses a part of the scenarios: "2/3" is the second of three. The
// gate runs another part for each commit by day, and all of them by night.
const partVariable = "GOFIX_NET_SCENARIOS"

// part returns every n-th of files; "" means all.
func part(files []string, which string) ([]string, error) {
	if which == "" {
		return files, nil
	}
	var k, n int
	if _, err := fmt.Sscanf(which, "%d/%d", &k, &n); err != nil || k < 1 || k > n {
		return nil, fmt.Errorf("%s=%q is not K/N, such as 2/3", partVariable, which)
	}
	var out []string
	for i := k - 1; i < len(files); i += n {
		out = append(out, files[i])
	}
	return out, nil
}

func TestPartsAreTheWhole(t *testing.T) {
	files := []string{"a", "b", "c", "d", "e", "f", "g"}
	var all []string
	for _, which := range []string{"1/3", "2/3", "3/3"} {
		p, err := part(files, which)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, p...)
	}
	slices.Sort(all)
	if !slices.Equal(all, files) {
		t.Errorf("the parts have %v, want %v", all, files)
	}
	for _, bad := range []string{"0/3", "4/3", "x"} {
		if _, err := part(files, bad); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}

func TestScenarios(t *testing.T) {
	nettest.Long(t)
	files, err := filepath.Glob("../../testdata/scenario/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scenarios (%v)", err)
	}
	files, err = part(files, os.Getenv(partVariable))
	if err != nil {
		t.Fatal(err)
	}
	binary := Build(t)
	var board Board
	t.Cleanup(func() { t.Log("\n" + board.String()) })
	for _, f := range files {
		t.Run(strings.TrimSuffix(filepath.Base(f), ".txtar"), func(t *testing.T) { RunScenario(t, f, binary, &board, onFirstScreen) })
	}
}
