package startup

import (
	"path/filepath"
	"strconv"
	"strings"
)

// parseFish reads a file of the fish shell: set with -x, and its export.
func parseFish(text string, s scope) found {
	var f found
	if !s.want.in(text) && !sourcing.MatchString(text) {
		return f
	}
	function, depth := "", 0
	for i, line := range strings.Split(text, "\n") {
		for _, c := range splitLine(line, true) {
			switch c.words[0].text {
			case "function":
				if depth == 0 && len(c.words) > 1 {
					function = c.words[1].text
				}
				depth++
			case "if", "for", "while", "switch", "begin":
				depth++
			case "end":
				if depth = max(depth-1, 0); depth == 0 {
					function = ""
				}
			case "source", ".":
				f.fishSource(c, s.home)
			case "set":
				f.fishSet(c, s.want, line, i+1, function)
			case "export":
				f.fishExport(c, s.want, line, i+1, function)
			}
		}
	}
	return f
}

func (f *found) fishSource(c command, home string) {
	if len(c.words) < 2 {
		return
	}
	file := c.words[1].text
	for _, prefix := range []string{"~/", "$HOME/"} {
		if rest, ok := strings.CutPrefix(file, prefix); ok {
			file = filepath.Join(home, rest)
		}
	}
	if filepath.IsAbs(file) && !strings.ContainsAny(file, "$(") {
		f.sources = append(f.sources, filepath.Clean(file))
	}
}

// fishSet reads `set -gx NAME value…`. Without -x the variable is one of the
// shell's own, unless it is exported already.
func (f *found) fishSet(c command, want names, line string, number int, function string) {
	exports, rest := false, c.words[1:]
	for len(rest) > 0 && strings.HasPrefix(rest[0].text, "-") {
		flag := rest[0].text
		short := !strings.HasPrefix(flag, "--")
		if short && strings.ContainsAny(flag, "eqnuSL") || flag == "--erase" || flag == "--query" || flag == "--unexport" {
			return
		}
		exports = exports || short && strings.Contains(flag, "x") || flag == "--export"
		rest = rest[1:]
	}
	if len(rest) == 0 || !rest[0].literal {
		return
	}
	d := c.define(line, number, rest[1:])
	d.Function, d.bare = function, !exports
	f.add(want, rest[0].text, d)
}

// fishExport reads `export NAME=value`, which fish has for those used to it.
func (f *found) fishExport(c command, want names, line string, number int, function string) {
	for _, w := range c.words[1:] {
		name, value, given := strings.Cut(w.text, "=")
		if !given {
			continue
		}
		w.text = strings.Trim(value, `"`)
		d := c.define(line, number, []word{w})
		d.Function = function
		if len(c.words) > 2 {
			d.Kind, d.Text = Part, Raw(line[w.from:w.to])
		}
		f.add(want, name, d)
	}
}

// parseFishVariables reads the file of fish's universal variables, which is
// not for editing: lines like SETUVAR --export NAME:value, where what is not
// plain is written \xHH and the elements of a list are separated by \x1e.
func parseFishVariables(text string, s scope) found {
	var f found
	for i, line := range strings.Split(text, "\n") {
		rest, ok := strings.CutPrefix(strings.TrimRight(line, "\r"), "SETUVAR ")
		if !ok {
			continue
		}
		exports := false
		for strings.HasPrefix(rest, "--") {
			var flag string
			flag, rest, _ = strings.Cut(rest, " ")
			exports = exports || flag == "--export"
		}
		name, value, given := strings.Cut(rest, ":")
		if !given || !exports {
			continue
		}
		value = strings.ReplaceAll(fishUnescape(value), "\x1e", " ")
		d := Definition{Place: Place{Line: i + 1, Kind: Command, Literal: true}, Value: Raw(value), Text: Raw(name + "=" + value)}
		if wanted, ok := s.want.match(name); ok {
			d.Unset = "set -eU " + wanted
		}
		f.add(s.want, name, d)
	}
	return f
}

// fishUnescape undoes \xHH, \uHHHH and \\; what is no escape stays.
func fishUnescape(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' || i+1 == len(text) {
			b.WriteByte(text[i])
			continue
		}
		digits := map[byte]int{'x': 2, 'X': 2, 'u': 4}[text[i+1]]
		if digits > 0 && i+2+digits <= len(text) {
			if n, err := strconv.ParseUint(text[i+2:i+2+digits], 16, 32); err == nil {
				if digits == 2 {
					b.WriteByte(byte(n))
				} else {
					b.WriteRune(rune(n))
				}
				i += 1 + digits
				continue
			}
		}
		i++
		b.WriteByte(text[i])
	}
	return b.String()
}
