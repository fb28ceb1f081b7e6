package explain_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/explain"
)

// The cause that a build log names, and the line that says so.
func ExampleRead() {
	log := `go: downloading rsc.io/quote v1.5.2
main.go:3:8: rsc.io/quote@v1.5.2: Get "https://proxy.golang.org/rsc.io/quote/@v/v1.5.2.zip": dial tcp 142.250.0.1:443: i/o timeout
`
	said, err := explain.Read(context.Background(), strings.NewReader(log))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range said.Findings {
		fmt.Println(f.Cause, f.Symptom, f.Lines[0].Number)
	}
	// Output: goproxy-unreachable tcp-timeout 2
}
