package dockerfile

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode"

	lex "github.com/moby/buildkit/frontend/dockerfile/shell"

	"github.com/gofix-net/gofix-net/pkg/lazyre"
)

// The structure of a Dockerfile is read here and not by BuildKit's package parser,
// which brings the whole of protobuf into the program: a tenth of it. The tests hold
// it to BuildKit's reading of the same files.

// instruction is one of a Dockerfile.
type instruction struct {
	op          string // as it is written
	first, last int    // lines, from 1
	flags       []string
	args        []string // of those that are no assignments
	json        bool     // args are those of the JSON form
	heredocs    []heredoc
	inner       *instruction // of ONBUILD
}

// heredoc is a here-document below an instruction.
type heredoc struct {
	name    string
	chomp   bool
	first   int // line of its first line
	content string
}

// syntax is a file that is being read.
type syntax struct {
	lines  []string // with their ends
	at     int      // of the next line, from 0
	escape byte
}

// parse reads the instructions of a file. The error is that of the first one that
// BuildKit refuses; those before it are returned.
func parse(text string) (out []*instruction, escape byte, err error) {
	s := &syntax{escape: '\\'}
	for line := range strings.Lines(strings.TrimPrefix(text, "\ufeff")) {
		s.lines = append(s.lines, line)
	}
	if err := s.directives(); err != nil {
		return nil, s.escape, err
	}
	for s.at < len(s.lines) {
		text := strings.TrimLeftFunc(ended(s.lines[s.at]), unicode.IsSpace)
		if strings.HasPrefix(text, "#") || text == "" {
			s.at++
			continue
		}
		x, err := s.instruction(text)
		if err != nil {
			return out, s.escape, err
		}
		out = append(out, x)
	}
	if len(out) == 0 {
		return nil, s.escape, errors.New("file with no instructions")
	}
	return out, s.escape, nil
}

// ended is a line without its end.
func ended(line string) string { return strings.TrimRight(line, "\r\n") }

// directive is a parser directive in a comment at the top (docs.docker.com,
// Dockerfile reference, "Parser directives").
var directive = lazyre.New(`^#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*$`)

// directives reads those at the top of the file: the escape character.
func (s *syntax) directives() error {
	for _, line := range s.lines {
		m := directive.FindStringSubmatch(ended(line))
		if m == nil || m[2] == "" {
			return nil
		}
		switch strings.ToLower(m[1]) {
		case "syntax", "check":
		case "escape":
			if m[2] != "`" && m[2] != `\` {
				return fmt.Errorf("the escape character %q is neither ` nor \\", m[2])
			}
			s.escape = m[2][0]
		default:
			return nil
		}
	}
	return nil
}

// instruction reads the one whose first line is the current one, without the blanks in
// front of it, with the lines that it goes on for.
func (s *syntax) instruction(text string) (*instruction, error) {
	first := s.at + 1
	s.at++
	var b strings.Builder
	whole, more := s.continued(text)
	b.WriteString(whole)
	for more && s.at < len(s.lines) {
		line := ended(s.lines[s.at])
		s.at++
		if bare := strings.TrimLeftFunc(line, unicode.IsSpace); bare == "" || bare[0] == '#' {
			continue // comments and empty lines in between are passed over
		}
		line, more = s.continued(line)
		b.WriteString(line)
	}
	x, err := s.split(b.String())
	if err != nil {
		return nil, fmt.Errorf("line %d: %w", first, err)
	}
	if err := s.heredocs(x, b.String()); err != nil {
		return nil, fmt.Errorf("line %d: %w", first, err)
	}
	x.lines(first, s.at)
	return x, nil
}

func (x *instruction) lines(first, last int) {
	x.first, x.last = first, last
	if x.inner != nil {
		x.inner.lines(first, last)
	}
}

// continued reports whether a line goes on in the next one, and returns it without
// the escape character that says so. An escaped one does not.
func (s *syntax) continued(line string) (string, bool) {
	cut := strings.TrimRight(line, " \t")
	n := len(cut)
	if n == 0 || cut[n-1] != s.escape || n > 1 && cut[n-2] == s.escape {
		return line, false
	}
	return cut[:n-1], true
}

// split takes an instruction apart.
func (s *syntax) split(line string) (*instruction, error) {
	line = strings.TrimSpace(line)
	end := strings.IndexFunc(line, blank)
	if end < 0 {
		return s.fill(&instruction{op: line}, "")
	}
	x := &instruction{op: line[:end]}
	rest := strings.TrimLeftFunc(line[end:], blank)
	x.flags, rest = s.flags(rest)
	return s.fill(x, strings.TrimSpace(rest))
}

// blank is what separates the words of an instruction.
func blank(r rune) bool { return r == ' ' || r == '\t' || r == '\v' || r == '\f' || r == '\r' }

// flags takes the words in front that begin with two hyphens; a word may be quoted
// in part, and a bare -- ends them.
func (s *syntax) flags(rest string) (out []string, args string) {
	for {
		rest = strings.TrimLeftFunc(rest, unicode.IsSpace)
		if !strings.HasPrefix(rest, "--") {
			return out, rest
		}
		var word string
		word, rest = s.flag(rest)
		if word == "--" {
			return out, rest
		}
		out = append(out, word)
	}
}

// flag reads one word up to a blank outside of quotes.
func (s *syntax) flag(text string) (word, rest string) {
	var b strings.Builder
	quote := byte(0)
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case quote == 0 && unicode.IsSpace(rune(c)):
			return b.String(), text[i:]
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		case quote != 0 && c == quote:
			quote = 0
		case c == s.escape && i+1 < len(text):
			i++
			b.WriteByte(text[i])
		case c != s.escape:
			b.WriteByte(c)
		}
	}
	return b.String(), ""
}

// fill reads what follows the flags as the instruction wants it.
func (s *syntax) fill(x *instruction, rest string) (*instruction, error) {
	switch strings.ToUpper(x.op) {
	case "RUN", "CMD", "ENTRYPOINT", "SHELL":
		return x, x.list(rest, func(s string) []string { return []string{s} })
	case "COPY", "ADD", "VOLUME":
		return x, x.list(rest, words)
	case "FROM", "EXPOSE":
		x.args = words(rest)
	case "ONBUILD":
		if rest == "" {
			return x, nil
		}
		var err error
		if x.inner, err = s.split(rest); err != nil {
			return nil, err
		}
	case "WORKDIR", "USER", "STOPSIGNAL", "MAINTAINER":
		if rest != "" {
			x.args = []string{rest}
		}
	case "ENV", "LABEL":
		return x, assigned(strings.ToUpper(x.op), rest, s.escape)
	}
	return x, nil
}

// words cuts at blanks.
func words(text string) []string { return strings.FieldsFunc(text, blank) }

// list reads the JSON form, or what other makes of the text.
func (x *instruction) list(rest string, other func(string) []string) error {
	if rest == "" {
		return nil
	}
	var list []any
	if !strings.HasPrefix(rest, "[") || json.Unmarshal([]byte(rest), &list) != nil {
		x.args = other(rest)
		return nil
	}
	x.json = true
	for _, item := range list {
		text, ok := item.(string)
		if !ok {
			return errors.New("when using JSON array syntax, arrays must be comprised of strings only")
		}
		x.args = append(x.args, text)
	}
	return nil
}

// assigned checks NAME=value … and NAME value, which define reads.
func assigned(op, rest string, escape byte) error {
	list := split(rest, escape)
	if len(list) == 0 {
		return nil
	}
	text := func(w word) string { return rest[w.start:w.end] }
	if !strings.Contains(text(list[0]), "=") {
		if len(words(rest)) < 2 {
			return fmt.Errorf("%s must have two arguments", op)
		}
		return nil
	}
	for _, w := range list {
		if !strings.Contains(text(w), "=") {
			return fmt.Errorf("can't find = in %q. Must be of the form: name=value", text(w))
		}
	}
	return nil
}

// here is a word that begins a here-document: a descriptor, <<, a hyphen for one
// whose tabs are cut off, and the name of its end.
var here = lazyre.New(`^\d*<<(-?)\s*([^<]*)$`)

// heredocs reads the here-documents that the line of an instruction begins.
func (s *syntax) heredocs(x *instruction, line string) error {
	of := x
	if x.inner != nil {
		of = x.inner
	}
	switch strings.ToUpper(of.op) {
	case "RUN", "COPY", "ADD":
	default:
		return nil
	}
	if of.json || !strings.Contains(line, "<<") {
		return nil
	}
	raw := lex.NewLex('\\')
	raw.RawQuotes, raw.RawEscapes, raw.SkipUnsetEnv = true, true, true
	list, err := raw.ProcessWords(line, environment{})
	if err != nil {
		return nil //nolint:nilerr // a line that the shell would refuse has none
	}
	for _, w := range list {
		m := here.FindStringSubmatch(w)
		if m == nil || m[2] == "" {
			continue
		}
		plain := lex.NewLex('\\')
		plain.SkipUnsetEnv = true
		name, err := plain.ProcessWords(m[2], environment{})
		if err != nil {
			return err
		}
		if len(name) != 1 {
			continue
		}
		doc, err := s.document(heredoc{name: name[0], chomp: m[1] != ""})
		if err != nil {
			return err
		}
		x.heredocs = append(x.heredocs, doc)
		if of != x {
			of.heredocs = append(of.heredocs, doc)
		}
	}
	return nil
}

// document reads the lines of a here-document up to its end.
func (s *syntax) document(d heredoc) (heredoc, error) {
	d.first = s.at + 1
	start := s.at
	for s.at < len(s.lines) {
		line := ended(s.lines[s.at])
		s.at++
		if d.chomp {
			line = strings.TrimLeft(line, "\t")
		}
		if line == d.name {
			d.content = strings.Join(s.lines[start:s.at-1], "")
			return d, nil
		}
	}
	return d, errors.New("unterminated heredoc")
}
