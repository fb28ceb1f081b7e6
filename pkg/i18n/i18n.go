// Package i18n holds the texts that belong to no cause, in every language that
// the program speaks, one YAML file per part of the program and language.
package i18n

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/tell"
)

//go:embed en/*.yaml zh/*.yaml
var files embed.FS

// maxArg bounds an argument, in characters.
const maxArg = 16 << 10

// Lang is a language of the program.
type Lang string

// The languages.
const (
	En Lang = "en"
	Zh Lang = "zh"
)

// Langs are all languages, the first one the default.
var Langs = []Lang{En, Zh}

// Texts gives the texts in one language. It is safe for concurrent use.
type Texts struct {
	Lang  Lang
	texts map[string]string // of Lang; not to be changed
}

// catalogues are the texts of each language, read when they are first asked for.
var catalogues = map[Lang]func() (map[string]string, error){
	En: sync.OnceValues(func() (map[string]string, error) { return read(En) }),
	Zh: sync.OnceValues(func() (map[string]string, error) { return read(Zh) }),
}

// New returns the texts in lang, one of [Langs].
func New(lang Lang) (*Texts, error) {
	texts, err := catalogues[lang]()
	return &Texts{Lang: lang, texts: texts}, err
}

// find returns a text, of the default language where lang has none.
func (t *Texts) find(id string) (string, bool) {
	if text, ok := t.texts[id]; ok || t.Lang == Langs[0] {
		return text, ok
	}
	instead, err := catalogues[Langs[0]]()
	text, ok := instead[id]
	return text, ok && err == nil
}

// read reads the files of a language: each is a mapping of ids to texts.
func read(lang Lang) (map[string]string, error) {
	out := map[string]string{}
	names, err := fs.Glob(files, string(lang)+"/*.yaml")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		data, err := files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		if err := parse(string(data), out); err != nil {
			return nil, fmt.Errorf("texts of %s: %w", name, err)
		}
	}
	return out, nil
}

// T returns the text of an id with its arguments filled in. An id that no file
// has comes back as itself in brackets: a test finds those before a user does.
func (t *Texts) T(id string, args map[string]string) string {
	if s, ok := t.Lookup(id, args); ok {
		return s
	}
	return "[" + id + "]"
}

// Lookup is T for an id that may have no text. The arguments may have come from
// outside, and are cleaned; the text itself is ours, and stays as it is.
func (t *Texts) Lookup(id string, args map[string]string) (string, bool) {
	text, ok := t.find(id)
	if !ok {
		return "", false
	}
	clean := make(map[string]string, len(args))
	var outside []string
	for name, value := range args {
		clean[name] = foreign.Text(value, maxArg)
		if t.Lang == Zh && slices.Contains(lists, name) {
			clean[name] = strings.ReplaceAll(clean[name], ", ", "、")
		}
		outside = append(outside, clean[name])
	}
	s, err := Fill(text, clean, Missing)
	if err != nil {
		return "", false
	}
	if len(outside) == 0 {
		return s, true
	}
	if strings.Contains(text, "}}：{{") && !strings.ContainsFunc(s, isHan) {
		s = strings.ReplaceAll(s, "：", ": ") // only what came from outside, in English
	}
	return foreign.RedactIn(s, outside...), true
}

// lists are the arguments that are lists, joined by ", ": Chinese has a sign of its own
// between the items.
var lists = []string{"files", "forms", "hosts", "meant", "modules", "names", "parts", "place", "prefixes", "probes", "servers", "targets", "tried", "values"}

// Aside is a remark in brackets, to stand behind a text: the brackets are those of the
// language.
func (t *Texts) Aside(text string) string {
	if t.Lang == Zh {
		return "（" + text + "）"
	}
	return " (" + text + ")"
}

// FromLocale returns the language of a POSIX locale or a list of them in
// order of weight (LC_ALL, LC_MESSAGES, LANG): the first one that is not empty decides.
func FromLocale(locales ...string) Lang {
	for _, l := range locales {
		if l == "" {
			continue
		}
		if strings.HasPrefix(strings.ToLower(l), "zh") {
			return Zh
		}
		return En
	}
	return En
}

// Parse returns the language of a --lang flag.
func Parse(s string) (Lang, error) {
	for _, l := range Langs {
		if s == string(l) {
			return l, nil
		}
	}
	return "", tell.Errorf("unknown language %q: it must be en or zh", s)
}
