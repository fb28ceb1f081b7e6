package wire

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// A body that is not packed as its header says is no answer of a module proxy; one that
// ends early is cut.
func TestBodyThatCannotBeUnpacked(t *testing.T) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, err := io.WriteString(z, strings.Repeat("module example.com/m\n", 50))
	if err = errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	whole := packed.Bytes()
	spoilt := func(at int) []byte {
		out := bytes.Clone(whole)
		out[at] ^= 0xff
		return out
	}
	for name, c := range map[string]struct {
		body []byte
		want symptom.Symptom
	}{
		"plain text":         {[]byte("module example.com/m\n"), symptom.HTTPNotProxy},
		"a block of no kind": {append(bytes.Clone(whole[:10]), 0xff, 0xff), symptom.HTTPNotProxy},
		"a wrong checksum":   {spoilt(len(whole) - 8), symptom.HTTPNotProxy},
		"cut":                {whole[:len(whole)/2], symptom.HTTPTruncated},
	} {
		r, err := gzip.NewReader(bytes.NewReader(c.body))
		if err == nil {
			_, err = io.ReadAll(r)
		}
		if got := (&Client{}).bodySymptom(err); got != c.want {
			t.Errorf("%s: %v is %q, want %q", name, err, got, c.want)
		}
	}
}
