package prove

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestGenerators(t *testing.T) {
	t.Parallel()
	listing := strings.Join([]string{
		"go run example.com/foo@v1 -x a b", "go tool stringer -type=X", "stringer -type=X", "go run gen.go", "go run ./internal/gen",
		"go install github.com/example/tool@latest", "sh -c go install rsc.io/quote", "go build ./...", "go", "go tool", "go run example.com/foo@v1 -x a b", "",
	}, "\n")
	want := [][]string{
		{"go", "run", "example.com/foo@v1", "-x", "a", "b"}, {"go", "tool", "stringer"}, {"go", "install", "github.com/example/tool@latest"},
	}
	if diff := cmp.Diff(want, Generators(listing)); diff != "" {
		t.Error(diff)
	}
	for command, want := range map[string]string{"go generate": "", "go -C x generate ./... -v": "./... -v", "go build": "no", "make generate": "no", "": "no"} {
		words, ok := IsGenerate(strings.Fields(command))
		if got := strings.Join(words, " "); ok != (want != "no") || ok && got != want {
			t.Errorf("IsGenerate(%q) = %q, %v", command, got, ok)
		}
	}
}
