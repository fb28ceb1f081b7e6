package host

import (
	"errors"
	"net/netip"
	"strconv"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

// maxAdapters bounds the memory in which Windows describes the adapters.
const maxAdapters = 1 << 20 // bytes; Microsoft suggests to begin with 15000

// nameServers asks Windows for the name servers of the adapters in use.
func nameServers() []netip.Addr {
	size := uint32(15000)
	for size <= maxAdapters {
		buffer := make([]byte, size)
		first := (*windows.IpAdapterAddresses)(unsafe.Pointer(&buffer[0])) //nolint:gosec // what the function fills
		err := windows.GetAdaptersAddresses(syscall.AF_UNSPEC, windows.GAA_FLAG_INCLUDE_GATEWAYS, 0, first, &size)
		if errors.Is(err, windows.ERROR_BUFFER_OVERFLOW) { // size is what it takes now
			continue
		}
		if err != nil {
			return nil
		}
		return nameServersOf(adaptersFrom(first))
	}
	return nil
}

func adaptersFrom(first *windows.IpAdapterAddresses) []adapter {
	var out []adapter
	for a := first; a != nil; a = a.Next {
		one := adapter{up: a.OperStatus == windows.IfOperStatusUp, gateway: a.FirstGatewayAddress != nil}
		for s := a.FirstDnsServerAddress; s != nil; s = s.Next {
			if address, ok := addressOf(s.Address); ok {
				one.servers = append(one.servers, address)
			}
		}
		out = append(out, one)
	}
	return out
}

func addressOf(s windows.SocketAddress) (netip.Addr, bool) {
	sockaddr, err := s.Sockaddr.Sockaddr()
	if err != nil {
		return netip.Addr{}, false
	}
	switch a := sockaddr.(type) {
	case *syscall.SockaddrInet4:
		return netip.AddrFrom4(a.Addr), true
	case *syscall.SockaddrInet6:
		address := netip.AddrFrom16(a.Addr)
		if a.ZoneId != 0 {
			address = address.WithZone(strconv.FormatUint(uint64(a.ZoneId), 10))
		}
		return address, true
	}
	return netip.Addr{}, false
}
