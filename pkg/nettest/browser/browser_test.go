package browser_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/nettest/browser"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

// TestFaults opens pages with one fault each, and one without.
func TestFaults(t *testing.T) {
	t.Parallel()
	need.Long(t)
	b := browser.Start(t, need.Program(t, "chromium"))
	const head = `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>page</title>`
	for _, c := range []struct{ page, want string }{
		{`<p>all is well</p>`, ""},
		{`<p style="width:50rem">wide</p>`, "scrolls sideways"},
		{`<p style="color:#999">pale</p>`, "contrast 2.8"},
		{`<p style="font-size:9px">tiny</p>`, "letters of 9px"},
		{`<p style="overflow:hidden;white-space:nowrap;width:2rem">more than fits</p>`, "cut: more"},
		{`<img src="https://elsewhere.example.com/x.png" alt="">`, "asks for https://elsewhere.example.com"},
		{`<script>nothing.here()</script>`, "script: Uncaught"},
		{`<script>console.log("left over")</script>`, "console.log"},
	} {
		file := filepath.Join(t.TempDir(), "page.html")
		if err := os.WriteFile(file, []byte(head+c.page), 0o600); err != nil {
			t.Fatal(err)
		}
		b.Open("file://"+file, 390, false)
		got := b.Faults()
		if c.want == "" && len(got) > 0 || c.want != "" && !slices.ContainsFunc(got, func(s string) bool { return strings.Contains(s, c.want) }) {
			t.Errorf("%s: got %q, want %q", c.page, got, c.want)
		}
	}
}
