package archtest

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/known"
)

// TestSentOfSecurity: the table of what is sent names every host that is asked without
// a setting that says so and without a flag, and no other of their kind.
func TestSentOfSecurity(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../SECURITY.md")
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for line := range strings.Lines(string(page)) {
		cells := strings.Split(line, "|")
		if len(cells) != 5 || !strings.Contains(cells[1], "`GET ") {
			continue
		}
		for _, host := range strings.Split(cells[2], ",") {
			path := strings.Split(cells[1], "`")[1]
			told = append(told, strings.TrimSpace(host)+strings.TrimPrefix(path, "GET "))
		}
	}
	var asked []string
	for _, c := range known.Checks() {
		asked = append(asked, c.Host+c.Path)
	}
	var references []string
	for _, h := range known.References() {
		references = append(references, h.Name)
	}
	if row := "| " + strings.Join(references, ", ") + " |"; !strings.Contains(string(page), row) {
		t.Errorf("SECURITY.md has no row for %s, to which doctor connects whatever the settings say", row)
	}
	slices.Sort(told)
	slices.Sort(asked)
	if len(asked) == 0 || !slices.Equal(told, asked) {
		t.Errorf("SECURITY.md tells of %v, and asked are %v", told, asked)
	}
}
