package cli

import (
	"errors"
	"slices"
	"strings"

	"github.com/spf13/pflag"
)

// choice is the value of a flag that takes one of a list. The check, the help and the
// completion of the flag read that list.
type choice struct {
	value *string
	list  []string
}

// errNotInList is put into words by flagError, which knows the flag.
var errNotInList = errors.New("not one of its values")

// choiceVar adds a flag that takes one of a list.
func choiceVar(flags *pflag.FlagSet, value *string, name, preset string, list []string) {
	*value = preset
	flags.Var(&choice{value, list}, name, "")
}

// Set implements [pflag.Value].
func (c *choice) Set(text string) error {
	if !slices.Contains(c.list, text) {
		return errNotInList
	}
	*c.value = text
	return nil
}

// String implements [pflag.Value].
func (c *choice) String() string { return *c.value }

// Type implements [pflag.Value].
func (c *choice) Type() string { return "string" }

// valuesOf are the values that a flag takes, for its help: those of a choice, or what
// its usage lists before it has its words.
func valuesOf(f *pflag.Flag) string {
	if c, ok := f.Value.(*choice); ok {
		return strings.Join(c.list, ", ")
	}
	return f.Usage
}
