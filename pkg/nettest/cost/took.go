// Package cost measures what work costs in a test, so that a busy machine does not make
// it look slow: time without what others took, processor time, growth with size.
package cost

import "time"

// Took returns how long do takes, less what a busy machine keeps this process waiting
// for a processor: a bound on it is a bound on what do waits for itself.
func Took(do func()) time.Duration {
	stop, late := make(chan struct{}), make(chan time.Duration)
	go func() { late <- lateness(stop) }()
	start := time.Now()
	do()
	took := time.Since(start)
	close(stop)
	// What one goroutine is kept waiting, each of the several in a row may be.
	return max(0, took-3*<-late)
}

// lateness adds up how much too late a timer fires, by which a goroutine learns how
// busy the machine is. Timers of an idle machine are a millisecond late.
func lateness(stop <-chan struct{}) time.Duration {
	const tick = 5 * time.Millisecond
	var sum time.Duration
	last := time.Now()
	for {
		select {
		case <-stop:
			return sum
		case <-time.After(tick):
		}
		now := time.Now()
		if late := now.Sub(last) - tick; late > tick {
			sum += late
		}
		last = now
	}
}
