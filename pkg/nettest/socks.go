package nettest

import (
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/netip"
	"strconv"
)

// ServeSOCKS5 starts a SOCKS5 proxy (RFC 1928, RFC 1929) that knows only CONNECT.
func ServeSOCKS5(p OutboundProxy) *Server { return Serve(p.SOCKS5) }

// Values of the SOCKS5 protocol.
const (
	socksVersion  = 5
	socksNoAuth   = 0
	socksPassword = 2
	socksNone     = 0xff // no acceptable method
	socksIPv4     = 1
	socksName     = 3
	socksIPv6     = 4
	socksFailure  = 1 // general failure
)

// SOCKS5 serves one connection of a SOCKS5 proxy.
func (p OutboundProxy) SOCKS5(c net.Conn) {
	if p.greet(c) != nil {
		return
	}
	address, err := socksRequest(c)
	if err != nil {
		return
	}
	if p.Observe != nil {
		p.Observe(address)
	}
	if p.Refuse != 0 {
		_ = socksReply(c, byte(p.Refuse))
		return
	}
	far, err := p.dial(address)
	if err != nil {
		_ = socksReply(c, socksFailure)
		return
	}
	if socksReply(c, 0) != nil {
		_ = far.Close()
		return
	}
	relay(c, c, far)
}

var errSOCKS = errors.New("not the SOCKS5 that is served here")

// greet agrees on a method and checks the credentials.
func (p OutboundProxy) greet(c net.Conn) error {
	head, err := take(c, 2)
	if err != nil || head[0] != socksVersion {
		return errSOCKS
	}
	methods, err := take(c, int(head[1]))
	if err != nil {
		return err
	}
	method := byte(socksNoAuth)
	if p.User != "" {
		method = socksPassword
	}
	for _, m := range methods {
		if m != method {
			continue
		}
		if _, err := c.Write([]byte{socksVersion, method}); err != nil || method == socksNoAuth {
			return err
		}
		return p.checkPassword(c)
	}
	_, _ = c.Write([]byte{socksVersion, socksNone})
	return errSOCKS
}

func (p OutboundProxy) checkPassword(c net.Conn) error {
	head, err := take(c, 2)
	if err != nil {
		return err
	}
	user, err := take(c, int(head[1]))
	if err != nil {
		return err
	}
	length, err := take(c, 1)
	if err != nil {
		return err
	}
	password, err := take(c, int(length[0]))
	if err != nil {
		return err
	}
	if string(user) != p.User || string(password) != p.Password {
		_, _ = c.Write([]byte{1, 1})
		return errSOCKS
	}
	_, err = c.Write([]byte{1, 0})
	return err
}

// socksRequest reads a CONNECT request and returns its host:port.
func socksRequest(c net.Conn) (string, error) {
	head, err := take(c, 4)
	if err != nil || head[0] != socksVersion || head[1] != 1 {
		return "", errSOCKS
	}
	host, err := socksHost(c, head[3])
	if err != nil {
		return "", err
	}
	port, err := take(c, 2)
	if err != nil {
		return "", err
	}
	return net.JoinHostPort(host, strconv.Itoa(int(binary.BigEndian.Uint16(port)))), nil
}

func socksHost(c net.Conn, kind byte) (string, error) {
	length := map[byte]int{socksIPv4: 4, socksIPv6: 16}[kind]
	if kind == socksName {
		b, err := take(c, 1)
		if err != nil {
			return "", err
		}
		length = int(b[0])
	}
	raw, err := take(c, length)
	if err != nil || length == 0 {
		return "", errSOCKS
	}
	if kind == socksName {
		return string(raw), nil
	}
	a, _ := netip.AddrFromSlice(raw)
	return a.String(), nil
}

func socksReply(c net.Conn, code byte) error {
	_, err := c.Write([]byte{socksVersion, code, 0, socksIPv4, 0, 0, 0, 0, 0, 0})
	return err
}

func take(c net.Conn, n int) ([]byte, error) {
	b := make([]byte, n)
	_, err := io.ReadFull(c, b)
	return b, err
}
