package probes

import (
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

func ids(tasks []probe.Task) string {
	var out []string
	for _, t := range tasks {
		out = append(out, string(t.ID()))
	}
	return strings.Join(out, " ")
}

// A runner looks once at what a second round names again, so that the ids have
// to be those of the first.
func TestWayToHasTheIDsOfThePlan(t *testing.T) {
	t.Parallel()
	s := &settings.Snapshot{OS: "linux", Layers: []settings.Setting{goSetting("GOPROXY", "https://mirror.example.com/go,off")}}
	planned := " " + ids(probe.Plan([]*probe.Probe{&DNS, &TCP, &TLS}, s, nil)) + " "
	tasks := wayTo(s, "https://mirror.example.com/go")
	if len(tasks) != 3 {
		t.Fatalf("got %q, want dns, tcp and tls", ids(tasks))
	}
	for _, task := range tasks {
		if !strings.Contains(planned, " "+string(task.ID())+" ") {
			t.Errorf("%s is not among%s", task.ID(), planned)
		}
	}
}

func TestWayToAnAddressAsksNoResolver(t *testing.T) {
	t.Parallel()
	if got := ids(wayTo(&settings.Snapshot{OS: "linux"}, "https://192.0.2.7")); got != "tcp/192.0.2.7:443 tls/192.0.2.7:443" {
		t.Errorf("got %q", got)
	}
}
