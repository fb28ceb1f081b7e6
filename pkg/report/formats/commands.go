package formats

import (
	"slices"
	"strings"
)

// programs begin a command within a sentence, each with the words that may come next:
// without them "go" is a verb and "git" a noun. No words: anything may.
var programs = map[string][]string{
	"gofix-net": nil,
	"sudo":      nil,
	"go":        {"env", "get", "mod", "clean", "build", "install", "list", "test", "run", "version", "vet", "work", "tool"},
	"git":       {"config", "clone", "ls-remote", "credential", "fetch"},

	"apk":        {"add"},
	"apt-get":    {"install"},
	"dnf":        {"install"},
	"docker":     {"builder", "run", "system"},
	"netsh":      {"winsock"},
	"resolvectl": {"dns", "status"},
}

// subcommands are the words that may follow the second word of a command.
var subcommands = map[string][]string{
	"mod":        {"download", "edit", "graph", "init", "tidy", "vendor", "verify", "why"},
	"work":       {"edit", "init", "sync", "use", "vendor"},
	"credential": {"approve", "fill", "reject"},
	"install":    {"ca-certificates", "git"},
	"add":        {"ca-certificates", "git"},
	"builder":    {"prune"},
	"system":     {"df", "prune"},
	"winsock":    {"reset"},
}

// longestCommand is how many columns are kept on one line for a command: a longer one
// would leave most of a line empty before it.
const longestCommand = 60

// commandsWhole puts the pieces of each command in a sentence together, so that it
// stays on one line: the program, its subcommand, and the options and values that
// can only belong to a command.
func commandsWhole(list []string) []string {
	var out []string
	for i := 0; i < len(list); {
		n := commandLength(list[i:])
		piece := strings.Join(list[i:i+n], "")
		if n > 1 && widest(piece) > longestCommand {
			n, piece = 1, list[i]
		}
		out = append(out, piece)
		i += n
	}
	return out
}

// commandLength is how many of the pieces are one command at their beginning; 1
// where none is.
func commandLength(list []string) int {
	name := strings.TrimLeft(word(list[0]), "(`\"“（")
	next, known := programs[name]
	if !known || len(list) < 2 || !strings.HasSuffix(list[0], " ") {
		return 1
	}
	if first := trimmed(list[1]); len(next) > 0 && !slices.Contains(next, first) {
		return 1
	}
	n := 2
	for n < len(list) && !ends(list[n-1]) && belongs(list[n-2:n+1]) {
		n++
	}
	return n
}

// withValue are the options that a word may follow which looks like one of the sentence.
var withValue = []string{"--profile", "--file", "--proxy", "--private", "--format", "--output", "--lang", "--only", "--skip", "--discard"}

// belongs reports whether the last of three pieces continues the command: an option,
// an assignment, a path, a name with dots, a number, a word in capitals to put a name
// for, a subcommand, what an option is given, or the command that sudo starts.
func belongs(list []string) bool {
	last := trimmed(list[2])
	return strings.HasPrefix(last, "-") || strings.ContainsAny(last, "=/._0123456789") ||
		slices.Contains(withValue, word(list[1])) || slices.Contains(subcommands[word(list[1])], last) ||
		len(last) > 2 && strings.Trim(last, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" || word(list[0]) == "sudo"
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
