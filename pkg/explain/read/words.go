package read

import "strings"

// Words are a few words to look for in single lines. A [Filter] is faster in large
// blocks, and takes a hundred times the memory and the time to make.
type Words struct {
	first [256][]string // by first byte
}

// NewWords returns the search for words, none of which is empty.
func NewWords(words []string) *Words {
	w := &Words{}
	for _, word := range words {
		w.first[word[0]] = append(w.first[word[0]], word)
	}
	return w
}

// In reports whether text holds one of the words.
func (w *Words) In(text string) bool {
	for i := range len(text) {
		for _, word := range w.first[text[i]] {
			if strings.HasPrefix(text[i:], word) {
				return true
			}
		}
	}
	return false
}

// next returns where the first word in b begins, and the word; -1 if there is none.
func (w *Words) next(b []byte, from int) (int, string) {
	for i := from; i < len(b); i++ {
		for _, word := range w.first[b[i]] {
			if len(b)-i >= len(word) && string(b[i:i+len(word)]) == word {
				return i, word
			}
		}
	}
	return -1, ""
}
