package lint_test

import (
	"fmt"

	"github.com/gofix-net/gofix-net/pkg/lint"
	"github.com/gofix-net/gofix-net/pkg/place/kinds"
)

// What a Dockerfile says about downloads and should not.
func ExampleCheck() {
	const path, text = "Dockerfile", "FROM golang:1.26\nENV GOSUMDB=off\nRUN go mod download\n"
	file := kinds.Read(kinds.Detect(path, text), path, text)
	for _, f := range lint.Check(file) {
		fmt.Println(file.Position(f.Span.Start).Line, f.Rule)
	}
	// Output: 2 sumdb-off
}
