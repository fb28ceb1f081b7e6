package read

import (
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/nettest/cost"
)

// TestLongLinesCostTheirLength: a line is read up to maxLine, whatever it repeats.
func TestLongLinesCostTheirLength(t *testing.T) { //nolint:paralleltest // It measures.
	for name, tt := range map[string]struct {
		part string
		size int
	}{
		"values of JSON":     {`"a":"b",`, 1 << 10},
		"values of a list":   {`{"name":"VAR_1","value":"value-1","kind":"env"},`, 2 << 10},
		"values of logfmt":   {`level="info" `, 1 << 10},
		"signs alone":        {`=>" "`, 1 << 10},
		"sides of frames":    {" |", 4 << 10},
		"ends of elements":   {"</a>", 4 << 10},
		"a long key":         {"key-", 4 << 10},
		"elements and sides": {"</a> |", 4 << 10},
	} {
		t.Run(name, func(t *testing.T) { //nolint:paralleltest // It measures.
			cost.Growth(t, tt.size, func(size int) func() {
				line := Raw{Text: []byte(strings.Repeat(tt.part, size/len(tt.part)))}
				return func() {
					var c Cleaner
					c.Clean(line)
				}
			})
		})
	}
}
