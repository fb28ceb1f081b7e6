package mirror

import (
	"slices"
	"strings"
)

// State is what the last evidence said of a front.
type State string

// The states. Unsteady fronts come and go; none is ever offered as a fix.
const (
	Dead     State = "dead"
	Unsteady State = "unsteady"
)

// Front is a host that stands in for github.com in insteadOf rules.
type Front struct {
	Host   string
	State  State
	Note   string
	Source string
	Date   string // of the last evidence, YYYY-MM or YYYY; "" where it has none
}

// Fronts returns the table of GitHub fronts. It serves to recognise them; a
// probe says whether one answers.
func Fronts() []Front { return slices.Clone(fronts) }

// DeadGitFronts returns the fronts that the last evidence called dead.
func DeadGitFronts() []Front {
	return slices.DeleteFunc(Fronts(), func(f Front) bool { return f.State != Dead })
}

// LookupFront finds the front that a host name, with or without a port, is or
// belongs to.
func LookupFront(host string) (Front, bool) {
	host, _, _ = strings.Cut(strings.ToLower(host), ":")
	host = strings.TrimSuffix(host, ".")
	for _, f := range fronts {
		if host == f.Host || strings.HasSuffix(host, "."+f.Host) {
			return f, true
		}
	}
	return Front{}, false
}
