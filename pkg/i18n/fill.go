package i18n

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Missing stands in a text where an argument is not there: a test looks for it.
const Missing = "<no value>"

// Fill puts arguments into a text. The notation is the small part of text/template
// that texts need: {{.name}}, {{if .name}}, {{if eq .name "value"}}, {{if ne …}},
// {{else if …}}, {{else}}, {{end}} and {{"text"}}. A condition without a comparison
// holds for an argument that is not empty. text/template itself calls methods by
// name, which makes the linker keep every method of the program.
func Fill(text string, args map[string]string, missing string) (string, error) {
	if !strings.Contains(text, "{{") {
		return text, nil
	}
	f := filler{args: args, missing: missing}
	for text != "" {
		before, rest, found := strings.Cut(text, "{{")
		f.write(before)
		if !found {
			break
		}
		action, after, closed := strings.Cut(rest, "}}")
		if !closed {
			return "", errors.New("a placeholder has no end")
		}
		if err := f.action(strings.TrimSpace(action)); err != nil {
			return "", fmt.Errorf("{{%s}}: %w", action, err)
		}
		text = after
	}
	if len(f.open) > 0 {
		return "", errors.New("an {{if}} has no {{end}}")
	}
	return f.out.String(), nil
}

// filler is a text on its way.
type filler struct {
	args    map[string]string
	missing string
	out     strings.Builder
	open    []branch
}

// branch is an {{if}} that has not ended.
type branch struct {
	shown bool // the part at hand is written
	taken bool // a part has been
}

func (f *filler) write(s string) {
	if !slices.ContainsFunc(f.open, func(b branch) bool { return !b.shown }) {
		f.out.WriteString(s)
	}
}

func (f *filler) action(a string) error {
	word, rest, _ := strings.Cut(a, " ")
	switch word {
	case "if":
		holds, err := f.holds(rest)
		f.open = append(f.open, branch{holds, holds})
		return err
	case "else", "end":
		if len(f.open) == 0 {
			return errors.New("no {{if}} is open")
		}
		return f.turn(word, rest)
	}
	value, err := f.value(a)
	f.write(value)
	return err
}

// turn goes on to the next part of the last {{if}}, or ends it.
func (f *filler) turn(word, rest string) error {
	last := &f.open[len(f.open)-1]
	if word == "end" {
		f.open = f.open[:len(f.open)-1]
		return nil
	}
	holds := true
	if condition, ok := strings.CutPrefix(rest, "if "); ok {
		var err error
		if holds, err = f.holds(condition); err != nil {
			return err
		}
	}
	last.shown = holds && !last.taken
	last.taken = last.taken || holds
	return nil
}

func (f *filler) holds(condition string) (bool, error) {
	words, err := fields(condition)
	if err != nil {
		return false, err
	}
	switch {
	case len(words) == 1 && strings.HasPrefix(words[0], "."):
		return f.args[words[0][1:]] != "", nil
	case len(words) >= 3 && (words[0] == "eq" || words[0] == "ne" && len(words) == 3):
		first, err := f.operand(words[1])
		if err != nil {
			return false, err
		}
		for _, w := range words[2:] {
			other, err := f.operand(w)
			if err != nil {
				return false, err
			}
			if first == other {
				return words[0] == "eq", nil
			}
		}
		return words[0] == "ne", nil
	}
	return false, errors.New("no condition of this kind")
}

// operand is an argument or a text in quotes; an argument that is not there is empty.
func (f *filler) operand(word string) (string, error) {
	if name, ok := strings.CutPrefix(word, "."); ok {
		return f.args[name], nil
	}
	return strconv.Unquote(word)
}

func (f *filler) value(word string) (string, error) {
	if name, ok := strings.CutPrefix(word, "."); ok {
		if value, ok := f.args[name]; ok {
			return value, nil
		}
		return f.missing, nil
	}
	return strconv.Unquote(word)
}

// fields cuts a condition at blanks outside of quotes.
func fields(s string) ([]string, error) {
	var out []string
	for s = strings.TrimSpace(s); s != ""; s = strings.TrimSpace(s) {
		if s[0] != '"' && s[0] != '`' {
			word, rest, _ := strings.Cut(s, " ")
			out, s = append(out, word), rest
			continue
		}
		quoted, err := strconv.QuotedPrefix(s)
		if err != nil {
			return nil, errors.New("a quote has no end")
		}
		out, s = append(out, quoted), s[len(quoted):]
	}
	return out, nil
}
