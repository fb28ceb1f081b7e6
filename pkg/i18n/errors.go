package i18n

import (
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"unicode"

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
	text, _ := t.said(err)
	return text
}

// said is the text of an error, and whether any of it is in words of the catalogue: the
// punctuation around a text that stays English stays English too.
func (t *Texts) said(err error) (text string, ours bool) {
	switch e := err.(type) { //nolint:errorlint // the chain is walked here, a link at a time
	case nil:
		return "", false
	case *tell.Error:
		return t.told(e)
	case *fs.PathError:
		return t.about(e.Path, e.Err)
	case interface{ Unwrap() []error }:
		return t.several(err, e.Unwrap())
	}
	text = err.Error()
	if known, ok := t.errs()[text]; ok {
		return known, true
	}
	inner := errors.Unwrap(err)
	if inner == nil {
		return text, false
	}
	before, ok := strings.CutSuffix(text, inner.Error())
	if !ok {
		return text, false
	}
	if what, ok := strings.CutSuffix(before, ": "); ok {
		return t.about(what, inner)
	}
	behind, ours := t.said(inner)
	return before + behind, ours
}

// about is what an error is about, and the error, with the colon of the language that
// the error is said in.
func (t *Texts) about(what string, err error) (text string, ours bool) {
	text, ours = t.said(err)
	return what + colon(ours) + text, ours
}

// Words says the words of an error that are at hand as a string: as a whole, or else
// what is before the first colon and what is behind the last one: what was tried, and
// what the operating system says of it.
func (t *Texts) Words(english string) string {
	text, _ := t.words(english)
	return text
}

func (t *Texts) words(english string) (text string, ours bool) {
	if known, ok := t.errs()[english]; ok {
		return known, true
	}
	if head, rest, ok := strings.Cut(english, ": "); ok {
		if known, ok := t.head(head); ok {
			rest, _ = t.words(rest)
			return known + colon(true) + rest, true
		}
	}
	if at := strings.LastIndex(english, ": "); at >= 0 {
		if known, ok := t.errs()[english[at+2:]]; ok {
			return english[:at] + colon(true) + known, true
		}
	}
	return english, false
}

// head says what was tried, where it is one of ours; it may end in the name of the file or
// directory that it was tried with.
func (t *Texts) head(english string) (text string, known bool) {
	if text, known = t.errs()[english+":"]; known {
		return text, true
	}
	at := strings.LastIndexByte(english, ' ')
	if at < 0 {
		return "", false
	}
	text, known = t.errs()[english[:at]+":"]
	return text + colon(true) + english[at+1:], known
}

// told puts the arguments of an error into its format in the language. A format that is
// only punctuation between arguments has the language of the arguments.
func (t *Texts) told(e *tell.Error) (text string, ours bool) {
	format, ok := t.errs()[e.Format]
	if !ok {
		return e.Error(), false
	}
	ours = strings.ContainsFunc(format, isHan)
	args := make([]any, len(e.Args))
	for i, a := range e.Args {
		said := false
		switch x := a.(type) {
		case error:
			a, said = t.said(x)
		case string:
			a, said = t.words(x)
		}
		args[i], ours = a, ours || said
	}
	switch {
	case !ours:
		return e.Error(), false
	case len(args) == 0:
		return format, true
	}
	return fmt.Sprintf(strings.ReplaceAll(format, "%w", "%s"), args...), true
}

// several says the errors that were joined, a line each; the text of an error that
// merely wraps several stays as it is.
func (t *Texts) several(err error, list []error) (text string, ours bool) {
	var english, lines []string
	for _, e := range list {
		line, its := t.said(e)
		english, lines, ours = append(english, e.Error()), append(lines, line), ours || its
	}
	if err.Error() != strings.Join(english, "\n") {
		return err.Error(), false
	}
	return strings.Join(lines, "\n"), ours
}

// colon stands between what an error is about and what is wrong with it; the catalogue's
// words are Chinese ones.
func colon(ours bool) string {
	if ours {
		return "："
	}
	return ": "
}

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }
