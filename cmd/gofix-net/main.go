// Command gofix-net finds out why Go module downloads fail on this machine,
// proves a fix with the real go command, writes it after a yes, and can take it
// back.
package main

import (
	"cmp"
	"os"

	"github.com/gofix-net/gofix-net/pkg/askless"
	"github.com/gofix-net/gofix-net/pkg/cli"
)

// version is set by the release build (-ldflags -X main.version=…); empty means
// that the tag of a source archive decides, or the build information of the module.
var version string

// releaseKey is the public key that releases are signed with, set likewise.
var releaseKey string

func main() {
	_ = grown()
	askless.Restore()
	p := cli.System(cmp.Or(version, releaseOf(archived)))
	p.ReleaseKey = releaseKey
	os.Exit(cli.Main(p, os.Args[1:]))
}

// grown gives this goroutine a large stack while there is little on it. Otherwise the
// runtime doubles the stack in the middle of calls, and reads for it the tables of every
// function that is on it, all over the file: some 300 KiB more of resident memory.
//
//go:noinline
func grown() byte {
	var room [32 << 10]byte
	return room[len(os.Args)%len(room)]
}
