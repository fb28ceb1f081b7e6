package cli

import (
	"bytes"
	"log"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/host"
)

// TestTheStandardLoggerIsSilent: net/http writes to it what a server sends without being
// asked, and nothing may go past the guards of the outputs.
func TestTheStandardLoggerIsSilent(t *testing.T) {
	var logged, out bytes.Buffer
	before := log.Writer()
	log.SetOutput(&logged)
	defer log.SetOutput(before)
	p := &Program{Version: "test", Machine: host.System(), In: strings.NewReader(""), Out: &out, Err: &out, Terminal: func(any) (int, bool) { return 0, false }}
	if code := Main(p, []string{"version"}); code != 0 {
		t.Fatalf("exits %d: %s", code, out.String())
	}
	log.Print("Unsolicited response received on idle HTTP channel starting with \"password\"")
	if logged.Len() > 0 {
		t.Errorf("the logger writes %q", logged.String())
	}
}
