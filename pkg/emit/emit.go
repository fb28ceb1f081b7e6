// Package emit writes a wanted state of the go command's settings as the files in
// which people write them by hand: a Dockerfile, a CI file, a Kubernetes object, the
// lines of a shell. It is pure: a state goes in, a text comes out. No text has a
// credential in it or switches a check off; see [Wanted].
package emit

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/tell"
)

// Target is one kind of file that emit writes: everything about it in one value.
type Target struct {
	Name string
	// Path is where such a file usually is; package place's readers know it by that.
	Path string
	Text Texts
	// Mark begins a comment; "" where the format has none.
	Mark string
	// JSON says that the file is JSON without comments.
	JSON bool
	// Loses says that the format has nothing but proxies: other settings are not in it.
	Loses bool
	// First is a line that has to stand before every comment.
	First string
	// Body writes the file without its comment.
	Body func(*State) (string, error)
}

// Text is a target's words in one language: what it is for, how its values are
// overridden or used, and by which reader it was tested.
type Text struct{ For, Use, Tested string }

// Texts are a target's words in each language.
type Texts i18n.Pair[Text]

// In are the words of a language.
func (t Texts) In(lang i18n.Lang) Text { return i18n.Pair[Text](t).In(lang) }

// Targets are all targets, in the order of the list.
var Targets = []*Target{
	dockerfile, compose, bake, github, gitlab, jenkins, circleci, azure, bitbucket, gitea, tekton,
	devcontainer, vscode, goenv, sh, fish, powershell, cmd, systemd, ansible, nginx, athens,
	kubernetes, kubernetesPatch, renovate, dependabot,
}

// Lookup returns the target of a name, or nil.
func Lookup(name string) *Target {
	for _, t := range Targets {
		if t.Name == name {
			return t
		}
	}
	return nil
}

// Names are the names of all targets.
func Names() []string {
	var out []string
	for _, t := range Targets {
		out = append(out, t.Name)
	}
	return out
}

// Write returns the text of a target for a state, with a comment in the language.
// Its error says which value the format cannot hold.
func (t *Target) Write(s *State, lang i18n.Lang) (string, error) {
	if len(s.Values) == 0 {
		return "", ErrNothing
	}
	for _, v := range s.Values {
		if bad := strings.IndexFunc(v.Text, unwritable); bad >= 0 || !utf8.ValidString(v.Text) {
			return "", cannot(t.Name, v, "a control character")
		}
	}
	body, err := t.Body(s)
	if err != nil {
		return "", err
	}
	if t.Mark == "" {
		return body, nil
	}
	var b strings.Builder
	b.WriteString(t.First)
	fmt.Fprintf(&b, "%s gofix-net emit %s\n", t.Mark, t.Name)
	for line := range strings.Lines(strings.TrimSpace(t.Text.In(lang).Use) + "\n") {
		b.WriteString(t.Mark + " " + line)
	}
	return b.String() + body, nil
}

// ErrNothing says that a state has no value.
var ErrNothing = tell.New("nothing to write: the profile has no settings")

// CannotError says that a format has no way to write a value.
type CannotError struct{ Target, Name, What string }

func (e *CannotError) Error() string {
	return fmt.Sprintf("%s: %s cannot hold %s, which the value has", e.Name, e.Target, e.What)
}

func cannot(target string, v Value, what string) error {
	return &CannotError{Target: target, Name: v.Name, What: what}
}

// unwritable are characters that no setting has for a reason; a carriage return
// comes from files of Windows and is kept.
func unwritable(r rune) bool {
	return unicode.IsControl(r) && r != '\r' && r != '\t' || r == '\u2028' || r == '\u2029' || r == '\ufeff'
}

// refuse returns an error if a value has one of the texts in it.
func refuse(target string, v Value, texts ...string) error {
	for _, text := range texts {
		if strings.Contains(v.Text, text) {
			return cannot(target, v, fmt.Sprintf("%q", text))
		}
	}
	return nil
}

// each writes every value of a state by a function.
func (s *State) each(write func(Value) (string, error)) (string, error) {
	var b strings.Builder
	for _, v := range s.Values {
		text, err := write(v)
		if err != nil {
			return "", err
		}
		b.WriteString(text)
	}
	return b.String(), nil
}

// plain writes every value by a function that can write all.
func (s *State) plain(write func(Value) string) string {
	out, _ := s.each(func(v Value) (string, error) { return write(v), nil })
	return out
}

// indent puts blanks before each line.
func indent(n int, text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(strings.Repeat(" ", n) + line)
	}
	return b.String()
}
