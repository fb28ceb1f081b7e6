package netlab

import "time"

// faultsOf returns the faults that concern a name.
func (l *Lab) faultsOf(name string) []Fault {
	l.mu.Lock()
	defer l.mu.Unlock()
	var all []Fault
	for _, f := range l.faults {
		if f.matchesHost(name) {
			all = append(all, f)
		}
	}
	return all
}

// faultsAt returns the faults that concern a port of a host.
func (l *Lab) faultsAt(name string, port int) []Fault {
	var all []Fault
	for _, f := range l.faultsOf(name) {
		if f.Port == 0 || f.Port == port {
			all = append(all, f)
		}
	}
	return all
}

// faultAt returns the first fault of a kind at a port of a host, or nil.
func (l *Lab) faultAt(name string, port int, kind Kind) *Fault {
	for _, f := range l.faultsAt(name, port) {
		if f.Kind == kind {
			return &f
		}
	}
	return nil
}

// hasFault reports whether a fault of a kind concerns a name.
func (l *Lab) hasFault(name string, kind Kind) bool {
	for _, f := range l.faultsOf(name) {
		if f.Kind == kind {
			return true
		}
	}
	return false
}

// count returns how often it was called before for a name, plus one.
func (l *Lab) count(name string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.counts[name]++
	return l.counts[name]
}

// sleep waits, unless the lab ends.
func (l *Lab) sleep(d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-l.done:
	}
}

// onClose has f called when the lab ends, unless stop is called before.
func (l *Lab) onClose(f func()) (stop func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closers == nil {
		f()
		return func() {}
	}
	l.closerID++
	id := l.closerID
	l.closers[id] = f
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		delete(l.closers, id)
	}
}
