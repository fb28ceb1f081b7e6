package formats

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// The columns that text is laid out for.
const (
	defaultWidth = 80
	minWidth     = 40
	maxWidth     = 140 // longer lines are hard to read
)

func columns(width int) int {
	if width <= 0 {
		return defaultWidth
	}
	return min(max(width, minWidth), maxWidth)
}

// wrap breaks text into lines of at most width columns, counting characters of
// two columns as two. It breaks at spaces and beside Chinese characters where
// the Unicode line breaking rules allow it, never within a word, a URL or a
// path: what is longer than a line stays whole. So does a line that begins with two
// spaces, which is a command to copy.
func wrap(text string, width int) []string {
	var lines []string
	for _, paragraph := range strings.Split(text, "\n") {
		if strings.HasPrefix(paragraph, "  ") {
			lines = append(lines, paragraph)
			continue
		}
		lines = append(lines, wrapLine(paragraph, width)...)
	}
	return lines
}

func wrapLine(text string, width int) []string {
	var lines []string
	line, used := "", 0
	for _, piece := range pieces(text) {
		if line != "" && used+uniseg.StringWidth(strings.TrimRight(piece, " ")) > width {
			lines = append(lines, strings.TrimRight(line, " "))
			line, used = "", 0
		}
		line += piece
		used += uniseg.StringWidth(piece)
	}
	return append(lines, strings.TrimRight(line, " "))
}

// pieces cuts text where a line may be broken; spaces stay at the end of a piece. A
// command is one piece.
func pieces(text string) []string { return commandsWhole(segments(text)) }

// segments is pieces only by the rules for lines.
func segments(text string) []string {
	var out []string
	piece, state := "", -1
	for text != "" {
		var segment string
		segment, text, _, state = uniseg.FirstLineSegmentInString(text, state)
		// The Unicode rules keep a slash at the word before it, even across a space;
		// here it begins a path.
		for at := strings.Index(segment, " /"); at >= 0; at = strings.Index(segment, " /") {
			out = append(out, piece+segment[:at+1])
			piece, segment = "", segment[at+1:]
		}
		piece += segment
		if text == "" || breakable(piece, text) {
			out = append(out, piece)
			piece = ""
		}
	}
	return out
}

// breakable reports whether the place between before and after is a space or
// borders on a wide character. The Unicode rules alone would break URLs and
// paths too, which can then not be copied. A number keeps its unit.
func breakable(before, after string) bool {
	if number, ok := strings.CutSuffix(before, " "); ok {
		return !startsWithUnit(after) || strings.TrimRight(number, "0123456789") == number
	}
	last, _ := utf8.DecodeLastRuneInString(before)
	next, _ := utf8.DecodeRuneInString(after)
	return wide(last) || wide(next)
}

// units are what numbers in texts are followed by.
var units = []string{"ms", "s", "B", "KiB", "MiB", "%"}

func startsWithUnit(text string) bool {
	end := strings.IndexFunc(text, func(r rune) bool { return r != '%' && !unicode.IsLetter(r) })
	if end < 0 {
		end = len(text)
	}
	return slices.Contains(units, text[:end])
}

func wide(r rune) bool { return uniseg.StringWidth(string(r)) > 1 }

// pad fills s with spaces up to n columns.
func pad(s string, n int) string {
	return s + strings.Repeat(" ", max(0, n-uniseg.StringWidth(s)))
}

// widest returns the greatest width among the texts.
func widest(texts ...string) int {
	n := 0
	for _, t := range texts {
		n = max(n, uniseg.StringWidth(t))
	}
	return n
}
