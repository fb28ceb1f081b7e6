package probe

import (
	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// FailedBy is the outcome of a probe that met err.
func FailedBy(s symptom.Symptom, err error) Outcome {
	o := Failed(s, OneLine(err.Error()))
	o.Refusal = RefusalOf(err)
	return o
}

// Warned is the outcome of a probe that found the thing working, at a cost.
func Warned(detail string) Outcome {
	return Outcome{Status: Warn, Detail: OneLine(detail)}
}

// maxDetail bounds a detail, in characters.
const maxDetail = 300

// OneLine makes one line of text, at most 300 characters long, without secrets
// and without what a terminal would obey: it may be a server's own.
func OneLine(text string) string { return foreign.Line(text, maxDetail) }
