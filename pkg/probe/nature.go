package probe

// nature is what others have to know of a kind of probe to treat its results right.
type nature struct {
	kind Kind
	// local: it looks only at this machine; its targets are files and settings.
	local bool
	// transport: it looks at the way to a host, below what is asked there.
	transport bool
	// steered: it takes the way that the settings it is given lead to. Those that
	// run git cannot: git reads its own.
	steered bool
	// arrives: where it succeeds, the host that it is about was reached.
	arrives bool
	// answered: where it succeeds, a server was there that did what it should.
	answered bool
	// tells: it shows a module's path to a server that is not the module's origin.
	tells bool
	// basic: the way of every download is made of such.
	basic bool
	// weighs: it can change the diagnosis of a machine on which downloads work.
	weighs bool
}

// natures has every kind once.
var natures = []nature{
	{kind: DNS, transport: true, steered: true, basic: true},
	{kind: TCP, transport: true, steered: true, basic: true},
	{kind: TLS, transport: true, steered: true, arrives: true, answered: true, basic: true},
	{kind: OutboundProxy, transport: true, answered: true, basic: true, weighs: true},
	{kind: Goproxy, steered: true, arrives: true, answered: true, tells: true, basic: true, weighs: true},
	{kind: SumdbRelay, steered: true, arrives: true, answered: true, tells: true, basic: true, weighs: true},
	{kind: Sumdb, steered: true, arrives: true, answered: true, tells: true, basic: true},
	{kind: GoGet, steered: true, arrives: true, answered: true},
	{kind: Git, arrives: true, answered: true},
	{kind: GitRule, answered: true, weighs: true},
	{kind: CrossCheck},
	{kind: Internet},
	{kind: Roots, local: true},
	{kind: GoCommand, local: true},
	{kind: Modcache, local: true},
	{kind: SumdbState, local: true},
	{kind: GoenvFile, local: true},
	{kind: Rehearsal, local: true},
}

func (k Kind) nature() nature {
	for _, n := range natures {
		if n.kind == k {
			return n
		}
	}
	return nature{}
}

// Local reports whether probes of this kind look only at this machine: their
// targets are files and settings, no hosts.
func (k Kind) Local() bool { return k.nature().local }

// Transport reports whether it looks at the way to a host, and at nothing that is
// asked there.
func (k Kind) Transport() bool { return k.nature().transport }

// Steered reports whether it uses the way that the settings it is given lead to.
// Those that run git cannot: git reads its own.
func (k Kind) Steered() bool { return k.nature().steered }

// Arrives reports whether a success of it says that the host it is about was reached.
func (k Kind) Arrives() bool { return k.nature().arrives }

// Answered reports whether a success of it says that some server was there and did
// what it should.
func (k Kind) Answered() bool { return k.nature().answered }

// Tells reports whether it shows a module's path to a server that is never the
// module's own origin.
func (k Kind) Tells() bool { return k.nature().tells }

// Basic reports whether the way of every download is made of such: without it doctor
// could not tell whether a module can be downloaded.
func (k Kind) Basic() bool { return k.nature().basic }

// Weighs reports whether it can change the diagnosis of a machine on which downloads
// work.
func (k Kind) Weighs() bool { return k.nature().weighs }
