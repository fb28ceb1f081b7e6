package archtest

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestLimitsOfSecurity compares the table in SECURITY.md with the constants that
// it names.
func TestLimitsOfSecurity(t *testing.T) {
	t.Parallel()
	const root = "../.."
	page, err := os.ReadFile(filepath.Join(root, "SECURITY.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, table, found := strings.Cut(string(page), "\n## Limits\n")
	if !found {
		t.Fatal("SECURITY.md has no section Limits")
	}
	row := regexp.MustCompile(`(?m)^\| [^|]+ \| (\d+)(?: (KiB|MiB|s))? \| (\S+) (\w+) \|$`)
	rows := row.FindAllStringSubmatch(table, -1)
	if len(rows) < 5 || len(rows) != strings.Count(table, "\n| ")-2 {
		t.Fatalf("%d rows could be read", len(rows))
	}
	listed := map[string]bool{}
	for _, r := range rows {
		listed[r[3]+" "+r[4]] = true
		code, err := os.ReadFile(filepath.Join(root, r[3]))
		if err != nil {
			t.Error(err)
			continue
		}
		if got := constant(code, r[4]); got != r[1]+r[2] {
			t.Errorf("%s of %s is %q, SECURITY.md says %q", r[4], r[3], got, r[1]+r[2])
		}
	}
	large := regexp.MustCompile(`(?m)^\s*(?:const )?((?:[mM]ax|largest)\w*)\s*=\s*\d+ << 20`)
	for _, s := range sources(t) {
		if s.test() || strings.HasPrefix(s.path, "pkg/nettest/") || strings.HasPrefix(s.path, "pkg/netlab/") {
			continue
		}
		code, err := os.ReadFile(filepath.Join(root, s.path))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range large.FindAllSubmatch(code, -1) {
			if name := s.path + " " + string(m[1]); !listed[name] {
				t.Errorf("%s does not stand in the table of SECURITY.md", name)
			}
		}
	}
}

// constant returns the value of a constant in a file of Go with its unit, such as
// "16MiB", "90s" or "32", or "" if there is none of these forms.
func constant(code []byte, name string) string {
	m := regexp.MustCompile(`(?m)\b` + name + `\s*=\s*(\d+)(?: (<<|\*) (10|20|time\.Second))?\s*(?://.*)?$`).FindSubmatch(code)
	if m == nil {
		return ""
	}
	return string(m[1]) + map[string]string{"": "", "<<10": "KiB", "<<20": "MiB", "*time.Second": "s"}[string(m[2])+string(m[3])]
}
