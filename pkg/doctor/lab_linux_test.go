package doctor_test

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/doctor"
	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/netlab"
	"github.com/gofix-net/gofix-net/pkg/probe"
)

func TestMain(m *testing.M) { os.Exit(netlab.Main(m)) }

// uuid is what the runs of these tests ask about: on GitHub, without
// discovery, in every public proxy of the lab.
var uuid = probe.Query{Path: "github.com/google/uuid", Version: "v1.6.0"}

// machine is the lab's own machine, with further variables.
func machine(l *netlab.Lab, env ...string) *host.Machine {
	m := host.System()
	m.Environ = func() []string { return append(l.Environ(), env...) }
	m.Getwd = func() (string, error) { return l.Work(), nil }
	m.HomeDir = func() (string, error) { return l.Home(), nil }
	return m
}

// checkup runs doctor once and returns what it found and how long it took.
func checkup(t *testing.T, m *host.Machine, o doctor.Options) (*doctor.Checkup, time.Duration) {
	t.Helper()
	if o.Queries == nil {
		o.Queries = []probe.Query{uuid}
	}
	start := time.Now()
	c, err := doctor.Run(context.Background(), m, o)
	if err != nil {
		t.Fatal(err)
	}
	return c, time.Since(start)
}

func breakLab(t *testing.T, l *netlab.Lab, faults ...string) {
	t.Helper()
	if err := l.Heal(); err != nil {
		t.Fatal(err)
	}
	if err := l.Break(faults...); err != nil {
		t.Fatal(err)
	}
}

func each(names []string, fault string) []string {
	var out []string
	for _, n := range names {
		out = append(out, n+" "+fault)
	}
	return out
}
