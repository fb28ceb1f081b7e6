package formats

import (
	"io"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/tell"
)

// Form is one format of a document that has a package of its own, as a trace or the
// measurements of module proxies have. Format is the name of one of [Formats], which
// says how such an output is guarded.
type Form[D any] struct {
	Format string
	Write  func(io.Writer, D, Options) error
}

// Forms are all formats of one kind of document, the default first. The list stands
// with the document, because its writers need the document's own words and values;
// what they write with is here: [Sheet], [Document], [Page] and [WriteJUnit].
type Forms[D any] []Form[D]

// Names returns the names of the formats in their order.
func (x Forms[D]) Names() []string {
	var out []string
	for _, f := range x {
		out = append(out, f.Format)
	}
	return out
}

// Write writes d in the format of that name. The error is the writer's, or says that
// there is no such format.
func (x Forms[D]) Write(w io.Writer, format string, d D, o Options) error {
	for _, f := range x {
		if f.Format == format {
			return f.Write(w, d, o)
		}
	}
	return tell.Errorf("unknown format %q: it must be one of %s", format, strings.Join(x.Names(), ", "))
}

// WriteSchema writes the JSON Schema of a document, for its form json-schema.
func WriteSchema(w io.Writer, schema []byte) error { return bytesTo(w, schema) }
