package nettest

import (
	"crypto/tls"
	"encoding/binary"
	"io"
	"net"
	"strings"
)

// HostileHTTP2 is a server that shakes hands as it should, and does harm by frames
// of HTTP/2 (RFC 9113, section 10.5, lists most of them).
type HostileHTTP2 struct {
	Name string
	// serve writes after the first request came, until the connection breaks.
	serve func(w *frames)
}

// Types and flags of frames (RFC 9113, section 6).
const (
	frameData         = 0x0
	frameHeaders      = 0x1
	frameRstStream    = 0x3
	frameSettings     = 0x4
	framePushPromise  = 0x5
	framePing         = 0x6
	frameGoAway       = 0x7
	frameWindowUpdate = 0x8
	frameContinuation = 0x9

	flagEndHeaders = 0x4
)

// status200 is ":status: 200" as the static table of HPACK has it (RFC 7541, appendix A).
const status200 = "\x88"

// HostileHTTP2s returns the floods and the nonsense that every command has to outlive.
func HostileHTTP2s() []HostileHTTP2 {
	return []HostileHTTP2{
		{"HTTP/2 SETTINGS for ever", func(w *frames) { w.endlessly(frameSettings, 0, 0, "\x00\x03\x00\x00\x00\x64") }},
		{"HTTP/2 PING for ever", func(w *frames) { w.endlessly(framePing, 0, 0, "12345678") }},
		{"HTTP/2 WINDOW_UPDATE for ever", func(w *frames) { w.endlessly(frameWindowUpdate, 0, 1, "\x00\x00\x00\x01") }},
		{"HTTP/2 RST_STREAM for ever", func(w *frames) { w.endlessly(frameRstStream, 0, 1, "\x00\x00\x00\x08") }},
		{"HTTP/2 refused streams", func(w *frames) {
			w.write(frameRstStream, 0, 1, "\x00\x00\x00\x07")
			w.endlessly(framePing, 0, 0, "12345678")
		}},
		{"HTTP/2 CONTINUATION for ever", func(w *frames) {
			w.write(frameHeaders, 0, 1, status200)
			w.endlessly(frameContinuation, 0, 1, strings.Repeat(literal("x", "y"), 1000))
		}},
		{"HTTP/2 empty CONTINUATION for ever", func(w *frames) {
			w.write(frameHeaders, 0, 1, status200)
			w.endlessly(frameContinuation, 0, 1, "")
		}},
		{"HTTP/2 a header that unpacks to gigabytes", func(w *frames) {
			// The value enters the dynamic table once, and one byte repeats it (index 62).
			w.write(frameHeaders, 0, 1, status200+"\x40"+packed("x")+packed(strings.Repeat("y", 120))+strings.Repeat("\xbe", 16000))
			w.endlessly(frameContinuation, 0, 1, strings.Repeat("\xbe", 16000))
		}},
		{"HTTP/2 interim answers for ever", func(w *frames) { w.endlessly(frameHeaders, flagEndHeaders, 1, "\x08"+packed("103")) }},
		{"HTTP/2 empty DATA for ever", func(w *frames) {
			w.write(frameHeaders, flagEndHeaders, 1, status200)
			w.endlessly(frameData, 0, 1, "")
		}},
		{"HTTP/2 DATA beyond the window", func(w *frames) {
			w.write(frameHeaders, flagEndHeaders, 1, status200)
			w.endlessly(frameData, 0, 1, strings.Repeat("x", 16<<10))
		}},
		{"HTTP/2 pushes", func(w *frames) { w.endlessly(framePushPromise, flagEndHeaders, 1, "\x00\x00\x00\x02"+status200) }},
		{"HTTP/2 GOAWAY with dirt", func(w *frames) { w.write(frameGoAway, 0, 0, "\x00\x00\x00\x00\x00\x00\x00\x0b"+Dirt) }},
		{"HTTP/2 dirt in headers", func(w *frames) {
			w.write(frameHeaders, flagEndHeaders, 1, "\x08"+packed("403")+literal("content-type", "text/plain")+literal("server", Dirt)+literal("x-"+Dirt, Dirt))
		}},
		{"HTTP/2 a status of dirt", func(w *frames) { w.write(frameHeaders, flagEndHeaders, 1, "\x08"+packed(Dirt[:60])) }},
		{"HTTP/2 frames beyond the limit", func(w *frames) { w.endlessly(frameData, 0, 1, strings.Repeat("x", 1<<20)) }},
		{"HTTP/2 unknown frames for ever", func(w *frames) { w.endlessly(0xfa, 0xff, 0, Dirt) }},
		{"HTTP/2 that is none", func(w *frames) { _, _ = io.WriteString(w.to, strings.Repeat(Dirt, 100)) }},
	}
}

// Handler serves connections with that certificate.
func (h HostileHTTP2) Handler(cert tls.Certificate) Handler {
	config := &tls.Config{Certificates: []tls.Certificate{cert}, NextProtos: []string{"h2"}, MinVersion: tls.VersionTLS12}
	return TLS(config, func(c net.Conn) {
		w := &frames{to: c}
		w.write(frameSettings, 0, 0, "")
		if !awaitHeaders(c) {
			return
		}
		rest := make(chan struct{})
		go func() { defer close(rest); Stall(c) }() // a peer that cannot write would not read
		h.serve(w)
		_ = c.Close()
		<-rest
	})
}

// frames writes frames until writing fails.
type frames struct {
	to     io.Writer
	failed bool
}

func (w *frames) write(kind, flags byte, stream uint32, payload string) {
	frame := binary.BigEndian.AppendUint32(nil, uint32(len(payload))<<8|uint32(kind)) //nolint:gosec // below 1<<24
	frame = binary.BigEndian.AppendUint32(append(frame, flags), stream)
	_, err := w.to.Write(append(frame, payload...))
	w.failed = w.failed || err != nil
}

func (w *frames) endlessly(kind, flags byte, stream uint32, payload string) {
	for !w.failed {
		w.write(kind, flags, stream, payload)
	}
}

// awaitHeaders reads the preface and the frames up to the first request.
func awaitHeaders(c net.Conn) bool {
	if _, err := io.CopyN(io.Discard, c, int64(len("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))); err != nil {
		return false
	}
	for {
		var head [9]byte
		if _, err := io.ReadFull(c, head[:]); err != nil {
			return false
		}
		size := int64(binary.BigEndian.Uint32(head[:4]) >> 8)
		if _, err := io.CopyN(io.Discard, c, size); err != nil {
			return false
		}
		if head[3] == frameHeaders {
			return true
		}
	}
}

// literal is a header that enters no table (RFC 7541, section 6.2.2).
func literal(name, value string) string { return "\x00" + packed(name) + packed(value) }

// packed is a string with its length in bytes, without Huffman's code (section 5.2).
func packed(s string) string {
	if len(s) < 127 {
		return string([]byte{byte(len(s))}) + s
	}
	rest, length := len(s)-127, []byte{127}
	for ; rest >= 128; rest >>= 7 {
		length = append(length, byte(rest&127|128))
	}
	return string(append(length, byte(rest))) + s
}
