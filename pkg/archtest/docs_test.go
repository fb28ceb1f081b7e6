package archtest

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestArchitectureNamesEveryPackage: the table in docs/architecture.md names every
// directory of packages, and none that is not there.
func TestArchitectureNamesEveryPackage(t *testing.T) {
	t.Parallel()
	const root = "../.."
	page, err := os.ReadFile(filepath.Join(root, "docs", "architecture.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, pattern := range []string{"cmd/*", "pkg/*"} {
		dirs, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil || len(dirs) == 0 {
			t.Fatalf("%s: %v", pattern, err)
		}
		for _, dir := range dirs {
			name, _ := filepath.Rel(root, dir)
			if name = filepath.ToSlash(name); !strings.Contains(string(page), "`"+name+"`") {
				t.Errorf("docs/architecture.md does not say what is in %s: add it to the table of packages", name)
			}
		}
	}
	for _, m := range regexp.MustCompile("`((?:cmd|pkg)/[a-z/]+)`").FindAllStringSubmatch(string(page), -1) {
		if info, err := os.Stat(filepath.Join(root, m[1])); err != nil || !info.IsDir() {
			t.Errorf("docs/architecture.md names %s, which is no directory", m[1])
		}
	}
}
