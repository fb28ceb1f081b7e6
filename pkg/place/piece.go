package place

import (
	"sort"
	"strings"
)

// Piece is a text that is in a file, perhaps with indentation, line
// continuations or escapes between its parts, and knows where each byte of it
// comes from: a script in a YAML block, the commands of a RUN instruction.
type Piece struct {
	Text string
	runs []run
}

// run says that the bytes from at on are in the file from file on.
type run struct{ at, file int }

// PieceOf returns the piece that a span of a file is.
func PieceOf(t *Text, s Span) Piece { return Piece{t.Of(s), []run{{0, s.Start}}} }

// At returns where in the file a byte of the piece is.
func (p Piece) At(offset int) int {
	if len(p.runs) == 0 {
		return 0
	}
	i := max(sort.Search(len(p.runs), func(i int) bool { return p.runs[i].at > offset })-1, 0)
	return p.runs[i].file + offset - p.runs[i].at
}

// Span returns where in the file a range of the piece is.
func (p Piece) Span(start, end int) Span {
	if end <= start {
		at := p.At(start)
		return Span{at, at}
	}
	return Span{p.At(start), p.At(end-1) + 1}
}

// Cut returns a part of the piece.
func (p Piece) Cut(start, end int) Piece {
	start, end = max(start, 0), min(end, len(p.Text))
	if end <= start {
		return Piece{"", []run{{0, p.At(start)}}}
	}
	out := Piece{Text: p.Text[start:end], runs: []run{{0, p.At(start)}}}
	for _, r := range p.runs {
		if r.at > start && r.at < end {
			out.runs = append(out.runs, run{r.at - start, r.file})
		}
	}
	return out
}

// PieceBuilder puts a piece together.
type PieceBuilder struct {
	text strings.Builder
	runs []run
}

// Add appends text that is in the file at an offset, byte by byte.
func (b *PieceBuilder) Add(text string, file int) {
	if text == "" {
		return
	}
	if n := len(b.runs); n == 0 || b.runs[n-1].file+b.text.Len()-b.runs[n-1].at != file {
		b.runs = append(b.runs, run{b.text.Len(), file})
	}
	b.text.WriteString(text)
}

// AddPiece appends a piece.
func (b *PieceBuilder) AddPiece(p Piece) {
	for i, r := range p.runs {
		end := len(p.Text)
		if i+1 < len(p.runs) {
			end = p.runs[i+1].at
		}
		b.Add(p.Text[r.at:end], r.file)
	}
}

// Newline ends a line, if it is not empty; the file has none there.
func (b *PieceBuilder) Newline() {
	if n := len(b.runs); n > 0 && !strings.HasSuffix(b.text.String(), "\n") {
		b.Add("\n", b.runs[n-1].file+b.text.Len()-b.runs[n-1].at)
	}
}

// Len is the number of bytes so far.
func (b *PieceBuilder) Len() int { return b.text.Len() }

// Piece returns what was added, with the place in the file of each part.
func (b *PieceBuilder) Piece() Piece { return Piece{b.text.String(), b.runs} }
