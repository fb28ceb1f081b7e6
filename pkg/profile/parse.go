package profile

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/tell"
)

// maxFile bounds a profile file; a real one has a few lines.
const maxFile = 64 << 10

// LineError is what is wrong with one line of a profile file.
type LineError struct {
	File string
	Line int // 1-based
	Err  error
}

func (e *LineError) Error() string { return fmt.Sprintf("%s:%d: %v", e.File, e.Line, e.Err) }
func (e *LineError) Unwrap() error { return e.Err }

// Parse reads the text of a profile file. Its lines are
//
//	# en: what it is for        documentation, in the comment at the top
//	# any other comment
//	extends NAME                what another profile wants, before the lines of this one
//	KEY=VALUE                   as in the GOENV file: raw to the end of the line
//	-KEY                        not set (or: unset KEY)
//	git KEY=VALUE               a value of a git key; one of url.*.insteadOf is added to those there
//	git -KEY=VALUE              that value of a git key is not there
//	git -KEY                    the git key has no value
//
// file is for the messages. All faulty lines are reported, each as a [*LineError].
func Parse(file string, data []byte) (*Profile, error) {
	if len(data) > maxFile {
		return nil, tell.Errorf("%s: not a profile: it is larger than %d bytes", file, maxFile)
	}
	p := &Profile{Doc: map[string]string{}}
	var errs []error
	seen := map[string]int{}
	text := strings.TrimPrefix(string(data), "\ufeff")
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(strings.TrimSuffix(line, "\r"))
		if line == "" {
			continue
		}
		if comment, ok := strings.CutPrefix(line, "#"); ok {
			if len(p.Wants) == 0 {
				p.addDoc(strings.TrimSpace(comment))
			}
			continue
		}
		err := p.parse(line, i+1, seen)
		if err != nil {
			errs = append(errs, &LineError{file, i + 1, err})
		}
	}
	if len(errs) == 0 && len(p.Wants) == 0 && p.Extends == "" {
		errs = append(errs, tell.Errorf("%s: there is no setting in it; a line is KEY=VALUE, -KEY, git KEY=VALUE or git -KEY=VALUE", file))
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	return p, nil
}

// parse reads a line that is no comment.
func (p *Profile) parse(line string, number int, seen map[string]int) error {
	// Every other line has a sign of equality, so people write one here too.
	if base, ok := cutWord(strings.Replace(line, "extends=", "extends ", 1), "extends"); ok {
		if p.Extends != "" {
			return tell.Errorf("extends %s: the profile extends %s already", foreign.Redact(base), p.Extends)
		}
		if strings.ContainsFunc(base, unicode.IsControl) || !utf8.ValidString(base) {
			return tell.New("contains a control character or is not UTF-8")
		}
		p.Extends = base
		return nil
	}
	w, err := parseLine(line)
	if err != nil {
		return err
	}
	return p.add(w, number, seen)
}

// addDoc takes "en: text" and "zh: text" of the comment at the top.
func (p *Profile) addDoc(comment string) {
	for _, lang := range []string{"en", "zh"} {
		if text, ok := strings.CutPrefix(comment, lang+":"); ok && p.Doc[lang] == "" {
			p.Doc[lang] = strings.TrimSpace(text)
		}
	}
}

// add appends w unless an earlier line says something about the same key that
// cannot stand beside it.
func (p *Profile) add(w Want, line int, seen map[string]int) error {
	id := string(w.Key.Tool) + " " + w.Key.Name
	if MultiValued(w.Key) && (w.Value != nil || w.Remove != nil) {
		id += "=" + string(either(w.Value, w.Remove))
	}
	if earlier, ok := seen[id]; ok {
		return tell.Errorf("%s: line %d sets it already", w.Key, earlier)
	}
	seen[id] = line
	p.Wants = append(p.Wants, w)
	return nil
}

func either(a, b *settings.Value) settings.Value {
	if a != nil {
		return *a
	}
	return *b
}

func parseLine(line string) (Want, error) {
	if !utf8.ValidString(line) || strings.ContainsFunc(line, unicode.IsControl) {
		return Want{}, tell.New("contains a control character or is not UTF-8")
	}
	if rest, ok := cutWord(line, "git"); ok {
		return parseGit(rest)
	}
	name, unset := strings.CutPrefix(line, "-")
	if rest, ok := cutWord(line, "unset"); ok {
		name, unset = rest, true
	}
	if unset {
		w := Want{Key: settings.Go(strings.TrimSpace(name))}
		if !strings.HasPrefix(w.Key.Name, "GO") {
			// A line of that name in the GOENV file has no effect.
			return w, tell.Errorf("%s: not a variable of the go command; unset an environment variable where it is set", w.Key)
		}
		return w, CheckKey(w.Key, false)
	}
	name, value, ok := strings.Cut(line, "=")
	if !ok {
		return Want{}, tell.Errorf("%q: write KEY=VALUE, -KEY, git KEY=VALUE or git -KEY=VALUE", foreign.Redact(line))
	}
	if name != strings.TrimSpace(name) {
		return Want{}, tell.Errorf("%s: remove the space before the =", strings.TrimSpace(name))
	}
	w := Want{Key: settings.Go(name), Value: ptr(value)}
	if err := CheckKey(w.Key, true); err != nil {
		return Want{}, err
	}
	return w, checkValue(name, value)
}

func parseGit(rest string) (Want, error) {
	name, minus := strings.CutPrefix(rest, "-")
	key, value, has := cutGit(name)
	w := Want{Key: settings.Git(canonicalGit(key))}
	switch {
	case minus && has:
		w.Remove = ptr(value)
	case has:
		w.Value = ptr(value)
	case !minus:
		return Want{}, tell.Errorf("git %s: write KEY=VALUE, or -KEY to remove it", foreign.Redact(key))
	}
	if has && value == "" && !minus {
		return Want{}, tell.Errorf("git %s: the value is empty", w.Key)
	}
	return w, CheckKey(w.Key, w.Value != nil)
}

// cutGit splits KEY=VALUE at the first = that follows a whole git key: a URL
// within the key may hold one too.
func cutGit(s string) (key, value string, ok bool) {
	for i := 0; i < len(s); i++ {
		if s[i] == '=' && checkGitKey(s[:i]) == nil {
			return s[:i], s[i+1:], true
		}
	}
	if checkGitKey(s) == nil {
		return s, "", false
	}
	return strings.Cut(s, "=")
}

// cutWord cuts a leading word and the blanks after it.
func cutWord(line, word string) (string, bool) {
	rest, ok := strings.CutPrefix(line, word)
	if !ok || rest == "" || rest[0] != ' ' && rest[0] != '\t' {
		return "", false
	}
	return strings.TrimSpace(rest), true
}

func ptr(s string) *settings.Value {
	v := settings.Value(s)
	return &v
}
