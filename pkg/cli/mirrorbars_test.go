package cli

import (
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/mirror/measure"
	"github.com/gofix-net/gofix-net/pkg/report/formats"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// TestBarsFitTheTerminal: a bar that is cut looks as if nothing moved.
func TestBarsFitTheTerminal(t *testing.T) {
	t.Parallel()
	texts, err := i18n.New(i18n.En)
	if err != nil {
		t.Fatal(err)
	}
	urls := []settings.Value{"https://repo.huaweicloud.com/repository/goproxy/", "https://goproxy.cn"}
	for _, room := range []int{40, 60, 80, 140} {
		b := newMirrorBars(texts, urls, room)
		for i := range urls {
			b.observe(measure.Progress{Mirror: i, Done: 8, Total: 8, Bytes: 256 << 10, Ended: true})
		}
		for _, line := range b.rows(time.Now()) {
			if n := formats.Columns(line); n > room {
				t.Errorf("%d columns: %d in %q", room, n, line)
			}
		}
	}
}
