package explain

import (
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	maxShown = 400 // characters of a line that are shown
	maxWord  = 200 // and of a word in it
)

// shortened returns a line for a person: words are left out in the middle of one that
// is too long, since its end says why. No word is cut but one that is longer than any
// URL, which keeps its beginning and its end.
func shortened(text string) string {
	if utf8.RuneCountInString(text) <= maxShown {
		return text
	}
	words := strings.Fields(text)
	for i, w := range words {
		if r := []rune(w); len(r) > maxWord {
			words[i] = string(r[:maxWord*2/3]) + "…" + string(r[len(r)-maxWord/3:])
		}
	}
	last := len(words) - 1
	left := maxShown - length(words[last])
	for ; last > 0 && left-length(words[last-1]) > maxShown*2/3; last-- {
		left -= length(words[last-1])
	}
	first := 0
	for ; first < last && left >= length(words[first]); first++ {
		left -= length(words[first])
	}
	if first < last {
		words = slices.Replace(words, first, last, "…")
	}
	return strings.Join(words, " ")
}

// length is that of a word in characters, with the blank beside it.
func length(word string) int { return utf8.RuneCountInString(word) + 1 }
