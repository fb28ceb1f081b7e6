package formats

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/gofix-net/gofix-net/pkg/report"
)

// TestGoldenScreens compares the answer of every recorded report, in both languages,
// at the widths of a narrow, a usual and a wide terminal, and as a screen reader gets it.
func TestGoldenScreens(t *testing.T) {
	for name, data := range recorded(t) {
		goldenScreens(t, name, data, filepath.Join(recordings, "screens", name+".txtar"))
	}
	machines := filepath.Join(recordings, "machines")
	for name, data := range recordedIn(t, machines) {
		goldenScreens(t, name, data, filepath.Join(machines, name+".txtar"))
	}
}

func goldenScreens(t *testing.T, name string, data []byte, golden string) {
	t.Helper()
	got := &txtar.Archive{}
	r, o := parsed(t, name, data)
	for _, width := range []int{60, 80, 140} {
		o.Width = width
		got.Files = append(got.Files, txtar.File{Name: fmt.Sprint(width), Data: rendered(t, "text", r, o)})
	}
	o.Width, o.Plain = 80, true
	got.Files = append(got.Files, txtar.File{Name: "plain", Data: rendered(t, "text", r, o)})
	compareGolden(t, golden, got)
}

// TestAnswerLeavesRoomForTheMenu checks that the answer and the menu of the wizard are
// on one screen of 24 lines, of every recorded report, and that the commands a person
// has to type are there.
func TestAnswerLeavesRoomForTheMenu(t *testing.T) {
	const menu = 8
	reports := recorded(t)
	for name, data := range recordedIn(t, filepath.Join(recordings, "machines")) {
		reports["machines/"+name] = data
	}
	for name, data := range reports {
		r, o := parsed(t, filepath.Base(name), data)
		o.Menu = menu
		r.Applied = nil // the menu comes before anything is written
		for _, width := range []int{60, 80, 140} {
			o.Width = width
			text := string(rendered(t, "text", r, o))
			n := 0
			for line := range strings.Lines(text) {
				n += max(1, (widest(strings.TrimSpace(line))+width-1)/width)
			}
			if n > 23-menu {
				t.Errorf("%s has %d lines at %d columns: with a menu of %d its verdict leaves the screen:\n%s", name, n, width, menu, text)
			}
			for _, command := range commandsByHand(r) {
				if !strings.Contains(text, command) {
					t.Errorf("%s at %d columns does not show %q:\n%s", name, width, command, text)
				}
			}
		}
	}
}

// commandsByHand are the commands in the steps that stand in place of a change.
func commandsByHand(r *report.Report) []string {
	primary, out := r.Primary(), []string{}
	if primary == nil || len(r.Plan.Changes) > 0 {
		return out
	}
	for _, step := range primary.Manual {
		for line := range strings.Lines(step) {
			if strings.HasPrefix(line, "  ") {
				out = append(out, strings.TrimSpace(line))
			}
		}
	}
	return out
}
