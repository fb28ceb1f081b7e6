package netlab

import (
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"
	"time"
)

// Score is what came of one scenario: of each part whether it was as declared.
type Score struct {
	Name, Story string
	Broken      bool // broken before, or healthy, as declared
	Cause       bool // the right verdict and primary cause, nothing written by doctor
	Screen      bool // verdict, cause and remedy are on the first screen
	Rescued     bool // the command works after apply; or nothing was written, as declared
	Safe        bool // no protection weakened, no private path shown
	Undone      bool // every byte as before
	Seconds     float64
	Start       time.Time `json:"-"`
}

// scoreMark begins the line by which the process inside tells its score.
const scoreMark = "scenario score: "

func (s Score) line(test string) string {
	s.Name, s.Seconds = path.Base(test), time.Since(s.Start).Seconds()
	text, err := json.Marshal(s)
	if err != nil {
		return err.Error()
	}
	return scoreMark + string(text)
}

// Board collects the scores of many scenarios. It is safe for concurrent use; a
// nil one collects nothing.
type Board struct {
	mu     sync.Mutex
	scores []Score
}

// see reads the score out of what a scenario printed.
func (b *Board) see(output string) {
	if b == nil {
		return
	}
	_, text, ok := strings.Cut(output, scoreMark)
	line, _, _ := strings.Cut(text, "\n")
	var s Score
	if !ok || json.Unmarshal([]byte(line), &s) != nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.scores = append(b.scores, s)
}

// String is the table, by name, and the totals.
func (b *Board) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	slices.SortFunc(b.scores, func(x, y Score) int { return strings.Compare(x.Name, y.Name) })
	var out strings.Builder
	const row = "%-34s %-7s %-6s %-6s %-8s %-5s %-7s %7s\n"
	fmt.Fprintf(&out, row, "scenario", "broken", "cause", "screen", "rescued", "safe", "undone", "seconds")
	var totals [6]int
	for _, s := range b.scores {
		parts := [6]bool{s.Broken, s.Cause, s.Screen, s.Rescued, s.Safe, s.Undone}
		for i, ok := range parts {
			if ok {
				totals[i]++
			}
		}
		fmt.Fprintf(&out, row, s.Name, tick(parts[0]), tick(parts[1]), tick(parts[2]), tick(parts[3]), tick(parts[4]), tick(parts[5]), fmt.Sprintf("%.1f", s.Seconds))
	}
	fmt.Fprintf(&out, row, fmt.Sprintf("of %d", len(b.scores)), fmt.Sprint(totals[0]), fmt.Sprint(totals[1]), fmt.Sprint(totals[2]), fmt.Sprint(totals[3]), fmt.Sprint(totals[4]), fmt.Sprint(totals[5]), "")
	return out.String()
}

func tick(ok bool) string {
	if ok {
		return "yes"
	}
	return "NO"
}
