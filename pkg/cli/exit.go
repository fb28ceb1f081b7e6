package cli

import "fmt"

// The exit codes of the contract.
const (
	exitOK          = 0
	exitFound       = 1 // something was found; of apply and undo: not done
	exitUsage       = 2 // wrong usage, unreadable input
	exitInternal    = 3 // the tool itself failed
	exitInterrupted = 130

	// Those of a shell for a command that run and fetch did not start.
	exitNotExecutable = 126
	exitNotFound      = 127
)

// codeError is an error with an exit code. A nil err means that everything has
// been said.
type codeError struct {
	code int
	err  error
}

func (e *codeError) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit %d", e.code)
	}
	return e.err.Error()
}

func (e *codeError) Unwrap() error { return e.err }

// exit returns an error that ends the program with a code and says nothing more.
func exit(code int) error {
	if code == exitOK {
		return nil
	}
	return &codeError{code: code}
}
