package read

import "strings"

const (
	maxLearned = 4  // prefixes that are remembered: jobs side by side have one each
	maxPrefix  = 80 // bytes of one
)

// beginnings are what the messages of go and git begin with: what stands in front of
// them is a prefix.
var beginnings = []string{"go: ", "fatal: ", "Cloning into '", "# cd "}

// strip takes a learned prefix off text, and learns a new one.
func (c *Cleaner) strip(text string) string {
	for _, p := range c.learned {
		switch {
		case len(text) >= len(p) && sameShape(text[:len(p)], p):
			return text[len(p):]
		case text != "" && sameShape(text, strings.TrimRight(p, " \t")):
			return "" // an empty line
		}
	}
	c.learn(text)
	return text
}

// learn remembers what stands in front of a message.
func (c *Cleaner) learn(text string) {
	for _, b := range beginnings {
		at := strings.Index(text, b)
		if at < 3 || at > maxPrefix || !isPrefix(text[:at]) {
			continue
		}
		if c.learned = append(c.learned, withoutDigits(text[:at])); len(c.learned) > maxLearned {
			c.learned = c.learned[1:]
		}
		return
	}
}

// isPrefix reports whether s can stand in front of every line of a log: it ends with a
// blank or a mark, and is no part of a message, which names modules, URLs or commands.
func isPrefix(s string) bool {
	last := s[len(s)-1]
	if last >= '0' && last <= '9' || last >= 'a' && last <= 'z' || last >= 'A' && last <= 'Z' || strings.TrimSpace(s) == "" {
		return false
	}
	for _, w := range []string{"://", "@v", "go ", "go.", "git "} {
		if strings.Contains(s, w) {
			return false
		}
	}
	return true
}

// sameShape reports whether s is p but for the digits: times and numbers count on.
func sameShape(s, p string) bool {
	if len(s) != len(p) {
		return false
	}
	for i := range len(s) {
		if zero(s[i]) != p[i] {
			return false
		}
	}
	return true
}

func withoutDigits(s string) string {
	b := []byte(s)
	for i := range b {
		b[i] = zero(b[i])
	}
	return string(b)
}

func zero(c byte) byte {
	if c >= '0' && c <= '9' {
		return '0'
	}
	return c
}
