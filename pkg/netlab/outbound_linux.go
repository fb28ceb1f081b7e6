package netlab

import (
	"bufio"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// handshakeLimit bounds what an outbound proxy waits for its client.
const handshakeLimit = 10 * time.Second

// httpProxy serves one client of an HTTP proxy: CONNECT, or one plain request.
func (s *servers) httpProxy(c *conn, credentials bool) {
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(handshakeLimit))
	in := bufio.NewReader(c)
	r, err := http.ReadRequest(in)
	if err != nil {
		return
	}
	s.lab.record(Request{Host: c.host.name, Method: r.Method, Path: r.RequestURI, UserAgent: r.UserAgent()})
	for _, f := range s.lab.faultsAt(c.host.name, c.port) {
		if !f.matchesPath("/" + r.RequestURI) { // PROXY/HOST:PORT is what the proxy is asked for
			continue
		}
		switch f.Kind {
		case Status:
			s.refuse(c, f.code)
			return
		case HTTPStall:
			c.hold()
			return
		}
	}
	if credentials && !proxyCredentials(r) {
		s.refuse(c, http.StatusProxyAuthRequired)
		return
	}
	far, err := s.dialTarget(r)
	if err != nil {
		s.refuse(c, http.StatusBadGateway)
		return
	}
	if r.Method == http.MethodConnect {
		_, err = io.WriteString(c, "HTTP/1.1 200 Connection established\r\n\r\n")
	} else {
		r.Header.Set("Connection", "close")
		err = r.Write(far)
	}
	if err != nil {
		_ = far.Close()
		return
	}
	_ = c.SetDeadline(time.Time{})
	s.join(c, in, far)
}

// dialTarget connects to where a proxied request wants to go.
func (s *servers) dialTarget(r *http.Request) (net.Conn, error) {
	if r.Method != http.MethodConnect {
		return s.dial(r.URL.Hostname(), 80)
	}
	host, port, err := net.SplitHostPort(r.RequestURI)
	if err != nil {
		return nil, err
	}
	n, err := strconv.Atoi(port)
	if err != nil {
		return nil, err
	}
	return s.dial(host, n)
}

func (s *servers) refuse(c *conn, code int) {
	answer := &http.Response{StatusCode: code, ProtoMajor: 1, ProtoMinor: 1, Header: http.Header{}, Close: true}
	if code == http.StatusProxyAuthRequired {
		answer.Header.Set("Proxy-Authenticate", `Basic realm="lab"`)
	}
	_ = answer.Write(c)
}

func proxyCredentials(r *http.Request) bool {
	encoded, ok := strings.CutPrefix(r.Header.Get("Proxy-Authorization"), "Basic ")
	decoded, err := base64.StdEncoding.DecodeString(encoded)
	return ok && err == nil && string(decoded) == Credentials
}

// join copies both ways until either end closes.
func (s *servers) join(c *conn, in io.Reader, far net.Conn) {
	stop := s.lab.onClose(func() { _ = c.Close(); _ = far.Close() })
	defer stop()
	s.lab.work.Go(func() {
		_, _ = io.Copy(far, in)
		_ = far.Close()
	})
	_, _ = io.Copy(c, far)
	_ = far.Close()
}

// socks serves one client of a SOCKS5 proxy (RFC 1928, RFC 1929).
func (s *servers) socks(c *conn, credentials bool) {
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(handshakeLimit))
	if err := socksGreeting(c, credentials); err != nil {
		return
	}
	host, port, err := socksTarget(c)
	if err != nil {
		return
	}
	if ip := net.ParseIP(host); ip != nil {
		host = s.lab.hostAt(addressOf(&net.TCPAddr{IP: ip})).name
	}
	s.lab.record(Request{Host: c.host.name, Method: "SOCKS", Path: net.JoinHostPort(host, strconv.Itoa(port))})
	const granted, hostUnreachable = 0, 4
	far, err := s.dial(host, port)
	if err != nil {
		_, _ = c.Write([]byte{5, hostUnreachable, 0, 1, 0, 0, 0, 0, 0, 0})
		return
	}
	if _, err := c.Write([]byte{5, granted, 0, 1, 0, 0, 0, 0, 0, 0}); err != nil {
		_ = far.Close()
		return
	}
	_ = c.SetDeadline(time.Time{})
	s.join(c, c, far)
}

// socksGreeting agrees on a method and, if wanted, checks the credentials.
func socksGreeting(c *conn, credentials bool) error {
	const none, password, refused = 0, 2, 0xff
	offered, err := socksBytes(c, 1)
	if err != nil {
		return err
	}
	want := byte(none)
	if credentials {
		want = password
	}
	if !strings.Contains(string(offered), string([]byte{want})) {
		_, _ = c.Write([]byte{5, refused})
		return errors.New("no common SOCKS method")
	}
	if _, err := c.Write([]byte{5, want}); err != nil || !credentials {
		return err
	}
	user, err := socksBytes(c, 1)
	if err != nil {
		return err
	}
	pass, err := socksBytes(c, 0)
	if err != nil {
		return err
	}
	if string(user)+":"+string(pass) != Credentials {
		_, _ = c.Write([]byte{1, 1})
		return errors.New("wrong SOCKS credentials")
	}
	_, err = c.Write([]byte{1, 0})
	return err
}

// socksBytes skips bytes, and reads a length and as many bytes.
func socksBytes(r io.Reader, skip int) ([]byte, error) {
	head := make([]byte, skip+1)
	if _, err := io.ReadFull(r, head); err != nil {
		return nil, err
	}
	b := make([]byte, head[skip])
	_, err := io.ReadFull(r, b)
	return b, err
}

func socksTarget(c *conn) (host string, port int, err error) {
	head := make([]byte, 4)
	if _, err := io.ReadFull(c, head); err != nil {
		return "", 0, err
	}
	var address []byte
	switch head[3] {
	case 1:
		address = make([]byte, net.IPv4len)
		_, err = io.ReadFull(c, address)
		host = net.IP(address).String()
	case 4:
		address = make([]byte, net.IPv6len)
		_, err = io.ReadFull(c, address)
		host = net.IP(address).String()
	default:
		address, err = socksBytes(c, 0)
		host = string(address)
	}
	if err != nil {
		return "", 0, err
	}
	var p [2]byte
	_, err = io.ReadFull(c, p[:])
	return host, int(binary.BigEndian.Uint16(p[:])), err
}
