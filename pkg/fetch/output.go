package fetch

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/host"
)

// readModules reads the stream of objects that "go mod download -json" prints.
// What is no such stream ends it: a go command that fails early prints none.
func readModules(m *host.Machine, stdout []byte) []Module {
	var out []Module
	d := json.NewDecoder(bytes.NewReader(stdout))
	for {
		var x Module
		if d.Decode(&x) != nil {
			return out
		}
		if x.Zip != "" {
			if info, err := m.Stat(x.Zip); err == nil {
				x.Bytes = info.Size()
			}
		}
		out = append(out, x)
	}
}

// failure is what an attempt said of its failure, as the go command would have
// printed it without -x and -json.
func failure(stderr []byte, modules []Module) string {
	var b strings.Builder
	for line := range strings.Lines(string(stderr)) {
		if !isTrace(line) {
			b.WriteString(line)
		}
	}
	for _, x := range modules {
		if x.Error != "" && !strings.Contains(b.String(), x.Error) {
			b.WriteString("go: " + x.Error + "\n")
		}
	}
	return b.String()
}

// isTrace reports whether a line comes only from -x: requests, and the commands
// that go runs.
func isTrace(line string) bool {
	return strings.HasPrefix(line, "# ") || strings.HasPrefix(line, "cd ") || strings.HasPrefix(line, "mkdir -p ") ||
		strings.HasPrefix(line, "# lock") || timed(line)
}

// timed reports whether a line says how long a command took: "0.123s # cd …".
func timed(line string) bool {
	seconds, rest, ok := strings.Cut(line, "s # ")
	return ok && rest != "" && strings.Trim(seconds, "0123456789.") == ""
}
