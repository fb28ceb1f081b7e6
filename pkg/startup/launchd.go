package startup

import (
	"encoding/xml"
	"strings"
)

// parseLaunchd reads a launchd agent that calls `launchctl setenv NAME value`,
// as one command line or as a list of arguments.
func parseLaunchd(text string, s scope) found {
	var f found
	if !strings.Contains(text, "setenv") || !s.want.in(text) {
		return f
	}
	words, lines := plistWords(text)
	for i := 0; i+2 < len(words); i++ {
		if words[i] != "setenv" {
			continue
		}
		name, value := words[i+1], words[i+2]
		d := Definition{Place: Place{Line: lines[i+1], Kind: Part, Literal: !strings.ContainsAny(value, "$`")}}
		d.Value = Raw(strings.Trim(strings.TrimRight(value, ";"), `'"`))
		d.Text = Raw("launchctl setenv " + name + " " + value)
		f.add(s.want, name, d)
	}
	return f
}

// plistWords returns the words of all strings of a property list, each with its
// line, 0 in a binary one. Whatever cannot be parsed ends it.
func plistWords(text string) (words []string, lines []int) {
	for _, s := range binaryStrings(text) {
		words = append(words, strings.Fields(s)...)
	}
	if len(words) > 0 {
		return words, make([]int, len(words))
	}
	dec := xml.NewDecoder(strings.NewReader(text))
	inside := false
	for {
		token, err := dec.Token()
		if err != nil {
			return words, lines
		}
		switch t := token.(type) {
		case xml.StartElement:
			inside = t.Name.Local == "string"
		case xml.EndElement:
			inside = false
		case xml.CharData:
			if !inside {
				continue
			}
			line, _ := dec.InputPos()
			line -= strings.Count(string(t), "\n")
			for part := range strings.Lines(string(t)) {
				for _, word := range strings.Fields(part) {
					words, lines = append(words, word), append(lines, line)
				}
				line++
			}
		}
	}
}
