package probe

import (
	"net"
	"os"

	"github.com/gofix-net/gofix-net/pkg/errtype"
	"github.com/gofix-net/gofix-net/pkg/foreign"
)

// Refusal holds the parts of a failure that the go command's own message names. A
// part is "" where the failure has none; none holds a credential. The Detail beside
// it is for people, and is not taken apart.
type Refusal struct {
	Status  string // the status line of the last answer: "403 Forbidden"
	Words   string // the first line of the plain text that came with that status
	Address string // the IP:port that no connection was made to
	System  string // what Windows says of that, in its language: "connectex: …"
	Broken  string // what net says of a connection that broke: "read tcp …: read: connection reset by peer"
	Tunnel  string // what an outbound proxy answered CONNECT with: "Forbidden"
	Version string // the version that an info file names in place of the one asked for
	NotJSON string // why an info file is no JSON
	Login   bool   // a SOCKS proxy accepts no client without credentials, or not these
}

// refuser is an error that knows the parts of the failure.
type refuser interface {
	error
	Refusal() Refusal
}

// RefusalOf returns the parts of a failure that err tells.
func RefusalOf(err error) Refusal {
	var r Refusal
	if told, ok := errtype.As[refuser](err); ok {
		r = told.Refusal()
	}
	for op, ok := errtype.As[*net.OpError](err); ok && r.Address == ""; op, ok = errtype.As[*net.OpError](op.Err) {
		if op.Op == "read" && r.Broken == "" {
			r.Broken = op.Error()
		}
		if op.Op == "dial" && op.Addr != nil {
			r.Address = op.Addr.String()
			if call, ok := errtype.As[*os.SyscallError](op.Err); ok && call.Syscall == "connectex" {
				r.System = call.Error()
			}
		}
	}
	return r.redacted()
}

// redacted takes secrets out of what a server wrote.
func (r Refusal) redacted() Refusal {
	for _, part := range []*string{&r.Status, &r.Words, &r.Address, &r.System, &r.Broken, &r.Tunnel, &r.Version, &r.NotJSON} {
		*part = foreign.Redact(*part)
	}
	return r
}

// RefusedWith is the refusal of a server that answered with that status line and,
// where words is not "", with a plain text of which this is the first line.
func RefusedWith(status, words string) Refusal {
	return Refusal{Status: status, Words: words}.redacted()
}
