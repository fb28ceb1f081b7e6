package token

// Cursor is a place in a list of tokens.
type Cursor struct {
	List []Token
	At   int
}

// Peek returns the token n behind the cursor; a [Line] where the list has ended.
func (c *Cursor) Peek(n int) Token {
	if c.At+n < len(c.List) {
		return c.List[c.At+n]
	}
	return Token{Kind: Line}
}

// IsMark reports whether the token n behind the cursor is this mark.
func (c *Cursor) IsMark(n int, text string) bool {
	t := c.Peek(n)
	return t.Kind == Mark && t.Value == text
}
