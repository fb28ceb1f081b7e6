package probe

import (
	"errors"
	"fmt"
	"net"
	"testing"
)

func TestRefusalOf(t *testing.T) {
	proxy := &net.TCPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 1080}
	dial := &net.OpError{Op: "dial", Net: "tcp", Addr: proxy, Err: errors.New("refused")}
	local := &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 50000}
	for _, c := range []struct {
		name string
		err  error
		want Refusal
	}{
		{"no connection", fmt.Errorf("get: %w", dial), Refusal{Address: "192.0.2.1:1080"}},
		{"no connection to a SOCKS proxy", &net.OpError{Op: "socks connect", Addr: local, Err: dial}, Refusal{Address: "192.0.2.1:1080"}},
		{"a connection that broke", &net.OpError{Op: "read", Source: local, Addr: proxy, Err: errors.New("reset")}, Refusal{Broken: "read 127.0.0.1:50000->192.0.2.1:1080: reset"}},
		{"something else", errors.New("dial tcp 192.0.2.1:1080: refused"), Refusal{}},
	} {
		if got := RefusalOf(c.err); got != c.want {
			t.Errorf("%s: got %+v, want %+v", c.name, got, c.want)
		}
	}
}
