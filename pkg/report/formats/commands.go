package formats

import (
	"slices"
	"strings"
)

// starting is a word that begins something, with what may come next.
type starting struct {
	word string
	next []string
}

// find returns what may come after a word, and whether it begins something.
func find(list []starting, word string) (next []string, known bool) {
	at := slices.IndexFunc(list, func(s starting) bool { return s.word == word })
	if at < 0 {
		return nil, false
	}
	return list[at].next, true
}

// programs begin a command within a sentence, each with the words that may come next:
// without them "go" is a verb and "git" a noun. No words: anything may. It is a list, because
// a map is filled at every start of the program.
var programs = []starting{
	{"gofix-net", nil},
	{"sudo", nil},
	{"go", []string{"env", "get", "mod", "clean", "build", "install", "list", "test", "run", "version", "vet", "work", "tool"}},
	{"git", []string{"config", "clone", "ls-remote", "credential", "fetch", "log", "rev-parse"}},

	{"export", []string{anAssignment}},
	{"unset", []string{aVariable, "$(git"}},
	{"setx", []string{aVariable}},
	{"ARG", []string{anAssignment}},
	{"ENV", []string{anAssignment}},
	{"for", []string{"i"}}, // a loop up to its "done"

	{"apk", []string{"add"}},
	{"apt-get", []string{"install"}},
	{"certutil", []string{anOption}},
	{"chmod", []string{"600"}},
	{"df", []string{anOption}},
	{"dnf", []string{"install"}},
	{"docker", []string{"builder", "run", "system"}},
	{"iptables", []string{anOption}},
	{"ls", []string{anOption}},
	{"mount", []string{anOption}},
	{"netsh", []string{"winsock"}},
	{"networksetup", []string{anOption}},
	{"nft", []string{"list"}},
	{"resolvectl", []string{"dns", "status"}},
	{"rm", []string{anOption}},
	{"ssh", []string{anOption}},
	{"ssh-keyscan", nil},
	{"sysctl", []string{anOption}},
	{"timedatectl", []string{"set-ntp"}},
	{"wsl", []string{anOption}},
}

// What may follow a program, besides words.
const (
	anOption     = "-"
	anAssignment = "="
	aVariable    = "NAME"
)

// subcommands are the words that may follow the second word of a command.
var subcommands = []starting{
	{"mod", []string{"download", "edit", "graph", "init", "tidy", "vendor", "verify", "why"}},
	{"work", []string{"edit", "init", "sync", "use", "vendor"}},
	{"credential", []string{"approve", "fill", "reject"}},
	{"list", []string{"ruleset"}},
	{"set-ntp", []string{"true"}},
	{"install", []string{"ca-certificates", "git"}},
	{"add", []string{"ca-certificates", "git"}},
	{"builder", []string{"prune"}},
	{"system", []string{"df", "prune"}},
	{"winsock", []string{"reset"}},
}

// commandsWhole puts the pieces of each command in a sentence together, so that it
// stays on one line: the program, its subcommand, and the options and values that
// can only belong to a command. A shell would run half a command, or another one, if a
// person copied it from two lines; the terminal may break it where it is too narrow.
func commandsWhole(list []string) []string {
	var out []string
	for i := 0; i < len(list); {
		n := commandLength(list[i:])
		out = append(out, strings.Join(list[i:i+n], ""))
		i += n
	}
	return out
}

// commandLength is how many of the pieces are one command at their beginning; 1
// where none is.
func commandLength(list []string) int {
	name := strings.TrimLeft(word(list[0]), "(`\"“（")
	if len(list) < 2 || !strings.HasSuffix(list[0], " ") {
		return 1
	}
	if next, known := find(programs, name); !strings.HasPrefix(name, "$env:") && (!known || !mayFollow(next, trimmed(list[1]))) {
		return 1
	}
	if name == "for" {
		return max(1, 1+slices.IndexFunc(list, func(p string) bool { return trimmed(p) == "done" }))
	}
	n := 2
	for n < len(list) && (unclosed(list[:n]) || !ends(list[n-1]) && belongs(list[n-2:n+1])) {
		n++
	}
	return n
}

// mayFollow reports whether a word may come after a program that these may follow.
func mayFollow(next []string, word string) bool {
	return len(next) == 0 || slices.ContainsFunc(next, func(n string) bool {
		switch n {
		case anOption:
			return strings.HasPrefix(word, "-")
		case anAssignment:
			return strings.Contains(word, "=")
		case aVariable:
			return capitals(word)
		}
		return n == word
	})
}

// unclosed reports whether the pieces end within quotes or within $(…).
func unclosed(list []string) bool {
	text := strings.Join(list, "")
	if at := strings.LastIndex(text, " '"); at >= 0 && strings.Count(text[at:], "'")%2 == 1 {
		return true
	}
	return strings.Count(text, `"`)%2 == 1 || strings.Count(text, "$(") > strings.Count(text, ")")
}

// operators join two parts of one command.
var operators = []string{"|", ">", ">>", "&&", "||", "="}

// withValue are the options that a word may follow which looks like one of the sentence.
var withValue = []string{"--profile", "--file", "--proxy", "--private", "--format", "--output", "--lang", "--only", "--skip", "--discard"}

// belongs reports whether the last of three pieces continues the command: an option,
// an assignment, a path, a name with dots, a number, something in quotes, a word in
// capitals to put a name for, a subcommand, what an option is given, an operator and what
// follows it, or the command that sudo starts.
func belongs(list []string) bool {
	last, raw := trimmed(list[2]), word(list[2])
	subcommand, _ := find(subcommands, word(list[1]))
	return strings.HasPrefix(last, "-") || strings.ContainsAny(last, "=/._0123456789") || strings.HasPrefix(raw, `"`) ||
		slices.Contains(operators, raw) || slices.Contains(operators, word(list[1])) ||
		slices.Contains(withValue, word(list[1])) || slices.Contains(subcommand, last) ||
		len(last) > 2 && capitals(last) || word(list[0]) == "sudo" || word(list[0]) == "gofix-net" && word(list[1]) == "help"
}

// capitals reports whether a word is the name of a variable, or stands for something.
func capitals(word string) bool {
	return word != "" && strings.Trim(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_") == ""
}

// word is a piece without the space at its end.
func word(piece string) string { return strings.TrimRight(piece, " ") }

// trimmed is a word without the punctuation of its sentence.
func trimmed(piece string) string {
	return strings.Trim(word(piece), ".,;:()`\"，。；：（）“”")
}

// ends reports whether a piece ends a sentence or a part of it, and with that a command.
func ends(piece string) bool {
	w := word(piece)
	return !strings.HasSuffix(piece, " ") || strings.HasSuffix(w, ",") || strings.HasSuffix(w, ".") && !strings.HasSuffix(w, "/...") || strings.HasSuffix(w, ";") || strings.HasSuffix(w, ")") || strings.HasSuffix(w, ":")
}
