//go:build !linux || !amd64

package apply

import "errors"

// There is no tracer for other systems: no test there needs one.

const plotVariable = "GOFIX_NET_TEST_PLOT"

type plot struct{}

func (plot) unfold() error { return errors.New("there is no tracer for this system") }

func askToBeTraced() error { return errors.New("there is no tracer for this system") }
