package netlab

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

// partVariable chooses a part of the scenarios: "2/3" is the second of three.
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

var causeOf = regexp.MustCompile(`(?m)^cause ([a-z0-9-]+)$`)

// today returns the scenarios of the day: one in eight, ordered by their primary cause,
// so that each kind of fault that has several is played on every commit.
func today(t *testing.T, files []string) []string {
	t.Helper()
	of := map[string]string{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		cause := "" // where more than one counts
		if m := causeOf.FindSubmatch(data); m != nil {
			cause = string(m[1])
		}
		of[file] = cause
	}
	slices.SortFunc(files, func(a, b string) int { return cmp.Or(cmp.Compare(of[a], of[b]), cmp.Compare(a, b)) })
	return need.Today(files, 8)
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
	need.Long(t)
	files, err := filepath.Glob("../../testdata/scenario/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scenarios (%v)", err)
	}
	files, err = part(files, os.Getenv(partVariable))
	if err != nil {
		t.Fatal(err)
	}
	files = today(t, files)
	binary := Build(t)
	var board Board
	t.Cleanup(func() { t.Log("\n" + board.String()) })
	for _, f := range files {
		t.Run(strings.TrimSuffix(filepath.Base(f), ".txtar"), func(t *testing.T) { RunScenario(t, f, binary, &board, onFirstScreen) })
	}
}
