package i18n

// Pair has what is said in each language. It is plain data, so that no code runs for a
// variable of it when the program starts.
type Pair[T any] struct{ En, Zh T }

// In is what is said in a language, the zero value in one that is none of [Langs].
func (p Pair[T]) In(lang Lang) T {
	switch lang {
	case En:
		return p.En
	case Zh:
		return p.Zh
	}
	var none T
	return none
}
