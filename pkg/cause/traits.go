package cause

// Traits are what others have to know of a cause to treat it right. Each is decided
// for each cause: none has a zero value that means anything.
type Traits struct {
	PerLog  PerLog
	Passing Passing
	Refuted Refutation
}

// PerLog says how often a log reports a cause.
type PerLog int

// The ways to report a cause.
const (
	_          PerLog = iota
	EachTarget        // once for each thing that it is about
	Once              // once for all: it says the same of any number of modules
)

// Passing says whether what a cause does may be over when the same request is made
// again a little later.
type Passing int

// What a cause does with time.
const (
	_       Passing = iota
	Lasts           // it stays until somebody changes something
	MayPass         // it can, where the symptom is one that can
)

// Refutation says what shows that a cause which a text names is not one of this machine.
type Refutation int

// What shows that a cause is not there.
const (
	_          Refutation = iota
	ByDownload            // any download that works
	ByModule              // the download of the module that it is about
	ByOrigin              // git's answer from the module's origin, which most downloads never ask
	// ByNothing is for what lies in the content, a project or files of the disk, or
	// comes and goes: a download that works does not rule it out.
	ByNothing
)

// TraitsOf returns the traits of the cause with that id; the zero value where there
// is none.
func TraitsOf(id ID) Traits {
	c := Lookup(id)
	if c == nil {
		return Traits{}
	}
	return c.Traits
}
