package correct_test

import (
	"fmt"

	"github.com/gofix-net/gofix-net/pkg/correct"
)

// A value that was copied from a web page, as it was meant.
func ExampleValue() {
	fmt.Println(correct.Value("GOPROXY", `export GOPROXY="goproxy.cn，direct"`))
	// Output: goproxy.cn,direct
}
