package formats_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/report"
	"github.com/gofix-net/gofix-net/pkg/report/formats"
)

// FuzzReadReport: any document is read as a report or refused, and one that is read can
// be written in every format, without what a terminal would obey.
func FuzzReadReport(f *testing.F) {
	files, err := filepath.Glob("../../../testdata/reports/*.json")
	if err != nil || len(files) == 0 {
		f.Fatalf("no reports (%v)", err)
	}
	for _, name := range files[:min(len(files), 8)] {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte(`{"schema":"gofix-net/report/v1","findings":[null],"settings":[null],"results":[{"evidence":{"http":{"requests":[null]}}}]}`))
	texts, err := i18n.New(i18n.En)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := report.Read(bytes.NewReader(data))
		if err != nil {
			return
		}
		for _, format := range formats.Names() {
			var b bytes.Buffer
			if err := formats.Write(&b, format, r, formats.Options{Texts: texts, Width: 80}); err == nil && bytes.ContainsAny(b.Bytes(), "\x1b\x07") {
				t.Errorf("%s has control characters: %q", format, b.Bytes())
			}
		}
	})
}
