package netlab

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"sync"
	"time"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"
)

// line is a long or lossy line: packets to the lab's networks leave by one end
// of a pair of devices, wait in this process for a round trip, and are sent
// back from its other end. Answers do not wait, so that one delay is one round
// trip.
type line struct {
	far *os.File // a raw socket on the far end

	mu     sync.Mutex
	faults []lineFault
	queues map[netip.Addr]chan delayed
	opened map[netip.AddrPort]bool // local ends whose first SYN was seen, with the port of the connection
	work   sync.WaitGroup
	done   chan struct{}
}

// lineFault is what happens to packets to a network.
type lineFault struct {
	to    netip.Prefix
	delay time.Duration
	loss  int // percent
	sent  int // packets until now; the lost ones are spread evenly over them
	// firstSYN loses the first SYN of each connection.
	firstSYN bool
}

type delayed struct {
	due    time.Time
	packet []byte
}

// Names and numbers of the line in the kernel. Locally made packets ask the
// line's table before the one that says which addresses are this machine's.
const (
	lineDevice    = "line0"
	lineFarEnd    = "line1"
	lineTable     = 100
	linePriority  = 5
	localPriority = 10
	lineQueue     = 1024 // packets to one address; more are lost, as on a real line
)

// newLine makes the device and leads the lab's networks through it.
func newLine() (*line, error) {
	far, err := openLine()
	if err != nil {
		return nil, err
	}
	l := &line{far: far, queues: map[netip.Addr]chan delayed{}, opened: map[netip.AddrPort]bool{}, done: make(chan struct{})}
	if err := l.route(); err != nil {
		return nil, errors.Join(err, far.Close())
	}
	l.work.Go(l.carry)
	return l, nil
}

// openLine makes the pair of devices and returns a raw socket on its far end.
// Frames come with their offload header, so that they can be sent back as they
// are although their checksums are not filled in yet (packet(7), PACKET_VNET_HDR).
func openLine() (*os.File, error) {
	pair := &netlink.Veth{LinkAttrs: netlink.LinkAttrs{Name: lineDevice}, PeerName: lineFarEnd}
	if err := netlink.LinkAdd(pair); err != nil {
		return nil, fmt.Errorf("make the devices of the line: %w", err)
	}
	for _, name := range []string{lineDevice, lineFarEnd} {
		link, err := netlink.LinkByName(name)
		if err != nil {
			return nil, err
		}
		// Without ARP, frames are addressed to their sender: the far end's IP
		// ignores them, and sent back they are for the near end.
		if err := errors.Join(netlink.LinkSetARPOff(link), netlink.LinkSetUp(link)); err != nil {
			return nil, fmt.Errorf("bring %s up: %w", name, err)
		}
	}
	far, err := net.InterfaceByName(lineFarEnd)
	if err != nil {
		return nil, err
	}
	fd, err := unix.Socket(unix.AF_PACKET, unix.SOCK_RAW|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, fmt.Errorf("open a packet socket: %w", err)
	}
	err = errors.Join(
		unix.SetsockoptInt(fd, unix.SOL_PACKET, unix.PACKET_VNET_HDR, 1),
		unix.SetsockoptInt(fd, unix.SOL_PACKET, unix.PACKET_IGNORE_OUTGOING, 1),
		unix.Bind(fd, &unix.SockaddrLinklayer{Protocol: networkOrder(unix.ETH_P_ALL), Ifindex: far.Index}))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("listen on %s: %w", lineFarEnd, err), unix.Close(fd))
	}
	return os.NewFile(uintptr(fd), lineFarEnd), nil
}

// networkOrder swaps the bytes where this machine's order is not the network's.
func networkOrder(n uint16) uint16 {
	return binary.NativeEndian.Uint16(binary.BigEndian.AppendUint16(nil, n))
}

// route lets packets leave by the device and come back by it.
func (l *line) route() error {
	link, err := netlink.LinkByName(lineDevice)
	if err != nil {
		return err
	}
	// What comes back carries this machine's own address as its source.
	for _, s := range []string{lineDevice + "/accept_local", lineDevice + "/rp_filter", "all/rp_filter"} {
		value := []byte("0")
		if s == lineDevice+"/accept_local" {
			value = []byte("1")
		}
		if err := os.WriteFile("/proc/sys/net/ipv4/conf/"+s, value, 0); err != nil {
			return fmt.Errorf("let packets come back: %w", err)
		}
	}
	for _, p := range labNetworks {
		r := &netlink.Route{LinkIndex: link.Attrs().Index, Dst: ipNet(p), Table: lineTable, Src: ownAddressFor(p).AsSlice()}
		if err := netlink.RouteAdd(r); err != nil {
			return fmt.Errorf("route %s through the line: %w", p, err)
		}
	}
	for _, a := range ownAddresses {
		r := &netlink.Route{Dst: ipNet(netip.PrefixFrom(a, a.BitLen())), Table: lineTable, Type: unix.RTN_THROW}
		if a.Is6() {
			r.LinkIndex = link.Attrs().Index
		}
		if err := netlink.RouteAdd(r); err != nil {
			return fmt.Errorf("keep %s off the line: %w", a, err)
		}
	}
	return reorderTables()
}

// reorderTables puts the line's table before the local one.
func reorderTables() error {
	for _, family := range []int{unix.AF_INET, unix.AF_INET6} {
		local := netlink.NewRule()
		local.Family, local.Table, local.Priority = family, localTable, localPriority
		first := netlink.NewRule()
		first.Family, first.Table, first.Priority, first.IifName = family, lineTable, linePriority, "lo"
		old := netlink.NewRule()
		old.Family, old.Table, old.Priority = family, localTable, 0
		err := errors.Join(netlink.RuleAdd(local), netlink.RuleAdd(first), netlink.RuleDel(old))
		if err != nil {
			return fmt.Errorf("put the line before the local table: %w", err)
		}
	}
	return nil
}

// set replaces what happens to packets.
func (l *line) set(faults []lineFault) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.faults = faults
}

func (l *line) close() {
	close(l.done)
	_ = l.far.Close()
	l.work.Wait()
}

// carry takes packets from the device and queues them by destination, so that
// no packet overtakes another of its connection.
func (l *line) carry() {
	buffer := make([]byte, 1<<17)
	for {
		n, err := l.far.Read(buffer)
		if err != nil {
			return
		}
		to, ok := destination(buffer[:n])
		if !ok {
			continue
		}
		delay, lost := l.fate(to, buffer[:n])
		if lost {
			continue
		}
		select {
		case l.queue(to) <- delayed{time.Now().Add(delay), append([]byte(nil), buffer[:n]...)}:
		default:
		}
	}
}

// queue returns the queue of a destination, and starts it.
func (l *line) queue(to netip.Addr) chan delayed {
	l.mu.Lock()
	defer l.mu.Unlock()
	q := l.queues[to]
	if q == nil {
		q = make(chan delayed, lineQueue)
		l.queues[to] = q
		l.work.Go(func() { l.deliver(q) })
	}
	return q
}

func (l *line) deliver(q chan delayed) {
	for {
		select {
		case <-l.done:
			return
		case d := <-q:
			time.Sleep(time.Until(d.due))
			_, _ = l.far.Write(d.packet)
		}
	}
}

// fate adds up the delays on the way to an address, and says whether a packet is lost.
// Which ones are lost is counted, not drawn: by chance a scenario would now and then lose
// a packet with each of its repetitions, and show another fault.
func (l *line) fate(to netip.Addr, frame []byte) (delay time.Duration, lost bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i := range l.faults {
		f := &l.faults[i]
		if !f.to.Contains(to) {
			continue
		}
		f.sent++
		delay += f.delay
		lost = lost || f.sent*f.loss/100 > (f.sent-1)*f.loss/100 || f.firstSYN && l.first(to, frame)
	}
	return delay, lost
}

// destination reads the destination of an IP packet (RFC 791, RFC 8200) behind
// its offload and Ethernet headers.
func destination(frame []byte) (netip.Addr, bool) {
	const headers = 10 + 14
	if len(frame) <= headers {
		return netip.Addr{}, false
	}
	packet := frame[headers:]
	switch version := packet[0] >> 4; {
	case version == 4 && len(packet) >= 20:
		return netip.AddrFromSlice(packet[16:20])
	case version == 6 && len(packet) >= 40:
		return netip.AddrFromSlice(packet[24:40])
	}
	return netip.Addr{}, false
}

// first reports whether a frame is the first SYN of a connection (RFC 9293, section
// 3.1): of one address and local port.
func (l *line) first(to netip.Addr, frame []byte) bool {
	const headers = 10 + 14
	packet := frame[headers:]
	at := 40
	next := packet[6]
	if packet[0]>>4 == 4 {
		at, next = int(packet[0]&15)*4, packet[9]
	}
	if next != unix.IPPROTO_TCP || len(packet) < at+14 || packet[at+13]&0x12 != 0x02 {
		return false
	}
	end := netip.AddrPortFrom(to, binary.BigEndian.Uint16(packet[at:]))
	was := l.opened[end]
	l.opened[end] = true
	return !was
}
