// Package askless keeps the program from asking the terminal anything at its start.
//
// Package bubbletea, which draws the menus, asks for the background colour in its init
// (escape sequences OSC 11 and CSI 6n), whatever the command. A terminal far away answers
// late, and one that nobody reads, as in CI or under expect, not at all: every command
// would then wait 5 s. No colour of this program depends on the background.
//
// Package termenv, which asks, does not where the variable CI is set. So CI is set while
// packages are initialised, and [Restore] undoes that. Packages are initialised in the
// order of their paths once what they import is (Go specification, "Program
// initialization", Go 1.21): this package imports only os, so it comes before
// github.com/muesli/termenv. A test on a terminal in cmd/gofix-net holds it.
package askless

import "os"

const variable = "CI"

// was is the variable as the program got it.
var was, had = quiet()

func quiet() (value string, ok bool) {
	value, ok = os.LookupEnv(variable)
	if value == "" {
		_ = os.Setenv(variable, "true") // fails only for a name that is not valid
	}
	return value, ok
}

// Restore gives the environment its variable back. The program calls it first of all.
func Restore() {
	switch {
	case !had:
		_ = os.Unsetenv(variable)
	case was == "":
		_ = os.Setenv(variable, was)
	}
}
