package wire

import (
	"syscall"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// wireBreak is what became of a connection, whatever it was doing.
type wireBreak string

const (
	refused     wireBreak = "refused"
	broken      wireBreak = "broken"
	stalled     wireBreak = "stalled"
	unreachable wireBreak = "unreachable"
	denied      wireBreak = "denied"
)

// at returns the symptom of b at a stage. A route that vanishes or a firewall
// rule that comes up during a conversation is a matter of TCP at any stage.
func (b wireBreak) at(stage probe.Stage) symptom.Symptom {
	switch b {
	case unreachable:
		return symptom.TCPUnreachable
	case denied:
		return symptom.TCPDenied
	case refused:
		if stage <= probe.Connect {
			return symptom.TCPRefused
		}
	}
	return breakAt(stage, b == stalled)
}

// breakAt is what a break or a stall is called at a stage.
func breakAt(stage probe.Stage, stall bool) symptom.Symptom {
	pick := func(broke, stalls symptom.Symptom) symptom.Symptom {
		if stall {
			return stalls
		}
		return broke
	}
	switch stage {
	case probe.Resolve:
		return symptom.DNSTimeout
	case probe.Connect:
		return pick(symptom.TCPReset, symptom.TCPTimeout)
	case probe.Handshake:
		return pick(symptom.TLSReset, symptom.TLSTimeout)
	case probe.Protocol:
		return pick(symptom.HTTPReset, symptom.HTTPTimeout)
	}
	return ""
}

// errnoBreak returns what an error number of a system means, "" where it says
// nothing about a connection. The systems have tables of their own because
// they can then be tested anywhere, and because on Windows the numbers of
// winsock are not those of package syscall's names.
func errnoBreak(goos string, n syscall.Errno) wireBreak {
	switch goos {
	case "windows":
		return windowsErrno.of(n)
	case "darwin":
		return darwinErrno.of(n)
	}
	return nativeErrno.of(n)
}

// errnos are what the error numbers of a system mean.
type errnos []struct {
	number syscall.Errno
	means  wireBreak
}

func (e errnos) of(n syscall.Errno) wireBreak {
	for _, x := range e {
		if x.number == n {
			return x.means
		}
	}
	return ""
}

// nativeErrno has the numbers of the system that this program was built for:
// Linux has other ones on mips and sparc.
var nativeErrno = errnos{
	{syscall.ECONNREFUSED, refused},
	{syscall.ECONNRESET, broken},
	{syscall.ECONNABORTED, broken},
	{syscall.EPIPE, broken},
	{syscall.ETIMEDOUT, stalled},
	{syscall.EHOSTUNREACH, unreachable},
	{syscall.ENETUNREACH, unreachable},
	{syscall.EHOSTDOWN, unreachable},
	{syscall.ENETDOWN, unreachable},
	{syscall.EADDRNOTAVAIL, unreachable}, // no address of our own in that family
	{syscall.EAFNOSUPPORT, unreachable},  // no such family in this kernel
	{syscall.EPERM, denied},              // netfilter's REJECT in OUTPUT, seccomp
	{syscall.EACCES, denied},             // an eBPF or security module's hook
}

// darwinErrno has the numbers of macOS' <sys/errno.h>.
var darwinErrno = errnos{
	{61, refused},     // ECONNREFUSED
	{54, broken},      // ECONNRESET
	{53, broken},      // ECONNABORTED
	{32, broken},      // EPIPE
	{60, stalled},     // ETIMEDOUT
	{65, unreachable}, // EHOSTUNREACH; also what the local-network privacy switch answers
	{51, unreachable}, // ENETUNREACH
	{64, unreachable}, // EHOSTDOWN
	{50, unreachable}, // ENETDOWN
	{49, unreachable}, // EADDRNOTAVAIL
	{47, unreachable}, // EAFNOSUPPORT
	{1, denied},       // EPERM
	{13, denied},      // EACCES
}

// windowsErrno has winsock's numbers and the system codes that ConnectEx, WSARecv
// and WSASend report in their place (learn.microsoft.com, "Windows Sockets
// Error Codes" and "System Error Codes").
var windowsErrno = errnos{
	{10061, refused},     // WSAECONNREFUSED
	{1225, refused},      // ERROR_CONNECTION_REFUSED
	{10054, broken},      // WSAECONNRESET
	{10053, broken},      // WSAECONNABORTED
	{64, broken},         // ERROR_NETNAME_DELETED
	{1236, broken},       // ERROR_CONNECTION_ABORTED
	{10060, stalled},     // WSAETIMEDOUT
	{121, stalled},       // ERROR_SEM_TIMEOUT
	{10065, unreachable}, // WSAEHOSTUNREACH
	{10051, unreachable}, // WSAENETUNREACH
	{10064, unreachable}, // WSAEHOSTDOWN
	{10050, unreachable}, // WSAENETDOWN
	{10049, unreachable}, // WSAEADDRNOTAVAIL
	{10047, unreachable}, // WSAEAFNOSUPPORT
	{1231, unreachable},  // ERROR_NETWORK_UNREACHABLE
	{1232, unreachable},  // ERROR_HOST_UNREACHABLE
	{10013, denied},      // WSAEACCES
	{5, denied},          // ERROR_ACCESS_DENIED
	// What stands between programs and the network refuses or is broken: a filter of a
	// security program or VPN, or a process without SystemRoot in its environment.
	{10022, denied}, // WSAEINVAL
	{10104, denied}, // WSAEINVALIDPROVIDER
	{10106, denied}, // WSAEPROVIDERFAILEDINIT
	{10107, denied}, // WSASYSCALLFAILURE
}
