package read

import (
	"bytes"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// newDecoder returns r as UTF-8. PowerShell's > writes UTF-16 with a byte order
// mark, other programs without one; that is recognised by the zero bytes that
// ASCII has in it. Everything else passes unchanged, broken UTF-8 too: the words
// that matter are ASCII.
func newDecoder(r io.Reader) io.Reader { return &decoder{src: r} }

type decoder struct {
	src     io.Reader
	decided bool
	wide    bool // UTF-16
	big     bool // with the high byte first
	raw     []byte
	out     []byte
	high    rune // a first surrogate that waits for its second
	err     error
}

// sniffLen is how much is read before the encoding is decided.
const sniffLen = 512

func (d *decoder) Read(p []byte) (int, error) {
	if !d.decided {
		d.sniff()
	}
	if !d.wide {
		if len(d.raw) > 0 {
			n := copy(p, d.raw)
			d.raw = d.raw[n:]
			return n, nil
		}
		if d.err != nil {
			return 0, d.err
		}
		return d.src.Read(p)
	}
	for len(d.out) == 0 {
		if d.err != nil && len(d.raw) < 2 {
			return 0, d.err
		}
		d.decode()
		if len(d.out) == 0 {
			d.more()
		}
	}
	n := copy(p, d.out)
	d.out = d.out[n:]
	return n, nil
}

func (d *decoder) sniff() {
	d.decided = true
	buf := make([]byte, sniffLen)
	n, err := io.ReadFull(d.src, buf)
	if err == io.ErrUnexpectedEOF {
		err = io.EOF
	}
	d.raw, d.err = buf[:n], err
	switch {
	case bytes.HasPrefix(d.raw, []byte{0xff, 0xfe}):
		d.wide, d.raw = true, d.raw[2:]
	case bytes.HasPrefix(d.raw, []byte{0xfe, 0xff}):
		d.wide, d.big, d.raw = true, true, d.raw[2:]
	case bytes.HasPrefix(d.raw, []byte("\xef\xbb\xbf")):
		d.raw = d.raw[3:]
	default:
		even, odd := zeros(d.raw)
		d.wide = max(even, odd) > len(d.raw)/4
		d.big = even > odd
	}
}

// zeros counts the zero bytes at even and odd offsets.
func zeros(b []byte) (even, odd int) {
	for i, c := range b {
		if c != 0 {
			continue
		}
		if i%2 == 0 {
			even++
			continue
		}
		odd++
	}
	return even, odd
}

func (d *decoder) more() {
	if d.err != nil {
		return
	}
	buf := make([]byte, 32<<10)
	n := copy(buf, d.raw)
	m, err := d.src.Read(buf[n:])
	d.raw, d.err = buf[:n+m], err
}

func (d *decoder) decode() {
	d.out = d.out[:0:0]
	for len(d.raw) >= 2 {
		u := rune(d.raw[0]) | rune(d.raw[1])<<8
		if d.big {
			u = rune(d.raw[1]) | rune(d.raw[0])<<8
		}
		d.raw = d.raw[2:]
		if d.high != 0 {
			u, d.high = utf16.DecodeRune(d.high, u), 0
		} else if utf16.IsSurrogate(u) && u < 0xdc00 {
			d.high = u
			continue
		}
		d.out = utf8.AppendRune(d.out, u)
	}
}
