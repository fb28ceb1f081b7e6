package cause_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/diagnose"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/facts/facttest"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// TestMoreEntriesThanAreExamined: what was not looked at is not judged, and the report
// says how much that is.
func TestMoreEntriesThanAreExamined(t *testing.T) {
	t.Parallel()
	var entries []string
	for i := range 4 * route.MaxExamined {
		entries = append(entries, fmt.Sprintf("https://p%d.example.com", i))
	}
	dead := func(separator string) *facts.Facts {
		m := facttest.New().Goenv("GOPROXY", strings.Join(entries, separator))
		for _, e := range entries[:route.MaxExamined] {
			m.Dead(symptom.TCPRefused, strings.TrimPrefix(e, "https://"))
		}
		return &m.Facts
	}
	for _, c := range []struct {
		separator   string
		cause       cause.ID
		says, keeps [2]string
	}{
		{"|", "undecided", [2]string{"GOPROXY has 400 entries, and gofix-net looks at the first 100", "GOPROXY 有 400 项，gofix-net 只检查前 100 项"}, [2]string{}},
		{",", "goproxy-unreachable", [2]string{"the connection is refused", "连接被拒绝"}, [2]string{"No other GOPROXY entry", "没有其他可用的源"}},
	} {
		found := false
		for _, f := range diagnose.Run(dead(c.separator)).Findings {
			if f.Cause != c.cause {
				continue
			}
			found = true
			for i, lang := range []string{"en", "zh"} {
				r, err := cause.Lookup(f.Cause).Render(lang, f)
				if err != nil {
					t.Fatal(err)
				}
				if !strings.Contains(r.Detail, c.says[i]) || c.keeps[i] != "" && strings.Contains(r.Detail, c.keeps[i]) {
					t.Errorf("%q, %s: %s", c.separator, lang, r.Detail)
				}
			}
		}
		if !found {
			t.Errorf("%q: %s is not found", c.separator, c.cause)
		}
	}
}
