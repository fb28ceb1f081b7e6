package need

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestTheGateInstallsWhatTestsUse reads which programs tests ask for by name, and wants
// each in the gate: on a fresh machine a test without its program fails there.
func TestTheGateInstallsWhatTestsUse(t *testing.T) {
	t.Parallel()
	gate, err := os.ReadFile("../../../.ci/run")
	if err != nil {
		t.Fatal(err)
	}
	given := map[string]bool{"go": true, "sh": true, "bash": true, "unshare": true} // every Debian has them
	for word := range strings.FieldsFuncSeq(string(gate), func(r rune) bool { return strings.ContainsRune(" \t\n\"'()$", r) }) {
		given[word], given[filepath.Base(word)] = true, true
	}
	asked := regexp.MustCompile(`\bneed\.Program\(t, "([^"]+)"\)`)
	found := 0
	err = filepath.WalkDir("../../..", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path) //nolint:gosec // a file of this repository
		if err != nil {
			return err
		}
		for _, m := range asked.FindAllStringSubmatch(string(text), -1) {
			if found++; !given[m[1]] {
				t.Errorf("%s uses %s: .ci/run does not install it", path, m[1])
			}
		}
		return nil
	})
	if err != nil || found < 10 {
		t.Errorf("%d programs, %v", found, err)
	}
}
