package propose

import "time"

// The budgets of trials. A trial that is merely slow refutes nothing.
const (
	// allProofs bounds the proofs of all candidates together, so that apply ends
	// within 20 s where most hosts are dead.
	allProofs = 14 * time.Second
	// againProof bounds the proof for those modules that a plan does help, after
	// the proof for all did not end.
	againProof = 3 * time.Second
	// storedProof bounds the proof of a stored profile, which has no rival that
	// waits for its turn.
	storedProof = 30 * time.Second
)
