// Package journal remembers what an apply is about to write, so that it can be
// taken back byte by byte at any later instant: also after the program was
// killed, or the machine lost its power, in the middle of it. It is a
// write-ahead log: an entry is on disk, synced, before the first change.
package journal

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"time"

	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// State is how far an entry has come.
type State string

// The states. Pending is an apply or an undo that runs, or that was killed or
// could not finish.
const (
	Pending    State = "pending"
	Committed  State = "committed"
	Undone     State = "undone"
	RolledBack State = "rolled-back" // taken back by the apply itself
)

// Entry is one apply.
type Entry struct {
	Format  int       `json:"format"` // of this file: 1
	ID      string    `json:"id"`
	Started time.Time `json:"started"`
	Tool    string    `json:"tool"` // the version of gofix-net
	State   State     `json:"state"`
	// Plan is for showing: without credentials.
	Plan  plan.JSON `json:"plan"`
	Files []File    `json:"files"`
	Steps []Step    `json:"steps"`
	// Done are the IDs of the changes that were carried out and checked.
	Done []string `json:"done,omitempty"`
}

// Open reports whether the entry has something that can be taken back.
func (e *Entry) Open() bool { return e.State == Pending || e.State == Committed }

// File is a file that an apply writes, as it was before.
type File struct {
	Path string `json:"path"`
	// Target is Path with symbolic links resolved: what is read and written.
	Target  string      `json:"target"`
	Existed bool        `json:"existed"`
	Mode    fs.FileMode `json:"mode"`
	Before  []byte      `json:"before"` // base64 in the file: it can hold credentials
	// Owner is whose the file was; nil where it did not exist, or where files
	// have no such owner.
	Owner *Owner `json:"owner,omitempty"`
	// MadeDirs are the directories that have to be made for it, the
	// innermost last.
	MadeDirs []string `json:"madeDirs,omitempty"`
}

// Owner is the user and the group of a file.
type Owner struct {
	UID int `json:"uid"`
	GID int `json:"gid"`
}

// Step is one change and what its file holds once it is carried out. That is
// known beforehand: the same command has run on a copy.
type Step struct {
	ID   string `json:"id"`
	File int    `json:"file"` // index in Entry.Files
	// Exact is the change with its credentials, as JSON, base64 in the file.
	Exact []byte `json:"exact"`
	After []byte `json:"after"` // the whole file, base64
}

// exactChange is a plan.Change without the redaction that its types have.
type exactChange struct {
	Tool settings.Tool `json:"tool"`
	Name string        `json:"name"`
	From *string       `json:"from"`
	To   *string       `json:"to"`
	File string        `json:"file,omitempty"`
}

// NewStep returns the step of a change.
func NewStep(c plan.Change, file int, after []byte) (Step, error) {
	exact, err := json.Marshal(exactChange{c.Key.Tool, c.Key.Name, reveal(c.From), reveal(c.To), c.File})
	return Step{ID: c.ID(), File: file, Exact: exact, After: after}, err
}

// Change returns the change of a step, credentials included.
func (s Step) Change() (plan.Change, error) {
	var x exactChange
	if err := json.Unmarshal(s.Exact, &x); err != nil {
		return plan.Change{}, err
	}
	return plan.Change{Key: settings.Key{Tool: x.Tool, Name: x.Name}, From: value(x.From), To: value(x.To), File: x.File}, nil
}

func reveal(v *settings.Value) *string {
	if v == nil {
		return nil
	}
	s := v.Reveal()
	return &s
}

func value(s *string) *settings.Value {
	if s == nil {
		return nil
	}
	v := settings.Value(*s)
	return &v
}

// After returns what file i holds after the last step.
func (e *Entry) After(i int) []byte {
	after := e.Files[i].Before
	for _, s := range e.Steps {
		if s.File == i {
			after = s.After
		}
	}
	return after
}

// ours reports whether content is what some step of this entry leaves in file
// i. Of a pending entry it can also be what a killed process left in the middle
// of writing: go empties the file and writes it anew, and [File.putBack] may
// have to write the old text over the new one.
func (e *Entry) ours(i int, content []byte) bool {
	before := e.Files[i].Before
	for _, s := range e.Steps {
		if s.File != i {
			continue
		}
		if bytes.Equal(content, s.After) || e.State == Pending && torn(content, before, s.After) {
			return true
		}
	}
	return false
}

// torn reports whether content is a beginning of before, followed by what
// follows it in after, as far as that was written.
func torn(content, before, after []byte) bool {
	n := 0
	for n < len(content) && n < len(before) && content[n] == before[n] {
		n++
	}
	return n == len(content) || n <= len(after) && bytes.HasPrefix(after[n:], content[n:])
}
