package pwsh

import (
	"strconv"
	"strings"
)

// maxStatement is longer than any statement that people write by hand.
const maxStatement = 64 << 10

// Assignment is a statement that sets a variable of the environment.
type Assignment struct {
	Name string // as it is written
	// Value is the text that it gets where Literal, else an expression.
	Value   string
	Literal bool
	// Unset says that it gets $null, which takes it away.
	Unset bool
	// Setx says that the program setx writes it for later sessions.
	Setx bool
	// Quote is the quote around all of the value, or 0.
	Quote byte
	// Start and End are where the value stands in the statement, within its quotes.
	Start, End int
	// Expression is the value as it is written, with its quotes.
	Expression string
}

// Assign reads a statement that sets a variable of the environment: $env:NAME = value,
// Set-Item and its like on the drive Env:, [Environment]::SetEnvironmentVariable, setx.
func Assign(statement string) (Assignment, bool) {
	if len(statement) > maxStatement {
		return Assignment{}, false
	}
	if a, ok := variable(statement); ok {
		return a, true
	}
	if a, ok := method(statement); ok {
		return a, true
	}
	words := Words(statement)
	if len(words) < 3 {
		return Assignment{}, false
	}
	switch strings.TrimSuffix(strings.ToLower(words[0].Text), ".exe") {
	case "set-item", "si", "set-content", "sc", "new-item", "ni":
		return item(statement, words[1:])
	case "setx":
		return setx(statement, words[1:])
	}
	return Assignment{}, false
}

// variable reads $env:NAME = value and ${env:NAME} = value.
func variable(s string) (Assignment, bool) {
	rest, braces := cutFold(s, "${env:")
	if !braces {
		var plain bool
		if rest, plain = cutFold(s, "$env:"); !plain {
			return Assignment{}, false
		}
	}
	n := nameLength(rest)
	a := Assignment{Name: rest[:n]}
	rest = rest[n:]
	if braces {
		var closed bool
		if rest, closed = strings.CutPrefix(rest, "}"); !closed {
			return Assignment{}, false
		}
	}
	rest, sets := strings.CutPrefix(strings.TrimLeft(rest, " \t"), "=")
	value := strings.TrimLeft(rest, " \t")
	if !sets || n == 0 || value == "" {
		return Assignment{}, false
	}
	a.expression(len(s)-len(value), value)
	return a, true
}

// method reads [Environment]::SetEnvironmentVariable('NAME', value, …).
func method(s string) (Assignment, bool) {
	const call = "environment]::setenvironmentvariable"
	i := strings.Index(strings.ToLower(s), call)
	if i < 0 || len(strings.ToLower(s)) != len(s) {
		return Assignment{}, false
	}
	switch strings.ToLower(strings.TrimSpace(s[:i])) {
	case "[", "[system.", "[void][", "[void][system.", "$null = [", "$null = [system.":
	default:
		return Assignment{}, false
	}
	open := i + len(call)
	for open < len(s) && (s[open] == ' ' || s[open] == '\t') {
		open++
	}
	if open == len(s) || s[open] != '(' {
		return Assignment{}, false
	}
	args := arguments(s, open+1)
	if len(args) < 2 {
		return Assignment{}, false
	}
	var a, variable Assignment
	variable.expression(args[0].start, s[args[0].start:args[0].end])
	if !variable.Literal || nameLength(variable.Value) != len(variable.Value) || variable.Value == "" {
		return Assignment{}, false
	}
	a.Name = variable.Value
	a.expression(args[1].start, s[args[1].start:args[1].end])
	return a, true
}

type stretch struct{ start, end int }

// arguments cuts at commas outside quotes and brackets, up to the bracket that closes.
func arguments(s string, at int) []stretch {
	var out []stretch
	start, depth := at, 0
	add := func(end int) {
		inner := s[start:end]
		from := start + len(inner) - len(strings.TrimLeft(inner, " \t\r\n"))
		out = append(out, stretch{from, from + len(strings.TrimSpace(inner))})
		start = end + 1
	}
	for i := at; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"' || c == '\'':
			i += quoted(s[i:]) - 1
		case c == '(' || c == '[' || c == '{':
			depth++
		case c == ')' && depth == 0:
			add(i)
			return out
		case c == ')' || c == ']' || c == '}':
			depth--
		case c == ',' && depth == 0:
			add(i)
		}
	}
	return nil
}

// item reads the arguments of Set-Item and its like.
func item(s string, words []Word) (Assignment, bool) {
	var path, child, value *Word
	for i := 0; i < len(words); i++ {
		w := &words[i]
		if w.Text == "|" && w.Quote == 0 {
			break
		}
		option, inline, colon := strings.Cut(strings.ToLower(w.Text), ":")
		if w.Quote != 0 || len(option) < 2 || option[0] != '-' {
			switch {
			case path == nil:
				path = w
			case value == nil:
				value = w
			}
			continue
		}
		target := parameter(option, &path, &child, &value)
		if target == nil {
			continue // a switch
		}
		if colon && inline != "" {
			*target = &Word{Text: w.Text[len(option)+1:], Literal: w.Literal, Start: w.Start + len(option) + 1, End: w.End}
		} else if i++; i < len(words) {
			*target = &words[i]
		}
	}
	if path == nil || value == nil {
		return Assignment{}, false
	}
	name, ok := cutFold(path.Text, "env:")
	if name = strings.TrimLeft(name, `\/`); name == "" && child != nil {
		name = child.Text
	}
	if !ok || name == "" || nameLength(name) != len(name) {
		return Assignment{}, false
	}
	a := Assignment{Name: name}
	a.argument(s, *value)
	return a, true
}

// parameter returns where the value of a parameter belongs, nil for a switch, which
// has none. A parameter may be written by the beginning of its name.
func parameter(option string, path, child, value **Word) **Word {
	ignored := new(*Word)
	for _, p := range []struct {
		name string
		to   **Word
	}{
		{"-path", path}, {"-literalpath", path}, {"-pspath", path}, {"-lp", path}, {"-value", value}, {"-name", child},
		{"-itemtype", ignored}, {"-type", ignored}, {"-erroraction", ignored}, {"-ea", ignored}, {"-encoding", ignored},
	} {
		if strings.HasPrefix(p.name, option) {
			return p.to
		}
	}
	return nil
}

// setx reads the arguments of setx: NAME value, and switches.
func setx(s string, words []Word) (Assignment, bool) {
	var given []Word
	for _, w := range words {
		if w.Quote != 0 || !strings.HasPrefix(w.Text, "/") {
			given = append(given, w)
		}
	}
	if len(given) < 2 || nameLength(given[0].Text) != len(given[0].Text) {
		return Assignment{}, false
	}
	a := Assignment{Name: given[0].Text, Setx: true}
	a.argument(s, given[1])
	return a, true
}

// argument takes a word as the value: without quotes it is a text too, unless it makes
// a list or is computed.
func (a *Assignment) argument(s string, w Word) {
	a.Quote, a.Expression = w.Quote, s[w.Start:w.End]
	a.Start, a.End = w.Inner()
	a.Value, a.Unset = s[a.Start:a.End], strings.EqualFold(a.Expression, "$null")
	a.Literal = w.Literal && (w.Quote != 0 || !strings.ContainsAny(a.Value, "\"'`,;(){}@#&<>"))
	if a.Literal {
		a.Value = undouble(a.Value, a.Quote)
	}
}

// expression takes the right side of an assignment: a text in quotes or a number is
// known; a word without quotes would be run as a command, and is not. An argument may
// be missing, as in (,1): the text is empty then.
func (a *Assignment) expression(at int, text string) {
	a.Expression, a.Value, a.Start, a.End = text, text, at, at+len(text)
	if text == "" {
		return
	}
	a.Unset = strings.EqualFold(text, "$null")
	if _, err := strconv.ParseFloat(text, 64); err == nil && text[0] <= '9' {
		a.Literal = true
		return
	}
	quote := text[0]
	if quote != '"' && quote != '\'' || len(text) < 2 {
		return
	}
	inner := text[1 : len(text)-1]
	if text[len(text)-1] != quote || strings.Contains(strings.ReplaceAll(inner, text[:1]+text[:1], ""), text[:1]) {
		return
	}
	a.Quote, a.Start, a.End, a.Value = quote, at+1, at+len(text)-1, inner
	if a.Literal = quote == '\'' || !strings.ContainsAny(inner, "$`"); a.Literal {
		a.Value = undouble(inner, quote)
	}
}

// undouble reads a doubled quote as one.
func undouble(text string, quote byte) string {
	if quote == 0 {
		return text
	}
	q := string(quote)
	return strings.ReplaceAll(text, q+q, q)
}

// cutFold cuts a prefix of any case.
func cutFold(s, prefix string) (string, bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
}

// nameLength returns the length of the variable's name that a text begins with.
func nameLength(text string) int {
	for i := range len(text) {
		if c := text[i]; c != '_' && (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z') {
			return i
		}
	}
	return len(text)
}
