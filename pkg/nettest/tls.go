package nettest

import (
	"crypto/tls"
	"encoding/binary"
	"io"
	"net"
)

// Handshake shakes hands with the certificate, offers HTTP/2 and HTTP/1.1, and
// then takes what comes without an answer.
func Handshake(cert tls.Certificate) Handler {
	return TLS(&tls.Config{Certificates: []tls.Certificate{cert}, NextProtos: []string{"h2", "http/1.1"}}, Stall)
}

// TLS shakes hands by the configuration and has h serve what is inside.
func TLS(config *tls.Config, h Handler) Handler {
	return func(c net.Conn) {
		secure := tls.Server(c, config)
		if secure.Handshake() != nil {
			return
		}
		h(secure)
		_ = secure.Close()
	}
}

// OldTLS speaks TLS 1.0 only, which crypto/tls refuses.
func OldTLS(cert tls.Certificate) Handler {
	return TLS(&tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS10}, Stall)
}

// segment is the payload of an Ethernet segment: a ClientHello above it takes
// two, and some middleboxes look at the first one only.
const segment = 1460

// IfHelloFits serves a connection whose ClientHello fits one segment by fits,
// and any other by otherwise.
func IfHelloFits(fits, otherwise Handler) Handler {
	return func(c net.Conn) {
		hello, err := readRecord(c)
		if err != nil {
			return
		}
		replayed := &replay{Conn: c, before: hello}
		if len(hello) > segment {
			otherwise(replayed)
			return
		}
		fits(replayed)
	}
}

// readRecord reads one TLS record with its header of five bytes.
func readRecord(c net.Conn) ([]byte, error) {
	record := make([]byte, 5)
	if _, err := io.ReadFull(c, record); err != nil {
		return nil, err
	}
	body := make([]byte, binary.BigEndian.Uint16(record[3:]))
	if _, err := io.ReadFull(c, body); err != nil {
		return nil, err
	}
	return append(record, body...), nil
}

// replay gives what was read before once more.
type replay struct {
	net.Conn
	before []byte
}

func (r *replay) Read(p []byte) (int, error) {
	if len(r.before) == 0 {
		return r.Conn.Read(p)
	}
	n := copy(p, r.before)
	r.before = r.before[n:]
	return n, nil
}

// SetLinger lets [Reset] reach the connection below.
func (r *replay) SetLinger(seconds int) error {
	return r.Conn.(interface{ SetLinger(int) error }).SetLinger(seconds)
}
