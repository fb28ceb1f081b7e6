package walk

import (
	"testing"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// TestGoSpeaksAsItsSystemDoes: on Windows go prints what Windows says, in its language.
func TestGoSpeaksAsItsSystemDoes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ system, want string }{
		{"", "dial tcp 192.0.2.1:443: connect: connection refused"},
		{"connectex: No connection could be made because the target machine actively refused it.", "dial tcp 192.0.2.1:443: connectex: No connection could be made because the target machine actively refused it."},
		{"connectex: 由于目标计算机积极拒绝，无法连接。", "dial tcp 192.0.2.1:443: connectex: 由于目标计算机积极拒绝，无法连接。"},
	} {
		h := Hop{Request: Request{URL: "https://proxy.example.com/m/@v/list"}}
		h.Answer = Answer{State: Bad, Symptom: symptom.TCPRefused, Refusal: probe.Refusal{Address: "192.0.2.1:443", System: c.system}}
		if got := transportTail(h); got != c.want {
			t.Errorf("%s: %s", c.system, got)
		}
	}
}
