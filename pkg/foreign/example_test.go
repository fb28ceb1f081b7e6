package foreign_test

import (
	"fmt"

	"github.com/gofix-net/gofix-net/pkg/foreign"
)

// A server's answer becomes one harmless line before any person or format sees it.
func ExampleLine() {
	answer := "403 Forbidden\x1b[2J\r\nsee https://build:hunter2@proxy.example.com/help"
	fmt.Println(foreign.Line(answer, 200))
	// Output: 403 Forbidden [2J see https://xxxxx@proxy.example.com/help
}
