package need

import (
	"flag"
	"fmt"
	"runtime"
)

// Waiting lets more parallel tests run at a time than there are processors, unless
// -parallel is given: for packages whose tests wait for servers that do not answer. It is
// called by TestMain.
func Waiting() error {
	const each = 4
	flag.Parse()
	set := false
	flag.Visit(func(f *flag.Flag) { set = set || f.Name == "test.parallel" })
	if set {
		return nil
	}
	if err := flag.Set("test.parallel", fmt.Sprint(each*runtime.GOMAXPROCS(0))); err != nil {
		return fmt.Errorf("run more tests at a time: %w", err)
	}
	return nil
}
