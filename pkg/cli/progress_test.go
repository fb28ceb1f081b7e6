package cli

import (
	"strings"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/probe"
)

// TestProgressNamesWhatIsAwaited draws at given times: one line for a host, the
// longest awaited first, none for what has just begun, and none for what is done.
func TestProgressNamesWhatIsAwaited(t *testing.T) {
	texts, err := i18n.New(i18n.En)
	if err != nil {
		t.Fatal(err)
	}
	start := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	l := &progress{texts: texts, start: start, running: map[evidence.ID]awaited{
		"tcp/a:443":   {what: "a:443", stage: "TCP", since: start, budget: 5 * time.Second},
		"tls/a:443":   {what: "a:443", stage: "TLS", since: start.Add(time.Second), budget: 5 * time.Second},
		"dns/b":       {what: "b", stage: "DNS", since: start.Add(-time.Second), budget: 7 * time.Second},
		"tcp/new:443": {what: "new:443", stage: "TCP", since: start.Add(1900 * time.Millisecond), budget: 5 * time.Second},
	}}
	got := l.lines(start.Add(2 * time.Second))
	want := []string{"2.0 s, 0 checks", "b  DNS … 3.0 s of 7.0 s", "a:443  TCP … 2.0 s of 5.0 s"}
	if len(got) != len(want) {
		t.Fatalf("got %q", got)
	}
	for i := range want {
		if !strings.Contains(got[i], want[i]) {
			t.Errorf("line %d: got %q, want %q in it", i, got[i], want[i])
		}
	}
	l.observe(probe.Result{ID: "dns/b"})
	if got := l.lines(start.Add(2 * time.Second)); len(got) != 2 || !strings.Contains(got[0], "1 checks") {
		t.Errorf("after b is done: %q", got)
	}
}

// TestProgressErasesItsOwnLines returns the cursor to where the first line began.
func TestProgressErasesItsOwnLines(t *testing.T) {
	for drawn, want := range map[int]string{0: "", 1: "\r\x1b[K", 3: "\r\x1b[K\x1b[A\x1b[K\x1b[A\x1b[K"} {
		if got := (&progress{drawn: drawn}).erase(); got != want {
			t.Errorf("%d lines: got %q, want %q", drawn, got, want)
		}
	}
}
