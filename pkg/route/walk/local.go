package walk

import "errors"

// Requests to this machine. They are asked like those of the network, so that who
// answers decides what is known of the machine; they appear among the hops only
// where they end the command.
const (
	// OpStart asks whether the go command comes to its first request at all.
	OpStart Op = "start"
	// OpStore asks whether the module cache takes the module, and whether what it
	// has of the module already is whole.
	OpStore Op = "store"
	// OpRecord asks whether what this machine keeps of the checksum database can
	// be read.
	OpRecord Op = "record"
)

// Local reports whether the request is to this machine and not to the network.
func (o Op) Local() bool { return o == OpStart || o == OpStore || o == OpRecord }

// start reports whether the command ends before its first request: at a setting
// or in the go command itself.
func (w *walker) start() bool {
	a := w.ask(Request{Op: OpStart, Query: w.q})
	if a.State == Bad && a.Setting != "" {
		return w.failBy(a.Setting, errors.New(a.Detail))
	}
	if w.refusedSettings() {
		return true
	}
	return w.stopsHere(OpStart, a, StopsStart)
}

// store settles what a walk that the network serves comes to on this machine: the
// module has to be stored, and the checksum database's record has to be read.
func (w *walker) store() {
	if w.path.Outcome == Fails {
		return
	}
	ops := []Op{OpStore}
	if w.readsRecord() {
		ops = append(ops, OpRecord)
	}
	for _, op := range ops {
		a := w.ask(Request{Op: op, Query: w.q, Resolved: w.version})
		if w.stopsHere(op, a, StopsStore) {
			return
		}
	}
}

// readsRecord reports whether the go command reads what this machine keeps of the
// checksum database: where it asked the database, or may come to asking it.
func (w *walker) readsRecord() bool {
	for _, h := range w.path.Hops {
		if h.Op == OpSumSupported || h.Op == OpSumLookup {
			return true
		}
	}
	_, database := w.c.Shown(w.q)
	return w.path.Outcome == CannotSay && database
}

// stopsHere adds a hop for what fails on this machine, and reports whether it does.
func (w *walker) stopsHere(op Op, a Answer, next Next) bool {
	if a.State != Bad {
		return false
	}
	w.path.Stop = w.add(Hop{Request: Request{Op: op, Query: w.q, Resolved: w.version}, Answer: a, Next: next, Times: 1})
	w.path.Outcome = Fails
	return true
}
