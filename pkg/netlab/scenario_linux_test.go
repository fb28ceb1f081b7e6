package netlab

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestScenarios(t *testing.T) {
	files, err := filepath.Glob("../../testdata/scenario/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scenarios (%v)", err)
	}
	binary := Build(t)
	var board Board
	t.Cleanup(func() { t.Log("\n" + board.String()) })
	for _, f := range files {
		t.Run(strings.TrimSuffix(filepath.Base(f), ".txtar"), func(t *testing.T) { RunScenario(t, f, binary, &board, onFirstScreen) })
	}
}
