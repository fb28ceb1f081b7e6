package netlab

import (
	"bytes"
	"strings"
	"testing"

	"github.com/rivo/uniseg"

	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/report"
	"github.com/gofix-net/gofix-net/pkg/report/formats"
)

// The terminal that an answer has to fit: a line holds the command, and one the
// prompt behind it.
const (
	screenWidth = 80
	screenLines = 24 - 2
)

// onFirstScreen holds an answer to one screen: the verdict, the cause and what to do
// about it are there, in both spellings of marks. Of apply's report it is the answer
// before anything was written.
func onFirstScreen(t *testing.T, lang string, data []byte) {
	r, err := report.Read(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("screen: no report: %v", err)
	}
	if r.Applied != nil && len(r.Plan.Remaining) > 0 {
		helps := true // apply says false of all that was asked about; the change itself was proved
		r.Plan.Proven = &helps
	}
	r.Applied = nil
	texts, err := i18n.New(i18n.Lang(lang))
	if err != nil {
		t.Fatal(err)
	}
	for _, unicode := range []bool{true, false} {
		text := screenOf(t, r, texts, screenWidth, unicode)
		for _, fault := range screenFaults(r, text) {
			t.Errorf("screen: %s\n%s", fault, text)
		}
	}
	for _, width := range []int{60, 140} {
		text := screenOf(t, r, texts, width, true)
		for line := range strings.Lines(text) {
			if uniseg.StringWidth(strings.TrimSuffix(line, "\n")) > width && !mayBeLong(r, line) {
				t.Errorf("screen: at %d columns a line is too long: %s\n%s", width, line, text)
			}
		}
	}
}

// screenOf is the answer on a terminal of that width.
func screenOf(t *testing.T, r *report.Report, texts *i18n.Texts, width int, unicode bool) string {
	t.Helper()
	var b bytes.Buffer
	if err := formats.Write(&b, "text", r, formats.Options{Texts: texts, Width: width, Unicode: unicode}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// screenFaults says what is wrong with the first screen of an answer.
func screenFaults(r *report.Report, text string) []string {
	var out []string
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	if len(lines) > screenLines {
		out = append(out, "the answer is longer than a screen")
		lines = lines[:screenLines]
	}
	for _, l := range lines {
		if uniseg.StringWidth(l) > screenWidth && !mayBeLong(r, l) {
			out = append(out, "a line is too long: "+l)
		}
	}
	shown := words(strings.Join(lines, "\n"))
	want := func(what, sentence string) {
		if !strings.Contains(shown, words(sentence)) {
			out = append(out, what+" is missing: "+sentence)
		}
	}
	if r.Verdict == report.Healthy {
		if !strings.HasPrefix(text, "✓ ") && !strings.HasPrefix(text, "ok ") {
			out = append(out, "the healthy verdict is missing")
		}
		return out
	}
	primary := r.Primary()
	if primary == nil {
		return append(out, "there is no cause")
	}
	want("the cause", primary.Title)
	switch refuted := r.Plan.Proven != nil && !*r.Plan.Proven; {
	case len(r.Plan.Changes) > 0 && !refuted:
		for _, c := range r.Plan.Changes {
			want("a change", c.Key)
		}
		want("the command", "gofix-net apply")
	case r.Verdict == report.Broken:
		steps := stepsOf(r, primary)
		if len(steps) == 0 {
			want("what to do where no setting helps", "1. ")
		}
		for _, step := range steps {
			want("a step", step)
		}
	}
	return out
}

// stepsOf are what a person has to do: about the cause, or where it has no steps,
// about what keeps gofix-net from removing it.
func stepsOf(r *report.Report, primary *report.Finding) []string {
	if len(primary.Manual) > 0 {
		return primary.Manual
	}
	for _, f := range r.Findings {
		if len(f.Manual) > 0 {
			return f.Manual
		}
	}
	return nil
}

// mayBeLong reports whether a line is one word or one side of a difference: an address
// or a value, or a command of a step or with the name of a file, which stay whole so that
// they can be copied.
func mayBeLong(r *report.Report, line string) bool {
	fields := strings.Fields(line)
	if strings.Contains(line, " gofix-net apply --file ") {
		return true
	}
	for _, f := range r.Findings {
		for step := range strings.Lines(strings.Join(f.Manual, "\n")) {
			if strings.HasPrefix(step, "  ") && strings.TrimSpace(step) == strings.TrimSpace(line) {
				return true
			}
			if margin := len(line) - len(strings.TrimLeft(line, " ")); margin <= 2 && strings.Contains(step, strings.TrimSpace(line)) {
				return true // a command within the sentence, at the margin
			}
		}
	}
	return len(fields) <= 2 || fields[0] == "+" || fields[0] == "-"
}

// words is a text without its blanks, for lines end anywhere, and without typography.
func words(s string) string {
	s = strings.NewReplacer("–", "-", "—", "-", "→", "->", "…", "...", "×", "x", "·", "|", "“", `"`, "”", `"`, "‘", "'", "’", "'").Replace(s)
	return strings.Join(strings.Fields(s), "")
}
