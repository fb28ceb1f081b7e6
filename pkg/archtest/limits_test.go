package archtest

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
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
	row := regexp.MustCompile(`(?m)^\| [^|]+ \| (\d+) ([KM])iB \| (\S+) (\w+) \|$`)
	rows := row.FindAllStringSubmatch(string(page), -1)
	if len(rows) < 5 || len(rows) != strings.Count(string(page), "iB |") {
		t.Fatalf("%d rows could be read", len(rows))
	}
	for _, r := range rows {
		code, err := os.ReadFile(filepath.Join(root, r[3]))
		if err != nil {
			t.Error(err)
			continue
		}
		m := regexp.MustCompile(`(?m)\b` + r[4] + `\s*=\s*(\d+) << (\d+)`).FindSubmatch(code)
		if m == nil {
			t.Errorf("%s has no constant %s of the form N << M", r[3], r[4])
			continue
		}
		n, _ := strconv.Atoi(string(m[1]))
		shift, _ := strconv.Atoi(string(m[2]))
		want, _ := strconv.Atoi(r[1])
		want <<= map[string]int{"K": 10, "M": 20}[r[2]]
		if n<<shift != want {
			t.Errorf("%s is %d, SECURITY.md says %d", r[4], n<<shift, want)
		}
	}
}
