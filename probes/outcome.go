package probes

import (
	"errors"
	"net"
	"os"
	"strings"
	"unicode"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// failed is the outcome of a look that met err.
func failed(s symptom.Symptom, err error) probe.Outcome {
	return probe.Failed(s, oneLine(err.Error()))
}

// warned is the outcome of a look that found the thing working, at a cost.
func warned(detail string) probe.Outcome {
	return probe.Outcome{Status: probe.Warn, Detail: settings.Redact(oneLine(detail))}
}

// oneLine makes one line of text, at most 300 characters long, without what a
// terminal would obey: it may be a stranger's.
func oneLine(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return ' '
	}, strings.ToValidUTF8(text, " "))
	text = strings.Join(strings.Fields(text), " ")
	if r := []rune(text); len(r) > 300 {
		return string(r[:299]) + "…"
	}
	return text
}

// reason is the innermost part of a dial's error: the address stands beside it
// in the evidence and need not be said twice.
func reason(err error) string {
	if call, ok := errors.AsType[*os.SyscallError](err); ok {
		return call.Error()
	}
	if op, ok := errors.AsType[*net.OpError](err); ok {
		return op.Err.Error()
	}
	return err.Error()
}
