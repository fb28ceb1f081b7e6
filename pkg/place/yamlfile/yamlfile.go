// Package yamlfile reads YAML with the position of every byte of every scalar.
// Aliases are followed and merge keys are obeyed, both within limits, so that
// a file of a few hundred bytes cannot expand to gigabytes.
package yamlfile

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/gofix-net/gofix-net/pkg/lazyre"
	"github.com/gofix-net/gofix-net/pkg/place"
)

const (
	maxSize  = 4 << 20
	maxDepth = 200
	// maxVisits bounds how many pairs and items are given out for one file:
	// aliases of aliases multiply.
	maxVisits = 200_000
)

// Doc is one document of a YAML file.
type Doc struct {
	Root   *Node
	b      *place.Builder
	visits *int
}

// Node is a node of a document; its methods work on nil, which is what is absent.
type Node struct {
	n   *yaml.Node
	doc *Doc
}

var line = lazyre.New(`line (\d+)`)

// Read returns the documents of a file. What cannot be parsed is a problem of
// the file; the documents before it are returned.
func Read(b *place.Builder) []*Doc {
	comments(b)
	if !strings.Contains(b.Data, "{{") {
		return ReadText(b, b.Data)
	}
	// Without its templates a chart is YAML. Where that leaves none, the templates may
	// stand in texts of what is YAML as it is, such as the values of a chart.
	problems := len(b.Problems)
	docs := ReadText(b, withoutTemplates(b.Data))
	if len(b.Problems) == problems {
		return docs
	}
	failed := b.Problems
	b.Problems = slices.Clone(failed[:problems])
	whole := ReadText(b, b.Data)
	if len(b.Problems) == problems {
		return whole
	}
	b.Problems = failed
	return docs
}

// ReadText reads a text in place of the file's own, of the same length: what is
// no YAML in it is blanked out.
func ReadText(b *place.Builder, text string) []*Doc {
	if len(text) > maxSize || tooDeep(text) {
		b.Fail(place.Span{}, "too-large", "")
		return nil
	}
	out, err := parse(b, text)
	if err != nil {
		b.Fail(where(b, err), "syntax", strings.TrimPrefix(err.Error(), "yaml: "))
	}
	return out
}

func parse(b *place.Builder, text string) (out []*Doc, err error) {
	// The parser is known to panic on some broken texts.
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%v", p)
		}
	}()
	visits := 0
	dec := yaml.NewDecoder(strings.NewReader(text))
	for {
		var n yaml.Node
		err := dec.Decode(&n)
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return out, err
		}
		if len(n.Content) == 1 {
			d := &Doc{b: b, visits: &visits}
			d.Root = &Node{n.Content[0], d}
			out = append(out, d)
		}
	}
}

// withoutTemplates blanks out the lines that are nothing but an action of a Go
// template, also where it goes on over several, and makes a word of other actions, so
// that charts can be read. What is in quotes stays, unless it has quotes itself: it is
// YAML as it is.
func withoutTemplates(text string) string {
	out := []byte(text)
	open, lastEnd := false, strings.LastIndex(text, "}}")
	for start := 0; start < len(text); {
		end := place.LineEnd(text, start)
		line := strings.TrimSpace(text[start:end])
		line = strings.TrimPrefix(line, "- ")
		begins := strings.HasPrefix(line, "{{") && !strings.Contains(line, "}}") && end < lastEnd
		switch {
		case open || begins:
			open = !strings.Contains(line, "}}")
			blank(out[start:end])
		case strings.HasPrefix(line, "{{") && strings.HasSuffix(line, "}}") && !strings.Contains(text[start:end], "- {{"):
			blank(out[start:end])
		default:
			actions(out[start:end])
		}
		start = end + 1
	}
	return string(out)
}

func blank(line []byte) {
	for i := range line {
		if line[i] != '\r' {
			line[i] = ' '
		}
	}
}

// actions replaces plain {{ … }} that begin a value: elsewhere they are text.
func actions(line []byte) {
	for i := 0; i+1 < len(line); i++ {
		if line[i] != '{' || line[i+1] != '{' || i > 0 && line[i-1] == '$' {
			continue
		}
		before := strings.TrimRight(string(line[:i]), " ")
		end := strings.Index(string(line[i:]), "}}")
		if end < 0 {
			return
		}
		action := string(line[i : i+end])
		if !strings.HasSuffix(before, ":") && !strings.HasSuffix(before, "-") && before != "" && !endsQuoted(before, action) && !strings.Contains(action, ": ") {
			continue
		}
		fill := byte('_')
		if strings.Contains(action, "toYaml") {
			fill = ' ' // more than one value: what is below may continue it
		}
		for k := i; k < i+end+2; k++ {
			line[k] = fill
		}
		if fill == '_' {
			line[i] = '$'
		}
		i += end + 1
	}
}

// endsQuoted reports whether an action is in a quoted scalar and has the same
// quotes in it, which would end the scalar for YAML.
func endsQuoted(before, action string) bool {
	for _, quote := range []string{`"`, "'"} {
		if strings.Count(before, quote)%2 == 1 && strings.Contains(action, quote) {
			return true
		}
	}
	return false
}

func where(b *place.Builder, err error) place.Span {
	if m := line.FindStringSubmatch(err.Error()); m != nil {
		if n, err := strconv.Atoi(m[1]); err == nil {
			return b.Line(n)
		}
	}
	return place.Span{}
}

// tooDeep recognises what only an attack nests so: the parser recurses.
func tooDeep(text string) bool {
	depth := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '[', '{':
			if depth++; depth > maxDepth {
				return true
			}
		case ']', '}':
			depth = max(depth-1, 0)
		case '\n':
			j := i + 1
			for j < len(text) && (text[j] == ' ' || text[j] == '-') {
				j++
			}
			if j-i > 4*maxDepth {
				return true
			}
		}
	}
	return false
}

func comments(b *place.Builder) {
	for at := 0; ; {
		i := strings.Index(b.Data[at:], "gofix-net:")
		if i < 0 {
			return
		}
		i += at
		s := b.Line(b.Position(i).Line)
		if start := strings.LastIndexByte(b.Data[s.Start:i], '#'); start >= 0 {
			b.Comment(place.Span{Start: s.Start + start, End: s.End}, "#")
		}
		at = max(s.End, i+1)
		if at >= len(b.Data) {
			return
		}
	}
}

// resolve follows aliases.
func (n *Node) resolve() *yaml.Node {
	if n == nil {
		return nil
	}
	x := n.n
	for i := 0; x != nil && x.Kind == yaml.AliasNode && i < 10; i++ {
		x = x.Alias
	}
	return x
}

func (n *Node) visit() bool {
	if n == nil || *n.doc.visits > maxVisits {
		return false
	}
	*n.doc.visits++
	return true
}

// IsMap reports whether a node is a mapping.
func (n *Node) IsMap() bool { x := n.resolve(); return x != nil && x.Kind == yaml.MappingNode }

// IsList reports whether a node is a sequence.
func (n *Node) IsList() bool { x := n.resolve(); return x != nil && x.Kind == yaml.SequenceNode }

// IsText reports whether a node is a scalar.
func (n *Node) IsText() bool { x := n.resolve(); return x != nil && x.Kind == yaml.ScalarNode }

// Pair is a key of a mapping with its value.
type Pair struct {
	Key   string
	At    *Node // the key
	Value *Node
}

// Pairs returns the pairs of a mapping, those that merge keys bring at the end.
func (n *Node) Pairs() []Pair { return n.pairs(0) }

func (n *Node) pairs(depth int) []Pair {
	x := n.resolve()
	if x == nil || x.Kind != yaml.MappingNode || depth > 10 {
		return nil
	}
	var out, merged []Pair
	for i := 0; i+1 < len(x.Content) && n.visit(); i += 2 {
		key, value := &Node{x.Content[i], n.doc}, &Node{x.Content[i+1], n.doc}
		if x.Content[i].Tag == "!!merge" || x.Content[i].Value == "<<" {
			for _, m := range value.listOrSelf() {
				merged = append(merged, m.pairs(depth+1)...)
			}
			continue
		}
		out = append(out, Pair{key.Text(), key, value})
	}
	for _, m := range merged {
		if n.own(m.Key) == nil {
			out = append(out, m)
		}
	}
	return out
}

func (n *Node) listOrSelf() []*Node {
	if n.IsList() {
		return n.Items()
	}
	return []*Node{n}
}

func (n *Node) own(key string) *Node {
	x := n.resolve()
	if x == nil || x.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(x.Content); i += 2 {
		if x.Content[i].Value == key {
			return &Node{x.Content[i+1], n.doc}
		}
	}
	return nil
}

// Get returns the value at a path of keys, nil where there is none.
func (n *Node) Get(path ...string) *Node {
	for _, key := range path {
		next := n.own(key)
		if next == nil && n.own("<<") != nil {
			for _, p := range n.Pairs() {
				if p.Key == key {
					next = p.Value
				}
			}
		}
		if n = next; n == nil {
			return nil
		}
	}
	return n
}

// Items returns the elements of a sequence.
func (n *Node) Items() []*Node {
	x := n.resolve()
	if x == nil || x.Kind != yaml.SequenceNode {
		return nil
	}
	out := make([]*Node, 0, len(x.Content))
	for _, c := range x.Content {
		if !n.visit() {
			break
		}
		out = append(out, &Node{c, n.doc})
	}
	return out
}

// Text returns the value of a scalar, "" of anything else.
func (n *Node) Text() string {
	x := n.resolve()
	if x == nil || x.Kind != yaml.ScalarNode || x.Tag == "!!null" {
		return ""
	}
	return x.Value
}
