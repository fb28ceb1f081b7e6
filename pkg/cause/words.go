package cause

import (
	"fmt"
	"reflect"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// Text is a cause's words in one language, as functions of the cause's own data D:
// where a text depends on what was found, the branch is Go and the sentences stay
// short. Values that come from outside are in D in the form in which they may be
// shown.
type Text[D any] struct {
	Title  func(D) string   // one line
	Detail func(D) string   // a short paragraph
	Manual func(D) []string // the steps for a person; nil is none, an empty one is left out
	Log    Log              // what explain says where a log shows the cause
}

// Log is what explain says of a cause that a log shows.
type Log struct {
	Title func(Seen) string
	// Steps are the steps for a person; one that begins with "$ " is a command
	// that belongs to the step before it.
	Steps func(Seen) []string
}

// Seen is what a log tells of a failure. Target is what it names, and may be "".
// The others are safe as words of a command, and stand in capitals where they are
// unknown (MODULE, VERSION, HOST, PREFIX).
type Seen struct {
	Target  string
	Module  string // the module's path, also where the log names a package of it
	Path    string // of the module or the package
	Version string
	Host    string // the host concerned
	Origin  string // the module's own host
	Prefix  string // what GOPRIVATE would name
	Release string // of Go, without "go"
	// Declared is the path that a go.mod declares, Running the release of Go that
	// is running; "" where the log does not say.
	Declared, Running string
	// ByGo: the go command itself sent the request, and no git.
	ByGo bool
	// Refused: go reads the setting that Target names, and cannot use its value.
	Refused bool
	// Socks: the outbound proxy is a SOCKS proxy, which has no statuses of HTTP.
	Socks bool
	Where string // "On this machine", or "On the machine where this was printed"
}

// Words are a [Text] of any data.
type Words interface {
	// finding puts data into words; it fails where the words are for other data.
	finding(data any) (Rendered, error)
	ofLog() Log
	data() reflect.Type // what finding takes; nil where only logs show the cause
}

// Languages are the words of a cause in each language.
type Languages i18n.Pair[Words]

// In are the words of a language, nil if there are none.
func (l Languages) In(lang i18n.Lang) Words { return i18n.Pair[Words](l).In(lang) }

func (t Text[D]) ofLog() Log { return t.Log }

func (t Text[D]) data() reflect.Type {
	if t.Title == nil {
		return nil
	}
	return reflect.TypeFor[D]()
}

func (t Text[D]) finding(data any) (Rendered, error) {
	d, ok := data.(D)
	if !ok {
		return Rendered{}, fmt.Errorf("words for %T, not for %T", d, data)
	}
	r := Rendered{Title: t.Title(d), Detail: t.Detail(d)}
	if t.Manual != nil {
		r.Manual = t.Manual(d)
	}
	return r, nil
}

// en and zh say in a few words what a symptom means, to stand inside a sentence.
func en(s symptom.Symptom) string { return Phrase("en", s) }
func zh(s symptom.Symptom) string { return Phrase("zh", s) }

// zhAfter joins two parts of a Chinese sentence, with a space where a Chinese
// character meets a Latin letter or a digit.
func zhAfter(lead, text string) string {
	first, _ := utf8.DecodeRuneInString(text)
	if first < utf8.RuneSelf && (unicode.IsLetter(first) || unicode.IsDigit(first)) {
		return lead + " " + text
	}
	return lead + text
}

// when is a text where something holds, otherwise the other one, or nothing.
func when(holds bool, text string, otherwise ...string) string {
	switch {
	case holds:
		return text
	case len(otherwise) > 0:
		return otherwise[0]
	}
	return ""
}

// with is a value between two texts, or nothing where there is no value.
func with(before, value, after string) string {
	if value == "" {
		return ""
	}
	return before + value + after
}

// zhList is a list, joined by ", ", with the sign that stands between its items in Chinese.
func zhList(list string) string { return strings.ReplaceAll(list, ", ", "、") }

// said is what a probe or the operating system says, in Chinese where the catalogue has it;
// what go and git say stays as it is.
func said(english string) string {
	texts, err := i18n.New(i18n.Zh)
	if err != nil {
		return english
	}
	return texts.Words(english)
}
