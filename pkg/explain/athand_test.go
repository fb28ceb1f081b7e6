package explain

import (
	"context"
	"strings"
	"testing"
)

// TestGoAtHand finds the Go that ran where no message of go names it.
func TestGoAtHand(t *testing.T) {
	t.Parallel()
	const old = "go: errors parsing go.mod:\n/src/go.mod:5: unknown directive: toolchain\n"
	for log, want := range map[string]string{
		"main.go:4:2: package cmp is not in GOROOT (/usr/lib/go-1.19/src/cmp)":                                             "go1.19",
		"main.go:4:2: package cmp is not in GOROOT (/usr/local/go1.19/src/cmp)":                                            "go1.19",
		"main.go:4:2: package cmp is not in GOROOT (/opt/homebrew/Cellar/go@1.19/1.19.4/libexec/src/cmp)":                  "go1.19",
		"main.go:4:2: package cmp is not in GOROOT (/usr/local/Cellar/go/1.19.4/libexec/src/cmp)":                          "go1.19.4",
		"main.go:4:2: package cmp is not in GOROOT (/opt/hostedtoolcache/go/1.20.14/x64/src/cmp)":                          "go1.20.14",
		`main.go:4:2: package cmp is not in GOROOT (C:\hostedtoolcache\windows\go\1.20.14\x64\src\cmp)`:                    "go1.20.14",
		"main.go:4:2: package cmp is not in GOROOT (/home/u/.gvm/gos/go1.20/src/cmp)":                                      "go1.20",
		"main.go:4:2: package cmp is not in GOROOT (/root/.goenv/versions/1.20.3/src/cmp)":                                 "go1.20.3",
		"main.go:4:2: package cmp is not in GOROOT (/root/.asdf/installs/golang/1.20.3/go/src/cmp)":                        "go1.20.3",
		"main.go:4:2: package cmp is not in GOROOT (/usr/local/go/src/cmp)\n$ go version\ngo version go1.19.8 linux/amd64": "go1.19.8",
		"main.go:4:2: package cmp is not in GOROOT (/usr/local/go/src/cmp)":                                                "",
		"Setup go version spec 1.19\n" + old:                                                                               "go1.19",
		"Step 1/5 : FROM golang:1.20-alpine\n" + old:                                                                       "go1.20",
		"  with:\n    go-version: '1.18'\n" + old:                                                                          "go1.18",
		"brew install golang@1.18\n" + old:                                                                                 "go1.18",
		"go: example.com/go/1.2@v1.0.0\n" + old:                                                                            "",
	} {
		e, err := Read(context.Background(), strings.NewReader(log))
		if err != nil || len(e.Findings) == 0 {
			t.Fatalf("%q: %v, %v", log, e.Findings, err)
		}
		if got := e.Findings[0].Running; got != want {
			t.Errorf("%q: running %q, want %q", log, got, want)
		}
	}
}
