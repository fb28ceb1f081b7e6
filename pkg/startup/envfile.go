package startup

import "strings"

// parseEnvironment reads /etc/environment as pam_env does: NAME=value or
// export NAME=value, a comment behind #, one pair of quotes taken away and
// nothing expanded.
func parseEnvironment(text string, s scope) found {
	return eachAssignment(text, s, func(value string) (string, bool) {
		value, _, _ = strings.Cut(value, "#")
		return unquote(strings.TrimSpace(value)), true
	})
}

// parseEnvironmentD reads environment.d(5): NAME=value, quotes taken away,
// $NAME and ${NAME} expanded.
func parseEnvironmentD(text string, s scope) found {
	return eachAssignment(text, s, func(value string) (string, bool) {
		return unquote(strings.TrimSpace(value)), !strings.Contains(value, "$")
	})
}

// parsePAM reads pam_env.conf(5) and ~/.pam_environment: NAME DEFAULT=value
// OVERRIDE=value, where ${…} and @{…} are expanded. Some write NAME=value there.
func parsePAM(text string, s scope) found {
	f := found{}
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		name, rest, blank := strings.Cut(line, " ")
		if n, r, tab := strings.Cut(line, "\t"); tab && len(n) < len(name) {
			name, rest, blank = n, r, true
		}
		if !blank || strings.HasPrefix(line, "#") || strings.Contains(name, "=") {
			continue
		}
		value := pamValue(rest, "OVERRIDE=")
		if value == "" {
			value = pamValue(rest, "DEFAULT=")
		}
		if value != "" {
			f.add(s.want, name, Definition{
				Place: Place{Line: i + 1, Kind: Line, Literal: !strings.Contains(value, "{")}, Value: Raw(value), Text: Raw(line),
			})
		}
	}
	plain := parseEnvironmentD(text, s)
	f.definitions = append(f.definitions, plain.definitions...)
	return f
}

func pamValue(rest, key string) string {
	_, value, ok := strings.Cut(rest, key)
	if !ok {
		return ""
	}
	if strings.HasPrefix(value, `"`) {
		value, _, _ = strings.Cut(value[1:], `"`)
		return value
	}
	value, _, _ = strings.Cut(strings.ReplaceAll(value, "\t", " "), " ")
	return value
}

func eachAssignment(text string, s scope, read func(string) (value string, literal bool)) found {
	var f found
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		name, value, given := strings.Cut(strings.TrimSpace(strings.TrimPrefix(line, "export ")), "=")
		if !given || strings.HasPrefix(line, "#") {
			continue
		}
		d := Definition{Place: Place{Line: i + 1, Kind: Line}, Text: Raw(line)}
		value, d.Literal = read(value)
		d.Value = Raw(value)
		f.add(s.want, strings.TrimSpace(name), d)
	}
	return f
}

func unquote(value string) string {
	for _, q := range []string{`"`, `'`} {
		if len(value) >= 2 && strings.HasPrefix(value, q) && strings.HasSuffix(value, q) {
			return value[1 : len(value)-1]
		}
	}
	return value
}
