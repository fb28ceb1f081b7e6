package host

import (
	"time"

	"github.com/gofix-net/gofix-net/pkg/tell"
)

// Bounds of the memory that a program may take, in bytes, without what it maps from
// files. go keeps a page or a list of versions whole before it judges it, and git a list
// of refs: one that has no end would take all memory of the machine. A download of
// k8s.io/kubernetes takes go 32 MiB. git and its helpers, which a program starts, need
// memory for the objects of large repositories.
const (
	MaxProgram = 512 << 20
	MaxHelper  = 2048 << 20
)

// ErrGrown says that a program was ended because it took more memory than it may.
var ErrGrown = tell.New("it took more memory than any download needs; what it was reading seems to have no end")

// usage is what a program takes of the memory, in bytes, and the most that one of those
// takes that it has started.
type usage struct{ program, helper int64 }

func (u usage) above(most usage) bool { return u.program > most.program || u.helper > most.helper }

// watch calls end once what measure returns is above most. The function that it returns
// ends the watching and reports whether end was called.
func watch(every time.Duration, most usage, measure func() usage, end func()) (stop func() bool) {
	quit, ended := make(chan struct{}), make(chan bool, 1)
	go func() {
		tick := time.NewTicker(every)
		defer tick.Stop()
		for {
			select {
			case <-quit:
				ended <- false
				return
			case <-tick.C:
				if measure().above(most) {
					end()
					ended <- true
					return
				}
			}
		}
	}()
	return func() bool { close(quit); return <-ended }
}
