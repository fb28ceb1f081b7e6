package wire

import (
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"strings"

	"golang.org/x/net/dns/dnsmessage"
)

// errNoAnswer: what came is no message, or not the answer to the question.
var errNoAnswer = errors.New("not an answer to the question")

// question is one question to a resolver, ready to be sent.
type question struct {
	id     uint16
	name   dnsmessage.Name
	kind   dnsmessage.Type
	packet []byte
}

// answer is what a resolver said to a question.
type answer struct {
	rcode     dnsmessage.RCode
	truncated bool
	addresses []netip.Addr // of A and AAAA records, whatever name they stand for
}

// newQuestion asks for the records of one type of name, recursively and with the
// size of answers that the go command's resolver takes.
func newQuestion(name string, kind dnsmessage.Type) (*question, error) {
	if !strings.HasSuffix(name, ".") {
		name += "."
	}
	full, err := dnsmessage.NewName(name)
	if err != nil {
		return nil, fmt.Errorf("%q is no name for DNS: %w", name, err)
	}
	var id [2]byte
	_, _ = rand.Read(id[:]) // does not fail
	q := &question{id: binary.BigEndian.Uint16(id[:]), name: full, kind: kind}
	edns := dnsmessage.Resource{Body: &dnsmessage.OPTResource{}}
	if err := edns.Header.SetEDNS0(udpSize, dnsmessage.RCodeSuccess, false); err != nil {
		return nil, err
	}
	message := dnsmessage.Message{
		Header:      dnsmessage.Header{ID: q.id, RecursionDesired: true},
		Questions:   []dnsmessage.Question{{Name: full, Type: kind, Class: dnsmessage.ClassINET}},
		Additionals: []dnsmessage.Resource{edns},
	}
	q.packet, err = message.Pack()
	return q, err
}

// read takes the answer to q out of a packet, as far as the packet can be read:
// like the go command's resolver, which keeps the addresses before a bad record.
func (q *question) read(packet []byte) (answer, error) {
	var p dnsmessage.Parser
	head, err := p.Start(packet)
	if err != nil || !head.Response || head.ID != q.id {
		return answer{}, errNoAnswer
	}
	asked, err := p.AllQuestions()
	if err != nil || len(asked) != 1 || asked[0].Type != q.kind || !strings.EqualFold(asked[0].Name.String(), q.name.String()) {
		return answer{}, errNoAnswer
	}
	a := answer{rcode: head.RCode, truncated: head.Truncated}
	for {
		record, err := p.AnswerHeader()
		if errors.Is(err, dnsmessage.ErrSectionDone) {
			break
		}
		if err == nil {
			err = a.take(&p, record.Type)
		}
		if err != nil && len(a.addresses) == 0 && !a.truncated {
			return answer{}, errNoAnswer
		}
		if err != nil {
			return a, nil
		}
	}
	a.rcode = extended(&p, a.rcode)
	return a, nil
}

// take reads the next record of the answer, and keeps its address if it has one.
func (a *answer) take(p *dnsmessage.Parser, kind dnsmessage.Type) error {
	switch kind {
	case dnsmessage.TypeA:
		r, err := p.AResource()
		if err != nil {
			return err
		}
		a.addresses = append(a.addresses, netip.AddrFrom4(r.A))
	case dnsmessage.TypeAAAA:
		r, err := p.AAAAResource()
		if err != nil {
			return err
		}
		a.addresses = append(a.addresses, netip.AddrFrom16(r.AAAA))
	default:
		return p.SkipAnswer()
	}
	return nil
}

// extended adds the upper bits of an RCODE, which stand in the OPT record (RFC 6891,
// 6.1.3) where there is one. The answers have been read.
func extended(p *dnsmessage.Parser, rcode dnsmessage.RCode) dnsmessage.RCode {
	if p.SkipAllAuthorities() != nil {
		return rcode
	}
	for {
		record, err := p.AdditionalHeader()
		if err != nil {
			return rcode
		}
		if record.Type == dnsmessage.TypeOPT {
			return record.ExtendedRCode(rcode)
		}
		if p.SkipAdditional() != nil {
			return rcode
		}
	}
}

// rcodeName are the mnemonics of the IANA registry of DNS RCODEs.
func rcodeName(c dnsmessage.RCode) string {
	switch c {
	case dnsmessage.RCodeSuccess:
		return "NOERROR"
	case dnsmessage.RCodeFormatError:
		return "FORMERR"
	case dnsmessage.RCodeServerFailure:
		return "SERVFAIL"
	case dnsmessage.RCodeNameError:
		return "NXDOMAIN"
	case dnsmessage.RCodeNotImplemented:
		return "NOTIMP"
	case dnsmessage.RCodeRefused:
		return "REFUSED"
	case 6:
		return "YXDOMAIN"
	case 7:
		return "YXRRSET"
	case 8:
		return "NXRRSET"
	case 9:
		return "NOTAUTH"
	case 10:
		return "NOTZONE"
	case 11:
		return "DSOTYPENI"
	case 16:
		return "BADVERS"
	case 23:
		return "BADCOOKIE"
	}
	return ""
}

// write sends the question over a connection of network: a datagram, or a message
// with its length before it.
func (q *question) write(conn io.Writer, network string) error {
	packet := q.packet
	if network != "udp" {
		packet = append(binary.BigEndian.AppendUint16(nil, uint16(len(q.packet))), q.packet...) //nolint:gosec // a question is below 512 bytes
	}
	_, err := conn.Write(packet)
	return err
}

// receive reads one message of a connection.
func receive(conn io.Reader, network string) ([]byte, error) {
	if network == "udp" {
		packet := make([]byte, udpSize)
		n, err := conn.Read(packet)
		return packet[:n], err
	}
	var length [2]byte
	if _, err := io.ReadFull(conn, length[:]); err != nil {
		return nil, err
	}
	packet := make([]byte, binary.BigEndian.Uint16(length[:]))
	_, err := io.ReadFull(conn, packet)
	return packet, err
}
