package cli

import (
	"errors"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/gofix-net/gofix-net/pkg/errtype"
	"github.com/gofix-net/gofix-net/pkg/i18n"
)

// usageError is wrong usage, told in the user's language when it is shown: the
// language may be what was used wrongly.
type usageError struct {
	id   string // of the catalogue
	args map[string]string
	err  error // what is behind it, or nil
}

// Error gives the text in English.
func (e *usageError) Error() string {
	texts, err := i18n.New(i18n.En)
	if err != nil {
		return e.id
	}
	return e.text(texts)
}

// text gives the text in a language, with what is behind it.
func (e *usageError) text(texts *i18n.Texts) string {
	args := maps.Clone(e.args)
	if _, ok := args["error"]; ok && e.err != nil {
		args["error"] = texts.Err(e.err)
	}
	return texts.T(e.id, args)
}

func (e *usageError) Unwrap() error { return e.err }

// usage returns the error of wrong usage that a text of the catalogue tells. Its
// arguments are names and values in turn.
func usage(id string, pairs ...string) error {
	args := map[string]string{}
	for pair := range slices.Chunk(pairs, 2) {
		args[pair[0]] = pair[len(pair)-1]
	}
	return &codeError{exitUsage, &usageError{id: id, args: args}}
}

// usageSaying is usage for a text that ends in what an error says.
func usageSaying(id string, err error, pairs ...string) error {
	out := usage(id, append(pairs, "error", err.Error())...)
	if e, ok := errtype.As[*usageError](out); ok {
		e.err = err
	}
	return out
}

// usageOf returns the error of a flag or argument that was refused for a reason
// in the words of the part that refused it.
func usageOf(flag string, err error) error {
	return &codeError{exitUsage, &usageError{id: "usage.flag.of", args: map[string]string{"flag": flag, "error": err.Error()}, err: err}}
}

// oneOf checks the value of a flag that takes one of a few.
func oneOf(flag, value string, values []string) error {
	if slices.Contains(values, value) {
		return nil
	}
	return usage("usage.flag.oneof", "flag", flag, "value", value, "meant", meant(value, values), "values", strings.Join(values, ", "))
}

// meant is the words that are near to one that was mistyped, for a message.
func meant(word string, words []string) string { return strings.Join(nearest(word, words), ", ") }

// flagError puts what the parser of flags says into words of the catalogue.
func flagError(c *cobra.Command, err error) error {
	if e, ok := errtype.As[*pflag.NotExistError](err); ok {
		var names []string
		c.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, "--"+f.Name) })
		flag := dashed(e.GetSpecifiedName(), e.GetSpecifiedShortnames())
		return usage("usage.flag.unknown", "command", c.CommandPath(), "flag", flag, "meant", meant(flag, names))
	}
	if e, ok := errtype.As[*pflag.ValueRequiredError](err); ok {
		return usage("usage.flag.value", "flag", dashed(e.GetSpecifiedName(), e.GetSpecifiedShortnames()))
	}
	if e, ok := errtype.As[*pflag.InvalidValueError](err); ok {
		if taken, ok := e.GetFlag().Value.(*choice); ok {
			return oneOf("--"+e.GetFlag().Name, e.GetValue(), taken.list)
		}
		switch kind := e.GetFlag().Value.Type(); {
		case kind == "duration":
			return usage("usage.flag.duration", "flag", "--"+e.GetFlag().Name, "value", e.GetValue())
		case strings.HasPrefix(kind, "int"):
			return usage("usage.flag.number", "flag", "--"+e.GetFlag().Name, "value", e.GetValue())
		}
		return usage("usage.flag.invalid", "flag", "--"+e.GetFlag().Name, "value", e.GetValue(), "error", errors.Unwrap(e).Error())
	}
	return &codeError{exitUsage, err}
}

// dashed is a flag as it was typed: by its name, or as one of a group of letters.
func dashed(name, letters string) string {
	if letters != "" {
		return "-" + name
	}
	return "--" + name
}

// noArgs is cobra.NoArgs with the exit code and the words of wrong usage.
func noArgs(c *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usage("usage.noargument", "command", c.CommandPath(), "given", args[0])
	}
	return nil
}

// subcommand refuses a word that is none of a command's own commands.
func subcommand(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var names []string
	for _, sub := range c.Commands() {
		names = append(names, sub.Name())
	}
	of := c.Name() + " "
	likely := nearest(args[0], names)
	for i := range likely {
		likely[i] = of + likely[i]
	}
	return usage("usage.command", "name", of+args[0], "meant", strings.Join(likely, ", "))
}

// unreadable is the error of a file that was to be read and could not be: as for
// [outputError], no usage is shown with it.
func unreadable(file string, err error) error {
	return &codeError{exitUsage, &failure{id: "usage.argument", args: map[string]string{"value": file, "error": err.Error()}, err: withoutName(err)}}
}

// withoutName is an error of the file system without the name of the file.
func withoutName(err error) error {
	if e, ok := errtype.As[*fs.PathError](err); ok {
		return e.Err
	}
	return err
}

// outputError is the error of a file that was to be written and could not be. The
// command was called rightly, so that no usage is shown with it.
func outputError(flag string, err error) error {
	return &codeError{exitUsage, &failure{id: "usage.flag.of", args: map[string]string{"flag": flag, "error": err.Error()}, err: err}}
}

// failure is an error that a text of the catalogue tells, and that is not about
// how the command was called.
type failure usageError

// Error gives the text in English.
func (e *failure) Error() string { return (*usageError)(e).Error() }

func (e *failure) Unwrap() error { return e.err }
