package facts

import (
	"testing"

	"github.com/gofix-net/gofix-net/pkg/probe"
)

func TestCut(t *testing.T) {
	skip := func(why string) probe.Result {
		return probe.Result{Outcome: probe.Outcome{Status: probe.Skip, Detail: why}}
	}
	for _, c := range []struct {
		name  string
		facts Facts
		want  Cut
	}{
		{"nothing was cut", Facts{Results: []probe.Result{skip("not tried: dns/x failed")}}, Untested},
		{"a person interrupted it", Facts{Results: []probe.Result{skip(probe.OutOfTime), skip(probe.Interrupted)}}, Interrupted},
		{"too few files", Facts{Partial: true, Results: []probe.Result{skip(probe.Lacking(probe.LackFiles))}}, NoFiles},
		{"too few processes", Facts{Results: []probe.Result{skip(probe.Lacking(probe.LackProcesses))}}, NoProcesses},
		{"too little memory", Facts{Results: []probe.Result{skip(probe.Lacking(probe.LackMemory))}}, NoMemory},
		{"the time was over, of some probes", Facts{Partial: true, Results: []probe.Result{skip(probe.OutOfTime)}}, OutOfTime},
		{"only some probes were wanted", Facts{Partial: true}, LeftOut},
	} {
		if got := c.facts.Cut(); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}
