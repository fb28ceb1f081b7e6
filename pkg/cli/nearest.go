package cli

import (
	"strings"
	"unicode/utf8"
)

// farthest is how many letters of a word may be wrong for another to be meant.
const farthest = 2

// nearest returns the words that a person who typed word may have meant: those
// that it begins, and those that differ from it by few letters.
func nearest(word string, words []string) []string {
	var out []string
	for _, w := range words {
		few := min(farthest, utf8.RuneCountInString(word)/2)
		if w != word && word != "" && (strings.HasPrefix(w, word) || distance(strings.ToLower(word), strings.ToLower(w)) <= few) {
			out = append(out, w)
		}
	}
	return out
}

// distance is the number of letters to insert, remove, replace or swap with their
// neighbour to make b of a (the optimal string alignment distance).
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	rows := make([][]int, len(x)+1)
	for i := range rows {
		rows[i] = make([]int, len(y)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(x); i++ {
		for j := 1; j <= len(y); j++ {
			replace := rows[i-1][j-1]
			if x[i-1] != y[j-1] {
				replace++
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, replace)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(x)][len(y)]
}
