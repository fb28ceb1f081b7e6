package netlab

import (
	"fmt"
	"net"
	"net/netip"

	"github.com/google/nftables"
	"github.com/google/nftables/binaryutil"
	"github.com/google/nftables/expr"
	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"
)

// The lab's addresses. All of the documentation networks lead to the lab's
// servers, so that an unassigned address still answers, as an unknown server.
var (
	labNetworks = []netip.Prefix{
		netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("198.51.100.0/24"),
		netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("198.18.0.0/15"),
		netip.MustParsePrefix("2001:db8::/32"),
	}
	ownAddresses    = []netip.Addr{netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("2001:db8::1")} // this machine's
	resolverAddress = netip.MustParseAddr("192.0.2.53")
)

// localTable is the routing table that says which addresses are this machine's
// (rtnetlink(7)).
const localTable = unix.RT_TABLE_LOCAL

// wire is the lab's network as the kernel has it.
type wire struct {
	lo     netlink.Link
	routes []*netlink.Route // the faults that are set as routes
	line   *line            // nil until a fault needs it
}

// newWire brings loopback up and leads the lab's networks to this process.
func newWire() (*wire, error) {
	lo, err := netlink.LinkByName("lo")
	if err != nil {
		return nil, fmt.Errorf("find the loopback device: %w", err)
	}
	if err := netlink.LinkSetUp(lo); err != nil {
		return nil, fmt.Errorf("bring loopback up: %w", err)
	}
	w := &wire{lo: lo}
	for _, a := range ownAddresses {
		addr := &netlink.Addr{IPNet: ipNet(netip.PrefixFrom(a, a.BitLen())), Flags: unix.IFA_F_NODAD}
		if err := netlink.AddrAdd(lo, addr); err != nil {
			return nil, fmt.Errorf("give loopback the address %s: %w", a, err)
		}
	}
	return w, w.routeNetworks()
}

// ownAddressFor is the source of packets to a network of the lab.
func ownAddressFor(p netip.Prefix) netip.Addr {
	if p.Addr().Is6() {
		return ownAddresses[1]
	}
	return ownAddresses[0]
}

// routeNetworks leads the lab's networks to this process.
func (w *wire) routeNetworks() error {
	for _, p := range labNetworks {
		r := &netlink.Route{
			LinkIndex: w.lo.Attrs().Index, Dst: ipNet(p), Src: ownAddressFor(p).AsSlice(), Table: localTable,
			Type: unix.RTN_LOCAL, Scope: unix.RT_SCOPE_HOST,
		}
		if err := netlink.RouteAdd(r); err != nil {
			return fmt.Errorf("route %s to the lab: %w", p, err)
		}
	}
	return nil
}

// packetFault is a fault that the kernel carries out on packets to prefix.
type packetFault struct {
	to netip.Prefix
	Fault
}

// set replaces all packet faults.
func (w *wire) set(faults []packetFault) error {
	for _, r := range w.routes {
		if err := netlink.RouteDel(r); err != nil {
			return fmt.Errorf("remove the route to %s: %w", r.Dst, err)
		}
	}
	w.routes = nil
	if err := w.setLine(faults); err != nil {
		return err
	}
	rules := &ruleset{}
	for _, f := range faults {
		switch f.Kind {
		case Unreachable:
			if err := w.block(f.to, unix.RTN_UNREACHABLE); err != nil {
				return err
			}
		case NoRoute:
			// The search goes on in the next table, which has no route either.
			if err := w.block(f.to, unix.RTN_THROW); err != nil {
				return err
			}
		case Deny:
			if err := w.block(f.to, unix.RTN_PROHIBIT); err != nil {
				return err
			}
		case Drop, Refuse, ResetAtOnce:
			rules.add(f)
		}
	}
	return rules.load()
}

// setLine hands over the faults of the line, which is made when first needed.
func (w *wire) setLine(faults []packetFault) (err error) {
	var all []lineFault
	for _, f := range faults {
		switch f.Kind {
		case Latency, Loss, FirstSYN:
			all = append(all, lineFault{to: f.to, delay: f.duration, loss: f.percent, firstSYN: f.Kind == FirstSYN})
		}
	}
	if w.line == nil && len(all) > 0 {
		if w.line, err = newLine(); err != nil {
			return err
		}
	}
	if w.line != nil {
		w.line.set(all)
	}
	return nil
}

// close ends the line.
func (w *wire) close() {
	if w.line != nil {
		w.line.close()
	}
}

// block makes connect() to an address fail with the error of a route type. A
// whole network is blocked as its two halves, which win over the lab's route.
func (w *wire) block(to netip.Prefix, routeType int) error {
	tables := []int{localTable}
	if w.line != nil {
		tables = append(tables, lineTable)
	}
	for _, p := range moreSpecific(to) {
		for _, table := range tables {
			r := &netlink.Route{Dst: ipNet(p), Table: table, Type: routeType}
			if to.Addr().Is6() {
				// IPv6 wants a device even where no packet leaves.
				r.LinkIndex = w.lo.Attrs().Index
			}
			if err := netlink.RouteAdd(r); err != nil {
				return fmt.Errorf("block the route to %s: %w", p, err)
			}
			w.routes = append(w.routes, r)
		}
	}
	return nil
}

func moreSpecific(p netip.Prefix) []netip.Prefix {
	if p.IsSingleIP() {
		return []netip.Prefix{p}
	}
	low := netip.PrefixFrom(p.Addr(), p.Bits()+1)
	bytes := p.Addr().AsSlice()
	bytes[p.Bits()/8] |= 0x80 >> (p.Bits() % 8)
	high, _ := netip.AddrFromSlice(bytes)
	return []netip.Prefix{low, netip.PrefixFrom(high, p.Bits()+1)}
}

// ruleset becomes one nftables table. It works on arriving packets: one that
// is dropped on its way out would be reported to the program as EPERM.
type ruleset struct {
	faults []packetFault
}

func (s *ruleset) add(f packetFault) { s.faults = append(s.faults, f) }

// load replaces the lab's table by this ruleset, in one transaction.
func (s *ruleset) load() error {
	conn, err := nftables.New()
	if err != nil {
		return fmt.Errorf("open nftables: %w", err)
	}
	table := &nftables.Table{Name: "netlab", Family: nftables.TableFamilyINet}
	// Deleting a table that is not there is an error, adding one that is there is none.
	conn.AddTable(table)
	conn.DelTable(table)
	conn.AddTable(table)
	chain := conn.AddChain(&nftables.Chain{
		Name: "arriving", Table: table, Type: nftables.ChainTypeFilter,
		Hooknum: nftables.ChainHookInput, Priority: nftables.ChainPriorityFilter,
	})
	for _, f := range s.faults {
		conn.AddRule(&nftables.Rule{Table: table, Chain: chain, Exprs: f.expressions()})
	}
	if err := conn.Flush(); err != nil {
		return fmt.Errorf("load the packet faults (the kernel needs nf_tables): %w", err)
	}
	return nil
}

// expressions is the rule: family, destination, port, verdict.
func (f packetFault) expressions() []expr.Any {
	family, offset, size := byte(unix.NFPROTO_IPV4), uint32(16), uint32(4)
	if f.to.Addr().Is6() {
		family, offset, size = unix.NFPROTO_IPV6, 24, 16
	}
	mask := net.CIDRMask(f.to.Bits(), f.to.Addr().BitLen())
	rule := []expr.Any{
		&expr.Meta{Key: expr.MetaKeyNFPROTO, Register: 1},
		&expr.Cmp{Op: expr.CmpOpEq, Register: 1, Data: []byte{family}},
		&expr.Payload{DestRegister: 1, Base: expr.PayloadBaseNetworkHeader, Offset: offset, Len: size},
		&expr.Bitwise{SourceRegister: 1, DestRegister: 1, Len: size, Mask: mask, Xor: make([]byte, size)},
		&expr.Cmp{Op: expr.CmpOpEq, Register: 1, Data: f.to.Masked().Addr().AsSlice()},
	}
	if f.Port != 0 {
		rule = append(rule,
			&expr.Payload{DestRegister: 1, Base: expr.PayloadBaseTransportHeader, Offset: 2, Len: 2},
			&expr.Cmp{Op: expr.CmpOpEq, Register: 1, Data: binaryutil.BigEndian.PutUint16(uint16(f.Port))})
	}
	if f.Kind == Drop {
		return append(rule, &expr.Verdict{Kind: expr.VerdictDrop})
	}
	if f.Kind == ResetAtOnce {
		rule = append(rule, acknowledgement()...)
	}
	return append(rule,
		&expr.Meta{Key: expr.MetaKeyL4PROTO, Register: 1},
		&expr.Cmp{Op: expr.CmpOpEq, Register: 1, Data: []byte{unix.IPPROTO_TCP}},
		&expr.Reject{Type: unix.NFT_REJECT_TCP_RST})
}

// acknowledgement matches the TCP segments that have ACK and not SYN.
func acknowledgement() []expr.Any {
	const syn, ack = 0x02, 0x10
	return []expr.Any{
		&expr.Payload{DestRegister: 1, Base: expr.PayloadBaseTransportHeader, Offset: 13, Len: 1},
		&expr.Bitwise{SourceRegister: 1, DestRegister: 1, Len: 1, Mask: []byte{syn | ack}, Xor: []byte{0}},
		&expr.Cmp{Op: expr.CmpOpEq, Register: 1, Data: []byte{ack}},
	}
}

func ipNet(p netip.Prefix) *net.IPNet {
	return &net.IPNet{IP: p.Addr().AsSlice(), Mask: net.CIDRMask(p.Bits(), p.Addr().BitLen())}
}
