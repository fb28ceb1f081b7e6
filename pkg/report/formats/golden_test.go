package formats

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/report"
)

var update = flag.Bool("update", false, "write the golden files anew")

const recordings = "../../../testdata/reports"

// recorded returns the recorded reports by NAME.LANG.
func recorded(t *testing.T) map[string][]byte {
	t.Helper()
	return recordedIn(t, recordings)
}

// recordedIn returns the reports that a directory has.
func recordedIn(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	files, err := filepath.Glob(dir + "/*.json")
	if err != nil || len(files) < 6 {
		t.Fatalf("recorded reports: %v, %v", files, err)
	}
	out := map[string][]byte{}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		out[strings.TrimSuffix(filepath.Base(f), ".json")] = data
	}
	return out
}

// parsed returns a recorded report and the options of its language.
func parsed(t *testing.T, name string, data []byte) (*report.Report, Options) {
	t.Helper()
	r, err := report.Read(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	texts, err := i18n.New(i18n.Lang(strings.TrimPrefix(filepath.Ext(name), ".")))
	if err != nil {
		t.Fatal(err)
	}
	return r, Options{Texts: texts, Width: 80, Unicode: true}
}

func rendered(t *testing.T, format string, r *report.Report, o Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, format, r, o); err != nil {
		t.Fatalf("%s: %v", format, err)
	}
	return b.Bytes()
}

// TestGolden compares every format but HTML, whose looks are not its contract, of every recorded report with its section of
// NAME.LANG.txtar. json has none: it must give back the recording itself.
func TestGolden(t *testing.T) {
	for name, data := range recorded(t) {
		t.Run(name, func(t *testing.T) {
			r, o := parsed(t, name, data)
			got := &txtar.Archive{}
			for _, f := range Formats {
				if f.Name == "json" || f.Name == "json-schema" || f.Name == "html" {
					continue
				}
				got.Files = append(got.Files, txtar.File{Name: f.Name, Data: withoutAbsentCauses(rendered(t, f.Name, r, o))})
			}
			compareGolden(t, filepath.Join(recordings, name+".txtar"), got)
		})
	}
}

// compareGolden compares an archive with a file, which -update writes anew.
func compareGolden(t *testing.T, golden string, got *txtar.Archive) {
	t.Helper()
	if *update {
		if err := os.WriteFile(golden, txtar.Format(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := txtar.ParseFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(txtar.Format(want)), string(txtar.Format(got))); diff != "" {
		t.Errorf("differs from %s (-want +got), go test ./pkg/report/formats -update writes it anew:\n%s", golden, diff)
	}
}

func TestJSONGivesBackTheRecording(t *testing.T) {
	for name, data := range recorded(t) {
		if strings.HasPrefix(name, "hostile") {
			continue // is cleaned when it is read: see TestNothingDangerousIsPrinted
		}
		r, o := parsed(t, name, data)
		if diff := cmp.Diff(string(data), string(rendered(t, "json", r, o))); diff != "" {
			t.Errorf("%s (-recorded +written):\n%s", name, diff)
		}
	}
}

func TestNothingDangerousIsPrinted(t *testing.T) {
	for name, data := range recorded(t) {
		r, o := parsed(t, name, data)
		o.Verbose = true
		for _, f := range Formats {
			out := string(rendered(t, f.Name, r, o))
			for _, bad := range []string{"\x1b", "\a", "\u202e", "hunter2", "<script"} {
				// JSON, SARIF and OpenMetrics are read by programs and the terminal
				// shows them as they are: markup is harmless there.
				markup := bad == "<script" && f.Name != "markdown" && f.Name != "junit"
				if !markup && strings.Contains(out, bad) {
					t.Errorf("%s as %s has %q", name, f.Name, bad)
				}
			}
		}
	}
}

// withoutAbsentCauses drops the series of the causes that were not found: a new
// cause is no change of a format.
func withoutAbsentCauses(data []byte) []byte {
	return regexp.MustCompile(`(?m)^gofix_net_cause\{.*\} 0\n`).ReplaceAll(data, nil)
}

func TestTextKeepsToItsWidthAndItsWords(t *testing.T) {
	for name, data := range recorded(t) {
		for _, width := range []int{80, 120} {
			r, o := parsed(t, name, data)
			o.Width = width
			for _, line := range strings.Split(string(rendered(t, "text", r, o)), "\n") {
				// A command, a URL or a path is longer than the line and stays whole.
				words := strings.Fields(line)
				command := strings.HasPrefix(line, "    go") || strings.HasPrefix(line, "    git")
				if widest(line) > width && !command && len(words) > 2 {
					t.Errorf("%s at %d: %d columns: %s", name, width, widest(line), line)
				}
			}
			if lines := strings.Count(string(rendered(t, "text", r, o)), "\n"); lines > screenLines {
				t.Errorf("%s at %d: the answer has %d lines", name, width, lines)
			}
			o.Verbose = true
			text := string(rendered(t, "text", r, o))
			for _, c := range r.Plan.Changes {
				if line := "    " + plan.ShellLine(r.Host.OS, c.Command) + "\n"; !strings.Contains(text, line) {
					t.Errorf("%s at %d: the command is not on a line of its own: %s", name, width, line)
				}
			}
		}
	}
}

func TestTextWithoutUnicodeIsASCII(t *testing.T) {
	for name, data := range recorded(t) {
		if !strings.HasSuffix(name, ".en") {
			continue
		}
		r, o := parsed(t, name, data)
		o.Unicode = false
		for _, c := range string(rendered(t, "text", r, o)) {
			if c > 0x7e {
				t.Errorf("%s: %q", name, c)
			}
		}
	}
}

func TestColorOnlyWhenAsked(t *testing.T) {
	for name, data := range recorded(t) {
		r, o := parsed(t, name, data)
		plain := string(rendered(t, "text", r, o))
		o.Color = true
		colored := string(rendered(t, "text", r, o))
		if strings.Contains(plain, "\x1b[") || !strings.Contains(colored, "\x1b[") {
			t.Errorf("%s: escape sequences without color: %v, with: %v", name, strings.Contains(plain, "\x1b["), strings.Contains(colored, "\x1b["))
		}
	}
}
