package explain

import (
	"context"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

// dresses are what build systems, collectors and people do to a log on its way.
var dresses = map[string]func(string) string{
	"CRLF":        func(t string) string { return strings.ReplaceAll(t, "\n", "\r\n") },
	"GitHub":      eachLine("2026-05-06T12:00:00.1234567Z "),
	"buildkit":    eachLine("#12 3.456 "),
	"a pod's log": eachLine("2026-05-06T12:00:00.123456789Z stderr F "),
	"indented":    eachLine("    "),
	"quoted":      eachLine("> "),
	"TeamCity":    eachLine("[12:00:00]W:\t [Step 1/2] "),
	"GitLab":      eachLine("2026-05-06T12:00:00.123456Z 01E "),
	"compose":     eachLine("builder-1  | "),
	"systemd":     eachLine("May 06 12:00:00 build01 runner[4711]: "),
	"coloured":    func(t string) string { return eachLine("\x1b[31m")(strings.ReplaceAll(t, "\n", "\x1b[0m\n")) },
	"within make": func(t string) string {
		return "make[1]: Entering directory '/x'\n" + t + "make[1]: *** [Makefile:3: all] Error 1\n"
	},
	"within docker": func(t string) string {
		return "Step 4/9 : RUN make\n ---> Running in 0123456789ab\n" + t + "The command '/bin/sh -c make' returned a non-zero code: 1\n"
	},
	"one JSON text": func(t string) string { return `{"level":"error","msg":` + quoted(t) + "}\n" },
	"JSON in JSON": func(t string) string {
		if strings.Contains(t, `\`) {
			return t // the scan knows the paths of Windows quoted once
		}
		return `{"body":` + quoted(`{"code":1,"stderr":`+quoted(t)+"}") + "}\n"
	},
	"JSON lines": func(t string) string {
		return around(t, func(line string) string { return `{"log":` + quoted(line+"\n") + `,"stream":"stderr"}` })
	},
	"logfmt": func(t string) string {
		return around(t, func(line string) string { return "time=12:00:00 level=error msg=" + quoted(line) + " run=12" })
	},
	"copied colours": func(t string) string {
		return around(t, func(line string) string { return "^[[31m" + line + "^[[0m" })
	},
	"boxed": func(t string) string {
		return around(t, func(line string) string { return "│ " + line + "   │" })
	},
}

func quoted(t string) string {
	b, err := json.Marshal(t)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// around puts each line into a frame.
func around(t string, frame func(string) string) string {
	var b strings.Builder
	for line := range strings.Lines(t) {
		b.WriteString(frame(strings.TrimSuffix(line, "\n")) + "\n")
	}
	return b.String()
}

func eachLine(prefix string) func(string) string {
	return func(t string) string {
		var b strings.Builder
		for line := range strings.Lines(t) {
			b.WriteString(prefix + line)
		}
		return b.String()
	}
}

// TestDressesChangeNothing reads every log in every dress: the first cause has to
// be the one of the bare log.
func TestDressesChangeNothing(t *testing.T) {
	need.Long(t)
	t.Parallel()
	files, err := filepath.Glob("testdata/logs/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	first := func(text string) string {
		e, err := Read(context.Background(), strings.NewReader(text))
		if err != nil {
			t.Error(err)
		}
		if len(e.Findings) == 0 {
			return "nothing"
		}
		return string(e.Findings[0].Cause)
	}
	wrong := map[string][]string{}
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		log := string(section(t, a, "log"))
		if strings.Contains(log, "\r") || strings.Contains(log, "\x1b") {
			continue // in a dress of its own
		}
		want := first(log)
		for name, dress := range dresses {
			if got := first(dress(log)); got != want {
				wrong[name] = append(wrong[name], strings.TrimSuffix(filepath.Base(file), ".txtar")+": "+got+", not "+want)
			}
		}
	}
	for name, list := range wrong {
		t.Errorf("%s: %d of %d\n\t%s", name, len(list), len(files), strings.Join(list[:min(len(list), 12)], "\n\t"))
	}
}
