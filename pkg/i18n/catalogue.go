package i18n

import (
	"fmt"
	"strconv"
	"strings"
)

// parse reads a file of texts into into. The files are YAML, for the editors that
// people have, and need little of it: a mapping of ids to double-quoted strings on one
// line, or to literal blocks ("|"), with comments on lines of their own. Every start
// of the program reads a language; a whole YAML reader took a third of the time of
// each. TestFilesAreYAML holds the two to the same texts.
func parse(data string, into map[string]string) error {
	lines := strings.Split(data, "\n")
	for i := 0; i < len(lines); i++ {
		line := lines[i]
		if line == "" || line[0] == '#' {
			continue
		}
		id, value, found := strings.Cut(line, ": ")
		switch {
		case !found || strings.ContainsAny(id, " \t\"#"):
			return fmt.Errorf("line %d: want an id, a colon and a text", i+1)
		case value == "|":
			into[id], i = block(lines, i+1)
			continue
		}
		text, err := strconv.Unquote(value)
		if err != nil || value[0] != '"' {
			return fmt.Errorf(`line %d: the text of %s is neither in "double quotes" nor a block below "|"`, i+1, id)
		}
		into[id] = text
	}
	return nil
}

// block reads the literal block that begins at a line, indented by two blanks, and
// returns the number of its last line.
func block(lines []string, from int) (text string, last int) {
	end := from
	for end < len(lines) && (lines[end] == "" || strings.HasPrefix(lines[end], "  ")) {
		end++
	}
	var b strings.Builder
	for _, line := range lines[from:end] {
		b.WriteString(strings.TrimPrefix(line, "  "))
		b.WriteByte('\n')
	}
	return strings.TrimRight(b.String(), "\n") + "\n", end - 1
}
