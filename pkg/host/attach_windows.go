package host

import (
	"io"
	"os"
)

// openOutput makes the way for what is printed to w: a pipe.
func openOutput(w io.Writer) (*output, error) { return openPipe(w) }

// relayed: the console tells every program on it of Ctrl-C by itself; this
// process only has to outlive it.
func relayed() []os.Signal { return []os.Signal{os.Interrupt} }

func relay(*os.Process, outputs, os.Signal) {}

func exitCode(s *os.ProcessState) int { return s.ExitCode() }
