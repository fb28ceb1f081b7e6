package i18n

import (
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"github.com/gofix-net/gofix-net/pkg/tell"
)

// errorsZh has the Chinese words of errors by their English format: those of package
// tell, and the frequent ones of the operating system.
//
//go:embed errors.zh.yaml
var errorsZh []byte

// readErrors reads the words of errors in a language; English has its own already.
func readErrors(lang Lang) (map[string]string, error) {
	out := map[string]string{}
	if lang != Zh {
		return out, nil
	}
	if err := yaml.Unmarshal(errorsZh, &out); err != nil {
		return nil, fmt.Errorf("errors.zh.yaml: %w", err)
	}
	return out, nil
}

// errsZh reads them when an error is first said in Chinese.
var errsZh = sync.OnceValues(func() (map[string]string, error) { return readErrors(Zh) })

// errs are the words of errors in the language, by their English format. A test reads
// the file: it has no error.
func (t *Texts) errs() map[string]string {
	if t.Lang != Zh {
		return nil
	}
	words, _ := errsZh()
	return words
}

// Err says an error in the language: as a whole where its words are known, otherwise
// each part of its chain that is. What another program or library said stays as it is.
func (t *Texts) Err(err error) string {
	switch e := err.(type) { //nolint:errorlint // the chain is walked here, a link at a time
	case nil:
		return ""
	case *tell.Error:
		return t.told(e)
	case *fs.PathError:
		return e.Path + t.colon() + t.Err(e.Err)
	case interface{ Unwrap() []error }:
		return t.several(err, e.Unwrap())
	}
	text := err.Error()
	if known, ok := t.errs()[text]; ok {
		return known
	}
	inner := errors.Unwrap(err)
	if inner == nil {
		return text
	}
	before, ok := strings.CutSuffix(text, inner.Error())
	if !ok {
		return text
	}
	return t.lead(before) + t.Err(inner)
}

// Words says the words of an error that are at hand as a string: as a whole, or else
// what is behind the last colon, which is what the operating system says.
func (t *Texts) Words(english string) string {
	if known, ok := t.errs()[english]; ok {
		return known
	}
	if at := strings.LastIndex(english, ": "); at >= 0 {
		if known, ok := t.errs()[english[at+2:]]; ok {
			return english[:at+2] + known
		}
	}
	return english
}

// told puts the arguments of an error into its format in the language.
func (t *Texts) told(e *tell.Error) string {
	format, ok := t.errs()[e.Format]
	if !ok {
		return e.Error()
	}
	args := make([]any, len(e.Args))
	for i, a := range e.Args {
		switch x := a.(type) {
		case error:
			a = t.Err(x)
		case string:
			a = t.Words(x)
		}
		args[i] = a
	}
	if len(args) == 0 {
		return format
	}
	return fmt.Sprintf(strings.ReplaceAll(format, "%w", "%s"), args...)
}

// several says the errors that were joined, a line each; the text of an error that
// merely wraps several stays as it is.
func (t *Texts) several(err error, list []error) string {
	var english, said []string
	for _, e := range list {
		english = append(english, e.Error())
		said = append(said, t.Err(e))
	}
	if err.Error() != strings.Join(english, "\n") {
		return err.Error()
	}
	return strings.Join(said, "\n")
}

// colon stands between what an error is about and what is wrong with it.
func (t *Texts) colon() string {
	if t.Lang == Zh {
		return "："
	}
	return ": "
}

// lead is the part of a text that names what the error behind it is about.
func (t *Texts) lead(text string) string {
	if what, ok := strings.CutSuffix(text, ": "); ok {
		return what + t.colon()
	}
	return text
}
