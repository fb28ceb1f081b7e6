package cause

import "testing"

// A new cause that does not say how it is to be treated would silently be treated as
// most are: as one that a working download refutes.
func TestTraitsAreDecided(t *testing.T) {
	for _, c := range Catalogue() {
		if x := c.Traits; x.PerLog == 0 || x.Passing == 0 || x.Refuted == 0 {
			t.Errorf("%s: the traits are not all decided: %+v", c.ID, x)
		}
	}
}
