package startup

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/pwsh"
)

// parsePowerShell reads a profile statement by statement.
func parsePowerShell(text string, s scope) found {
	var f found
	s.want.fold = true
	if !s.want.in(text) {
		return f
	}
	lines, at, line := strings.Split(text, "\n"), 0, 0 // at is where line begins
	onLine := map[int]int{}
	for part := range pwsh.Parts(text) {
		for line < len(lines) && at+len(lines[line]) < part.Start {
			at += len(lines[line]) + len("\n")
			line++
		}
		if part.Comment {
			continue
		}
		onLine[line]++
		statement := text[part.Start:part.End]
		a, sets := pwsh.Assign(statement)
		if !sets || a.Setx {
			continue
		}
		d := Definition{Place: Place{Kind: Line, Line: line + 1, Literal: a.Literal, Function: part.Function}, Value: Raw(a.Value), Text: Raw(statement)}
		if !a.Literal {
			d.Value = Raw(a.Expression)
		}
		if strings.Contains(statement, "\n") {
			d.Kind = Part
		}
		f.add(s.want, a.Name, d)
	}
	for i := range f.definitions {
		if onLine[f.definitions[i].Line-1] > 1 {
			f.definitions[i].Kind = Part
		}
	}
	return f
}
