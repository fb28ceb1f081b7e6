package known

// Check is a page by which operating systems and browsers tell whether they have the
// Internet: everybody gets the same answer there, over plain HTTP, so that a login
// page in between shows itself.
type Check struct {
	Host, Path string
	Status     int    // of the answer
	Body       string // the body, or how it begins; "" is any
	Inside     bool   // in mainland China
	Owner      string // whose system asks it
}

// checks are asked by many millions of machines whenever they join a network. Sources:
// NetworkMonitor of Android, captive-portal pages of Windows (NCSI), Firefox and MIUI.
var checks = []Check{
	{Host: "connectivitycheck.gstatic.com", Path: "/generate_204", Status: 204, Owner: "Android"},
	{Host: "www.msftconnecttest.com", Path: "/connecttest.txt", Status: 200, Body: "Microsoft Connect Test", Owner: "Windows"},
	{Host: "connect.rom.miui.com", Path: "/generate_204", Status: 204, Inside: true, Owner: "MIUI"},
}

// checkHosts are the rows of their hosts.
func checkHosts() []Host {
	var out []Host
	for _, c := range checks {
		out = append(out, Host{Name: c.Host, Role: Reachability, Upkeep: Maintained, Note: "asked by " + c.Owner})
	}
	return out
}

// Checks returns the pages that tell whether a machine has the Internet: abroad and
// in China. They are asked only where everything else failed.
func Checks() []Check { return append([]Check(nil), checks...) }
