// Package place is the model of the files in which people write by hand what
// decides over module downloads: Dockerfiles, CI files, shell start-up files
// and the like. Each kind of file has a folder below this one, which reads it
// with positions and writes it; package kinds lists them. Nothing here touches
// the machine: text goes in, values come out.
package place

import "github.com/gofix-net/gofix-net/pkg/settings"

// ID names a kind of file.
type ID string

// Kind is one kind of file.
type Kind struct {
	ID ID
	// Match reports whether a file is of this kind. path has slashes; text is
	// the beginning of the file, for names that say too little.
	Match func(path, text string) bool
	// Read notes what the file says. It never fails: what it cannot read is a
	// Problem of the file.
	Read func(*Builder)
	// Quote returns how a value has to be written in the place of an
	// assignment's text, and false where it cannot be written there. nil: files
	// of this kind are not edited.
	Quote func(f *File, a Assignment, value string) (string, bool)
	// Unattended says that files of this kind describe builds that run by themselves.
	Unattended bool
	// Overridable shows how a file of this kind sets a value that its readers can
	// replace by their own. "": files of this kind belong to one person.
	Overridable string
}

// File is what a file says about module downloads.
type File struct {
	*Text
	Kind ID
	// Public says that everybody can read the file, because its project is published;
	// false where that is not known.
	Public      bool
	Scopes      []Scope // the first one is the file itself
	Assignments []Assignment
	Commands    []Command
	Steps       []Step
	Comments    []Comment
	// Ignored are lines that the reader of the file passes over, Secrets values
	// that give access, Notes what only this kind of file has.
	Ignored  []Remark
	Secrets  []Remark
	Notes    []Remark
	Problems []Problem
}

// Remark is something at a place that the reader of this kind of file recognizes.
type Remark struct {
	Span Span
	ID   string
	Text string
}

// Scope is a part of a file with an environment of its own. An environment is
// that of the scope with what its parents have.
type Scope struct {
	Parent int // index in File.Scopes; -1 for none
	Role   Role
	Name   string // of the stage, service, job; "" where it has none
	Span   Span
	// Image is the container image or base image, "" where there is none or
	// where it cannot be told.
	Image string
	// Seq is when the scope begins: what its parents set later does not hold in
	// it. Zero: it does, because the parent declares and does not run.
	Seq int
}

// Role is what a scope is.
type Role string

// The roles.
const (
	Whole   Role = "file"
	Stage   Role = "stage"   // of a Dockerfile
	Service Role = "service" // of a compose file, a container of a Pod
	Target  Role = "target"  // of a bake file, a Makefile, a Taskfile
	Job     Role = "job"     // of a CI file
	Run     Role = "run"     // commands of one shell: a RUN instruction, a step
	Single  Role = "command" // one command with variables of its own
)

// Layer says which program reads an assignment.
type Layer string

// The layers.
const (
	Environment Layer = "environment" // a variable of the environment
	GoEnv       Layer = "goenv"       // the GOENV file: go env -w, or the file itself
	BuildArg    Layer = "arg"         // a build argument; RUN has it in its environment
	Variable    Layer = "variable"    // a variable of the shell or of make that is not exported
	Git         Layer = "git"         // git's configuration
)

// Assignment gives a variable a value.
type Assignment struct {
	// Name is the variable, or the git key as git config --list prints it.
	Name string
	// Value is what the variable gets. Where Literal is false that is known only
	// when the file is used, and Value is the expression as it is written.
	Value   settings.Value
	Literal bool
	// Unset says that it takes the variable away; there is no value then.
	Unset bool
	Layer Layer
	Scope int // index in File.Scopes
	Seq   int // the order in which the file is carried out
	// Default says that who uses the file can give another value without an edit:
	// ${NAME:-value}, a build argument, ?= of make.
	Default bool
	// Conditional says that it is carried out where a condition of the file holds.
	Conditional bool
	// Kept says that the value stays in the image that the file makes.
	Kept bool
	// Whole is the assignment, Text its value as it is written, without the
	// quotes around it. Text is empty where no text is only the value.
	Whole, Text Span
	// Quote is what surrounds Text: `"`, `'`, or "".
	Quote string
	// Remove is what can be deleted to take the assignment away without
	// breaking what is around it; empty where that is not sure.
	Remove Span
	// Cut is the character that ended an unquoted value earlier than its author
	// meant: a bar, a semicolon, a blank. Value is what the shell gives; Meant is
	// the span of the whole of it.
	Cut   string
	Meant Span
}

// Command is a command that a shell runs.
type Command struct {
	Words []Word
	Scope int
	Seq   int
	Span  Span
}

// Word is a word of a command, without its quotes.
type Word struct {
	Text    string
	Literal bool
	Span    Span
}

// Step is an instruction of a Dockerfile that is no assignment.
type Step struct {
	Op    string // FROM, RUN, COPY, ADD, in upper case
	Args  []string
	Flags []string // --mount=type=cache,…
	Scope int      // of the stage
	Inner int      // of the commands of a RUN; 0 where it has none
	Seq   int
	Span  Span
}

// Comment is a comment of the file without its mark.
type Comment struct {
	Text string
	Span Span
	// Line and Last are the lines that a remark in it is about: its own where
	// code is before it, else the next statement.
	Own bool
}

// Problem is a part of a file that could not be read.
type Problem struct {
	Span Span
	// ID is the reason, of the closed list in package lint's texts; Detail is
	// what the parser said.
	ID, Detail string
}
