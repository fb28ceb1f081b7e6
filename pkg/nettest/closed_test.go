package nettest

import (
	"net"
	"testing"
)

// TestClosedPortStaysClosed: no server gets the port while the test runs, and
// whoever connects is refused.
func TestClosedPortStaysClosed(t *testing.T) {
	addr := ClosedPort(t)
	for _, network := range []string{"tcp", "tcp4"} {
		if l, err := net.Listen(network, addr); err == nil {
			_ = l.Close()
			t.Errorf("%s: a server listens on %s", network, addr)
		}
	}
	if c, err := net.Dial("tcp", addr); err == nil {
		_ = c.Close()
		t.Errorf("%s answers", addr)
	}
}
