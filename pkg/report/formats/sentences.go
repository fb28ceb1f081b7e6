package formats

import (
	"iter"
	"strings"
	"unicode/utf8"
)

// longSentence is how many lines a sentence may be expected to take.
const longSentence = 4

// sentences is the part of a text that fits into so many lines behind a label, in whole
// sentences: half a sentence answers nothing. A text that begins with a very long one
// stays as it is, to be clipped.
func (p *page) sentences(text string, most int) string {
	fits := ""
	for end := range sentenceEnds(text) {
		begun := strings.TrimSpace(text[:end])
		if len(wrap(p.spelt(begun), p.room())) > most {
			break
		}
		fits = begun
	}
	if fits == "" && most >= longSentence {
		return text
	}
	return fits
}

// sentenceEnds yields where the sentences of a text end.
func sentenceEnds(text string) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i, r := range text {
			end := i + utf8.RuneLen(r)
			ends := r == '。' || r == '.' && (end == len(text) || text[end] == ' ') && !strings.HasSuffix(text[:i], "e.g")
			if ends && !yield(end) {
				return
			}
		}
		yield(len(text))
	}
}
