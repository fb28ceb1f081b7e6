package browser

import (
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
)

// faults is the function that finds what does not fit a width or cannot be read.
//
//go:embed faults.js
var faults string

// Check opens a page on a phone in the dark and in a wide window in the light, and
// reports its faults as errors of the test. The name is that of the page.
func (b *Browser) Check(name string, page []byte) {
	b.t.Helper()
	address := "data:text/html;base64," + base64.StdEncoding.EncodeToString(page)
	for _, phone := range []bool{true, false} {
		width := 1200
		if phone {
			width = 390
		}
		b.Open(address, width, phone)
		for _, fault := range b.Faults() {
			b.t.Errorf("%s, %d pixels: %s", name, width, fault)
		}
	}
}

// Faults says what is wrong with the page that is open: what its console has, what it
// asked for besides itself, what does not fit the width, and what is hard to read.
func (b *Browser) Faults() []string {
	b.t.Helper()
	var out []string
	b.Eval(fmt.Sprintf("(%s)(%d)", strings.TrimSpace(faults), b.width), &out)
	for _, e := range b.events {
		var p struct {
			Request          struct{ URL string }
			Entry            struct{ Text string }
			ExceptionDetails struct{ Text string }
			Type             string
		}
		if err := json.Unmarshal(e.Params, &p); err != nil {
			b.t.Fatal(err)
		}
		switch e.Method {
		case "Network.requestWillBeSent":
			if p.Type != "Document" || strings.HasPrefix(p.Request.URL, "http") {
				out = append(out, fmt.Sprintf("asks for %s", p.Request.URL))
			}
		case "Log.entryAdded":
			out = append(out, "console: "+p.Entry.Text)
		case "Runtime.exceptionThrown":
			out = append(out, "script: "+p.ExceptionDetails.Text)
		case "Runtime.consoleAPICalled":
			out = append(out, "console."+p.Type)
		}
	}
	return out
}
