package netlab

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
)

// reply is a whole answer of a web server.
type reply struct {
	code   int
	header http.Header
	body   []byte
	cut    bool // it ends in its middle, and its length was not said before
}

// forms are the ways in which a server dresses its true answer wrongly.
var forms = map[string]func(*reply){
	"crlf": func(r *reply) { r.body = bytes.ReplaceAll(r.body, []byte("\n"), []byte("\r\n")) },
	"bom":  func(r *reply) { r.body = append([]byte("\ufeff"), r.body...) },
	"indented": func(r *reply) {
		r.body = append([]byte("  "), bytes.ReplaceAll(r.body, []byte("\n"), []byte("  \n  "))...)
	},
	"no-newline": func(r *reply) { r.body = bytes.TrimRight(r.body, "\n") },
	"empty":      func(r *reply) { r.body = nil },
	"flipped":    flip,
	"doubled":    func(r *reply) { r.body = slices.Concat(r.body, r.body) },
	"half":       func(r *reply) { r.body = r.body[:len(r.body)/2] }, // and its length is that of the half
	"cut":        func(r *reply) { r.cut = true },
	"gzip":       func(r *reply) { compress(r); r.header.Set("Content-Encoding", "gzip") },
	"gzip-file":  compress, // and not said in a header
	"gzip-said":  func(r *reply) { r.header.Set("Content-Encoding", "gzip") },
	"page-type":  func(r *reply) { r.header.Set("Content-Type", "text/html; charset=utf-8") },
	"not-found":  func(r *reply) { r.code = http.StatusNotFound },
	"gone":       func(r *reply) { r.code = http.StatusGone },
	"accepted":   func(r *reply) { r.code = http.StatusAccepted },
	"partial":    func(r *reply) { r.code = http.StatusPartialContent },
}

// formNames returns the forms in alphabetical order.
func formNames() []string { return slices.Sorted(maps.Keys(forms)) }

// flip changes one bit in the middle of the body.
func flip(r *reply) {
	if len(r.body) > 0 {
		r.body = slices.Clone(r.body)
		r.body[len(r.body)/2] ^= 1
	}
}

func compress(r *reply) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(r.body)
	_ = z.Close()
	r.body = b.Bytes()
}

// write sends the answer.
func (r *reply) write(w http.ResponseWriter) {
	maps.Copy(w.Header(), r.header)
	body := r.body
	if r.cut {
		body = body[:len(body)/2]
		w.Header().Del("Content-Length")
	} else {
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	}
	w.WriteHeader(r.code)
	_, _ = w.Write(body)
	if r.cut {
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}
}

func checkForm(name string) error {
	if forms[name] == nil {
		return fmt.Errorf("unknown form %q; known are %v", name, formNames())
	}
	return nil
}
