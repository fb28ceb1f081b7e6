package lint

import (
	"testing"

	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/place/kinds"
)

// BenchmarkCorpus reads, judges and words every file of the corpus once.
func BenchmarkCorpus(b *testing.B) {
	files := corpus(b)
	texts, err := i18n.New(i18n.En)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		for _, c := range files {
			k := kinds.Detect(c.path, c.data)
			f := kinds.Read(k, c.path, c.data)
			var trial Trial
			for _, x := range Ignore(f, Check(f)) {
				_ = trial.Fixable(k, f, x)
				_ = x.Words(texts)
			}
		}
	}
	b.ReportMetric(float64(b.N*len(files))/b.Elapsed().Seconds(), "files/s")
}
