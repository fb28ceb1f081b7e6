package prove

import "strings"

// IsGenerate reports whether a command is go generate, with the words that follow it.
func IsGenerate(command []string) (words []string, ok bool) {
	if len(command) == 0 || !isGo(command[0]) {
		return nil, false
	}
	_, rest := cutChdir(command[1:])
	if len(rest) == 0 || rest[0] != "generate" {
		return nil, false
	}
	return rest[1:], true
}

// maxGenerators bounds the commands that are read of one listing.
const maxGenerators = 16

// Generators returns the go commands in the listing that go generate -n prints which
// fetch a program: of the project's tools, of a version, or of another module. What a
// generator does itself, and programs of the project, which run in a directory that the
// listing does not tell, are left out.
func Generators(listing string) [][]string {
	var out [][]string
	seen := map[string]bool{}
	for line := range strings.Lines(listing) {
		words := strings.Fields(line)
		key := strings.Join(words, " ")
		if len(words) < 3 || !isGo(words[0]) || seen[key] || len(out) == maxGenerators {
			continue
		}
		seen[key] = true
		switch words[1] {
		case "tool":
			out = append(out, words[:3])
		case "run", "install":
			if named, _ := Named(words); len(named) > 0 {
				out = append(out, words)
			}
		}
	}
	return out
}
