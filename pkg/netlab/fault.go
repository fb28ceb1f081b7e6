package netlab

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Kind names what goes wrong.
type Kind string

// The kinds, by the layer at which they act.
const (
	// Name resolution. Target: a host, or * for every name.
	DNSNXDomain Kind = "dns-nxdomain" // the name does not exist
	DNSServFail Kind = "dns-servfail" // RCODE 2
	DNSRefused  Kind = "dns-refused"  // RCODE 5
	DNSSilent   Kind = "dns-silent"   // no answer
	DNSEmpty    Kind = "dns-empty"    // NOERROR without a record
	DNSAddress  Kind = "dns-address"  // ADDR: this address for A and AAAA, whatever is there
	DNSInject   Kind = "dns-inject"   // ADDR: a forged first answer, the true one 20 ms later
	DNSTCP      Kind = "dns-tcp"      // truncated over UDP, whole over TCP
	DNSDelay    Kind = "dns-delay"    // DURATION before each answer
	FakeIP      Kind = "fake-ip"      // an address of 198.18.0.0/15, which leads to the right host

	// Packets and connections. Target: a host, a host:port, or *.
	Drop        Kind = "drop"          // swallowed: connect() times out
	Refuse      Kind = "refuse"        // RST to the SYN: connection refused
	Unreachable Kind = "unreachable"   // no route to host
	NoRoute     Kind = "no-route"      // network is unreachable
	Deny        Kind = "deny"          // forbidden by this system: EACCES
	ResetAtOnce Kind = "reset-at-once" // RST in place of the last step of the handshake: connect() is reset
	Reset       Kind = "reset"         // accepted, then RST at the first byte
	Stall       Kind = "stall"         // accepted, then silence
	Latency     Kind = "latency"       // DURATION more for each round trip, from the SYN on; DNS too if the target is *
	Loss        Kind = "loss"          // PERCENT of the packets to it are lost
	FirstSYN    Kind = "first-syn"     // the first SYN of each connection is lost; the second one, a second later, is not
	IPv6        Kind = "ipv6"          // AAAA is answered too, and works
	IPv6Dead    Kind = "ipv6-dead"     // AAAA is answered, and packets there are swallowed

	// TLS. Target: a host (by SNI), or *.
	TLSReset      Kind = "tls-reset"       // RST after the ClientHello
	TLSStall      Kind = "tls-stall"       // silence after the ClientHello
	TLSResetLarge Kind = "tls-reset-large" // RST only after a ClientHello of more than one segment
	TLSStallLarge Kind = "tls-stall-large" // silence only then
	CertUnknown   Kind = "cert-unknown"    // issued by an untrusted authority
	CertName      Kind = "cert-name"       // for another name
	CertExpired   Kind = "cert-expired"    // since yesterday
	CertEarly     Kind = "cert-early"      // valid from tomorrow
	NotTLS        Kind = "not-tls"         // plain HTTP on the TLS port

	// HTTP. Target: a host, a host/path with * for any text, or *.
	Status       Kind = "status"        // CODE [BODY]
	HTML         Kind = "html"          // 200 and a web page
	Truncate     Kind = "truncate"      // half of the body, then the connection ends
	HTTPStall    Kind = "http-stall"    // no header is ever sent
	BodyStall    Kind = "body-stall"    // headers and half of the body, then silence
	Trickle      Kind = "trickle"       // the body byte by byte, 100 a second
	Redirect     Kind = "redirect"      // URL: 302 to it; a URL ending in / gets the path added
	RedirectLoop Kind = "redirect-loop" // 302 to itself
	EmptyReply   Kind = "empty-reply"   // the connection ends before the headers
	Flaky        Kind = "flaky"         // every other request is answered 503
	FlakyBody    Kind = "flaky-body"    // every other body ends early
	FlakyReply   Kind = "flaky-reply"   // every other connection is closed in place of an answer
	First        Kind = "first"         // COUNT KIND [ARGUMENT]: the first requests for each file; KIND is one of HTTP
	Altered      Kind = "altered"       // zips with other contents than everywhere else
	Date         Kind = "date"          // DURATION that the Date header is ahead of the machine's clock
	As           Kind = "as"            // FORM: the true answer in a form that is wrong; the forms are in form.go
	Slow         Kind = "slow"          // DURATION before the first byte
	HTTP10       Kind = "http-1.0"      // HTTP/1.0, whose bodies end with the connection
	OtherKey     Kind = "other-key"     // a checksum database that signs with another key
	NoRelay      Kind = "no-relay"      // a module proxy that does not know /sumdb/: 404

	// The whole network. Target: *.
	Portal Kind = "portal" // a login page answers for every name and address
)

// argument says what follows a kind on its line.
type argument int

const (
	noArgument argument = iota
	durationArgument
	addressArgument
	textArgument
	statusArgument
	percentArgument
	firstArgument
	formArgument
)

// Kinds is the vocabulary, with what follows each on its line.
var kinds = map[Kind]argument{
	DNSNXDomain: noArgument, DNSServFail: noArgument, DNSRefused: noArgument, DNSSilent: noArgument, DNSEmpty: noArgument,
	DNSAddress: addressArgument, DNSInject: addressArgument, DNSTCP: noArgument, DNSDelay: durationArgument,
	Drop: noArgument, Refuse: noArgument, Unreachable: noArgument, NoRoute: noArgument, Deny: noArgument, Reset: noArgument, ResetAtOnce: noArgument, Stall: noArgument, FirstSYN: noArgument, IPv6: noArgument, IPv6Dead: noArgument, FakeIP: noArgument,
	TLSReset: noArgument, TLSStall: noArgument, TLSResetLarge: noArgument, TLSStallLarge: noArgument,
	CertUnknown: noArgument, CertName: noArgument, CertExpired: noArgument, CertEarly: noArgument, NotTLS: noArgument,
	Status: statusArgument, HTML: noArgument, Truncate: noArgument, HTTPStall: noArgument, BodyStall: noArgument, Trickle: noArgument,
	Redirect: textArgument, RedirectLoop: noArgument, EmptyReply: noArgument, Flaky: noArgument, FlakyBody: noArgument, FlakyReply: noArgument, Latency: durationArgument, Loss: percentArgument, NoRelay: noArgument, Date: durationArgument, Altered: noArgument, First: firstArgument,
	As: formArgument, Slow: durationArgument, HTTP10: noArgument, OtherKey: noArgument,
	Portal: noArgument,
}

// Kinds returns the vocabulary in alphabetical order.
func Kinds() []Kind {
	var all []Kind
	for k := range kinds {
		all = append(all, k)
	}
	slices.Sort(all)
	return all
}

// Fault is one thing that goes wrong at one host.
type Fault struct {
	Host string // "*" is every host, the resolver included
	Port int    // 0 is every port
	Path string // "" is every path; * matches any text
	Kind Kind
	Arg  string // as written; its form is checked by ParseFault

	address  netip.Addr
	duration time.Duration
	code     int
	percent  int
	body     string
	count    int
	then     *Fault // what the first count requests suffer
}

// ParseFault reads "TARGET KIND [ARGUMENT]", where TARGET is HOST, HOST:PORT,
// HOST/PATH or *.
func ParseFault(line string) (Fault, error) {
	target, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
	kind, arg, _ := strings.Cut(strings.TrimSpace(rest), " ")
	f := Fault{Host: target, Kind: Kind(kind), Arg: strings.TrimSpace(arg)}
	if i := strings.IndexByte(target, '/'); i >= 0 {
		f.Host, f.Path = target[:i], target[i:]
	}
	if host, port, ok := strings.Cut(f.Host, ":"); ok {
		n, err := strconv.ParseUint(port, 10, 16)
		if err != nil {
			return f, fmt.Errorf("fault %q: the port is not a number", line)
		}
		f.Host, f.Port = host, int(n)
	}
	if f.Host == "" {
		return f, fmt.Errorf("fault %q: no host", line)
	}
	form, known := kinds[f.Kind]
	if !known {
		return f, fmt.Errorf("fault %q: unknown kind %q; known are %v", line, f.Kind, Kinds())
	}
	if f.Kind == Portal && f.Host != "*" {
		return f, fmt.Errorf("fault %q: a portal stands before the whole network: write * portal", line)
	}
	if err := f.readArgument(form); err != nil {
		return f, fmt.Errorf("fault %q: %w", line, err)
	}
	return f, nil
}

func (f *Fault) readArgument(form argument) (err error) {
	if (f.Arg == "") != (form == noArgument) {
		return fmt.Errorf("%s takes %s", f.Kind, map[bool]string{true: "no argument", false: "an argument"}[form == noArgument])
	}
	switch form {
	case durationArgument:
		f.duration, err = time.ParseDuration(f.Arg)
	case addressArgument:
		f.address, err = netip.ParseAddr(f.Arg)
	case formArgument:
		err = checkForm(f.Arg)
	case percentArgument:
		f.percent, err = strconv.Atoi(f.Arg)
		if err == nil && (f.percent < 1 || f.percent > 100) {
			return fmt.Errorf("%d is not a percentage", f.percent)
		}
	case firstArgument:
		count, what, _ := strings.Cut(f.Arg, " ")
		if f.count, err = strconv.Atoi(count); err != nil || f.count < 1 {
			return fmt.Errorf("%q is not a number of requests", count)
		}
		then, err := ParseFault(f.Host + " " + what)
		f.then = &then
		return err
	case statusArgument:
		code, body, _ := strings.Cut(f.Arg, " ")
		f.code, err = strconv.Atoi(code)
		f.body = body
		if err == nil && (f.code < 200 || f.code > 599) {
			return fmt.Errorf("%d is not a final HTTP status", f.code)
		}
	}
	return err
}

// ParseFaults reads one fault per line. Blank lines and lines that begin with
// # are skipped.
func ParseFaults(text string) ([]Fault, error) {
	var all []Fault
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f, err := ParseFault(line)
		if err != nil {
			return nil, err
		}
		all = append(all, f)
	}
	return all, nil
}

// matchesHost reports whether f concerns host.
func (f Fault) matchesHost(host string) bool { return f.Host == "*" || strings.EqualFold(f.Host, host) }

// matchesPath reports whether f concerns a request of path.
func (f Fault) matchesPath(path string) bool { return f.Path == "" || glob(f.Path, path) }

// glob matches * against any text, slashes included.
func glob(pattern, text string) bool {
	parts := strings.Split(pattern, "*")
	if len(parts) == 1 {
		return pattern == text
	}
	if !strings.HasPrefix(text, parts[0]) {
		return false
	}
	text = text[len(parts[0]):]
	for _, part := range parts[1 : len(parts)-1] {
		i := strings.Index(text, part)
		if i < 0 {
			return false
		}
		text = text[i+len(part):]
	}
	return strings.HasSuffix(text, parts[len(parts)-1])
}
