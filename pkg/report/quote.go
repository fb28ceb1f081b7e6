package report

import "strings"

// quote returns the command as a line that can be pasted: single quotes for the
// shells of Unix systems, double ones where cmd.exe and PowerShell have to read
// it alike.
func quote(os string, argv []string) string {
	q := quotePOSIX
	if os == "windows" {
		q = quoteWindows
	}
	var out []string
	for _, a := range argv {
		out = append(out, q(a))
	}
	return strings.Join(out, " ")
}

// harmless are the characters that no shell in question treats specially.
func harmless(s string) bool {
	const punctuation = "-_./:=@,+%"
	if s == "" {
		return false
	}
	for _, r := range s {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
		if !letter && !strings.ContainsRune(punctuation, r) {
			return false
		}
	}
	return true
}

func quotePOSIX(s string) string {
	if harmless(s) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// quoteWindows also quotes % and ,: cmd.exe expands the one, PowerShell makes a
// list of the other.
func quoteWindows(s string) string {
	if harmless(s) && !strings.ContainsAny(s, "%,@") {
		return s
	}
	return `"` + strings.ReplaceAll(s, `"`, `\"`) + `"`
}
