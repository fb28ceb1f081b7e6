package known_test

import (
	"fmt"

	"github.com/gofix-net/gofix-net/pkg/known"
)

// What the table knows of a host.
func ExampleNamed() {
	for _, name := range []string{"goproxy.cn", "goproxy.tencent.com", "git.corp.example"} {
		h, ok := known.Named(name)
		if !ok {
			fmt.Println(name, "is not in it")
			continue
		}
		fmt.Println(name, "is a", h.Role+",", h.State)
	}
	// Output:
	// goproxy.cn is a module proxy, alive
	// goproxy.tencent.com is a module proxy, invented
	// git.corp.example is not in it
}
