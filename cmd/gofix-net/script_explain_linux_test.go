package main

import (
	"encoding/json"
	"slices"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/gofix-net/gofix-net/pkg/nettest/schematest"
	"github.com/gofix-net/gofix-net/pkg/report"
)

// explains [-machine ANSWER] [CAUSE…] wants the last output to be a JSON
// explanation, as its schema says, with exactly those causes in that order.
func explains(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("unsupported: ! explains")
	}
	validate, err := schematest.Compile(report.ExplanationJSONSchema())
	ts.Check(err)
	ts.Check(validate([]byte(ts.ReadFile("stdout"))))

	var e report.Explanation
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &e))
	if len(args) > 1 && args[0] == "-machine" {
		if e.Machine == nil || string(e.Machine.Answer) != args[1] {
			ts.Fatalf("this machine says %+v, want %s", e.Machine, args[1])
		}
		args = args[2:]
	}
	var causes []string
	for _, f := range e.Findings {
		causes = append(causes, f.Cause)
	}
	if !slices.Equal(causes, args) {
		ts.Fatalf("explains %v, want %v", causes, args)
	}
}
