// Package explain reads what go, git, ssh and the programs around them print,
// and names the causes of failed module downloads in the vocabulary of package
// cause, with the lines they rest on.
//
// The way of a line: package read makes lines of the bytes and leaves out what is
// not near a word that matters; [parser] groups lines into messages, of which
// package grammar takes the errors of the go command apart, [readGit] reads git and
// [stateOutright] go's own complaints; [message.counts] tells whether the request was
// go's or another program's; judge and the *Cause functions name the cause;
// [collector] merges and ranks.
package explain

import (
	"context"
	"io"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/explain/read"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// Explanation is what a log says about module downloads. No findings: nothing
// in it is about them.
type Explanation struct {
	Findings []Finding
	// Requests are the single failures that the findings are made of, but for
	// settings that are only unsafe.
	Requests []Request
	// Read is the number of lines of the log.
	Read int
}

// Finding is one cause in a log. The first of an explanation is the one to deal
// with first.
type Finding struct {
	Cause     cause.ID
	Symptom   symptom.Symptom // "": the text names none
	Target    string          // URL, host, module, setting or directory; without credentials
	Operation string          // what go was doing
	Module    string          // the first module concerned, with its version if shown
	URL       string          // of the first failed request, without credentials
	// Declared is the path that the module gives itself, where it was asked for by
	// another; Running the Go that ran, where a newer one is needed.
	Declared string
	Running  string
	// Or are causes that the text cannot tell from it; the probes of doctor
	// can.
	Or []cause.ID
	// Probes are the probes of doctor that would decide between Cause and Or.
	Probes []probe.Kind
	// Advised: go itself says which command helps, and no request has failed: the
	// project's own files lack something.
	Advised bool
	// Refused: go reads the setting that Target names, and cannot use its value.
	Refused bool
	// Count is the number of messages that were found to say so. In a log with
	// thousands of errors not all are read.
	Count int
	// Lines are the first lines it rests on, redacted.
	Lines []Line
}

// Line is a line of the log.
type Line struct {
	Number int    // from 1
	Text   string // cleaned of control characters, redacted, cut if very long
}

// Read explains r. It holds a few blocks of r in memory, whatever its length.
// The error is that of reading r or of ctx; the findings up to there are
// returned with it.
func Read(ctx context.Context, r io.Reader) (Explanation, error) {
	k := newCollector()
	p := &parser{sink: k.add, saw: k.retried.saw}
	u := read.NewUnwrapper(p.line, startsMessage, isHot, glue)
	var cleaner read.Cleaner
	n, err := read.Scan(ctx, r, triggerFilter.Get(), func(l read.Raw) {
		for _, t := range cleaner.Clean(l) {
			u.Line(t)
		}
	})
	u.Flush()
	p.flush()
	k.setup = p.setup
	findings := k.ranked()
	for i := range findings {
		findings[i].Probes = probesFor(findings[i])
	}
	return Explanation{Findings: findings, Requests: k.requests, Read: n}, err
}
