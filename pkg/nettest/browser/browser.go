// Package browser looks at pages as a person with a browser does: it starts Chromium
// without a window and talks to it by the DevTools protocol over two pipes
// (https://chromedevtools.github.io/devtools-protocol/), so that a test can tell what
// a page asked for, what it complained of, and what does not fit or cannot be read.
package browser

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"testing"
	"time"
)

// Browser is a running Chromium with one tab.
type Browser struct {
	t       testing.TB
	to      *os.File
	from    *os.File
	answers *bufio.Reader
	id      int
	session string
	events  []message
	loader  string // of the page that is open
	width   int    // of it
}

// message is a command, an answer or an event of the protocol.
type message struct {
	ID      int             `json:"id,omitempty"`
	Session string          `json:"sessionId,omitempty"`
	Method  string          `json:"method,omitempty"`
	Params  json.RawMessage `json:"params,omitempty"`
	Result  json.RawMessage `json:"result,omitempty"`
	Error   *struct {
		Message string `json:"message"`
	} `json:"error,omitempty"`
}

// patience is for what takes a moment where the machine is idle.
const patience = time.Minute

// Start starts the program, a Chromium, and ends it with the test.
func Start(t testing.TB, program string) *Browser {
	t.Helper()
	b := &Browser{t: t}
	theirIn, to, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	from, theirOut, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	b.to, b.from, b.answers = to, from, bufio.NewReader(from)
	profile, err := os.MkdirTemp("", "chromium-of-gofix-net")
	if err != nil {
		t.Fatal(err)
	}
	// The pages are ours and no host has an address: its sandbox, which containers often
	// forbid, protects from nothing here.
	cmd := exec.Command(program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-extensions", "--host-resolver-rules=MAP * ~NOTFOUND",
		"--user-data-dir="+profile, "--remote-debugging-pipe", "about:blank") //nolint:gosec // a program of the test's own choice
	cmd.ExtraFiles = []*os.File{theirIn, theirOut} // 3 and 4, as the protocol has it
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	errs := errors.Join(theirIn.Close(), theirOut.Close())
	t.Cleanup(func() {
		_ = b.to.Close() // it ends when its pipe does
		stop := time.AfterFunc(patience, func() { _ = cmd.Process.Kill() })
		_ = cmd.Wait()
		stop.Stop()
		_ = b.from.Close()
		// Its other processes may end after it, and write until then.
		for deadline := time.Now().Add(patience); os.RemoveAll(profile) != nil && time.Now().Before(deadline); {
			time.Sleep(20 * time.Millisecond)
		}
	})
	if errs != nil {
		t.Fatal(errs)
	}
	b.attach()
	return b
}

// attach opens the tab and asks for the events that View reads.
func (b *Browser) attach() {
	b.t.Helper()
	var target struct{ TargetID string }
	b.call("Target.createTarget", map[string]any{"url": "about:blank"}, &target)
	var session struct{ SessionID string }
	b.call("Target.attachToTarget", map[string]any{"targetId": target.TargetID, "flatten": true}, &session)
	b.session = session.SessionID
	for _, domain := range []string{"Page", "Runtime", "Log", "Network"} {
		b.call(domain+".enable", nil, nil)
	}
	b.call("Page.setLifecycleEventsEnabled", map[string]any{"enabled": true}, nil)
}

// call sends one command and decodes its answer.
func (b *Browser) call(method string, params, result any) {
	b.t.Helper()
	b.id++
	raw, err := json.Marshal(params)
	if err != nil {
		b.t.Fatal(err)
	}
	m := message{ID: b.id, Session: b.session, Method: method}
	if params != nil {
		m.Params = raw
	}
	line, err := json.Marshal(m)
	if err != nil {
		b.t.Fatal(err)
	}
	if _, err := b.to.Write(append(line, 0)); err != nil {
		b.t.Fatalf("chromium: %s: %v", method, err)
	}
	for {
		answer := b.next(method)
		if answer.ID != b.id {
			continue
		}
		if answer.Error != nil {
			b.t.Fatalf("chromium: %s: %s", method, answer.Error.Message)
		}
		if result == nil {
			return
		}
		if err := json.Unmarshal(answer.Result, result); err != nil {
			b.t.Fatalf("chromium: %s: %v", method, err)
		}
		return
	}
}

// next reads one message, and keeps it if it is an event.
func (b *Browser) next(waitingFor string) message {
	b.t.Helper()
	if err := b.from.SetReadDeadline(time.Now().Add(patience)); err != nil {
		b.t.Fatal(err)
	}
	line, err := b.answers.ReadBytes(0)
	if errors.Is(err, io.EOF) {
		b.t.Fatalf("chromium ended while the test waited for %s", waitingFor)
	} else if err != nil {
		b.t.Fatalf("chromium: %s: %v", waitingFor, err)
	}
	var m message
	if err := json.Unmarshal(line[:len(line)-1], &m); err != nil {
		b.t.Fatal(err)
	}
	if m.ID == 0 {
		b.events = append(b.events, m)
	}
	return m
}

// Eval runs a JavaScript expression in the page, and decodes its value.
func (b *Browser) Eval(expression string, value any) {
	b.t.Helper()
	var got struct {
		Result           struct{ Value json.RawMessage }
		ExceptionDetails *struct {
			Exception struct{ Description string }
		}
	}
	b.call("Runtime.evaluate", map[string]any{"expression": expression, "returnByValue": true, "awaitPromise": true}, &got)
	if got.ExceptionDetails != nil {
		b.t.Fatalf("%s: %s", expression, got.ExceptionDetails.Exception.Description)
	}
	if value == nil {
		return
	}
	if err := json.Unmarshal(got.Result.Value, value); err != nil {
		b.t.Fatalf("%s: %v: %s", expression, err, got.Result.Value)
	}
}

// Open loads a page, and returns when all of it is there. The width is in CSS pixels.
func (b *Browser) Open(url string, width int, dark bool) {
	b.t.Helper()
	scheme := "light"
	if dark {
		scheme = "dark"
	}
	b.call("Emulation.setDeviceMetricsOverride", map[string]any{"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 600}, nil)
	b.call("Emulation.setEmulatedMedia", map[string]any{"features": []any{map[string]any{"name": "prefers-color-scheme", "value": scheme}}}, nil)
	b.events, b.width = nil, width
	var got struct{ ErrorText, LoaderID string }
	b.call("Page.navigate", map[string]any{"url": url}, &got)
	if got.ErrorText != "" {
		b.t.Fatalf("%s: %s", url, got.ErrorText)
	}
	b.loaded(func(loader string) bool { return loader == got.LoaderID })
}

// Click clicks the middle of an element as a person does, and returns when the page that
// it leads to is there.
func (b *Browser) Click(selector string) {
	b.t.Helper()
	var at struct{ X, Y float64 }
	b.Eval(fmt.Sprintf(`(e => { e.scrollIntoView({block: "center"}); const r = e.getClientRects()[0]; return {x: r.x + r.width / 2, y: r.y + r.height / 2}; })(document.querySelector(%q))`, selector), &at)
	b.events = nil
	for _, kind := range []string{"mousePressed", "mouseReleased"} {
		b.call("Input.dispatchMouseEvent", map[string]any{"type": kind, "x": at.X, "y": at.Y, "button": "left", "clickCount": 1}, nil)
	}
	before := b.loader
	b.loaded(func(loader string) bool { return loader != before })
}

// loaded waits until a page is there that is meant: the one before may tell late that it
// was loaded.
func (b *Browser) loaded(meant func(loader string) bool) {
	b.t.Helper()
	for {
		if slices.ContainsFunc(b.events, func(m message) bool {
			var p struct{ Name, LoaderID string }
			if m.Method != "Page.lifecycleEvent" || json.Unmarshal(m.Params, &p) != nil || p.Name != "load" || !meant(p.LoaderID) {
				return false
			}
			b.loader = p.LoaderID
			return true
		}) {
			return
		}
		b.next("the page")
	}
}
