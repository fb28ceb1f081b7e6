package words

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// TestLibcTable: each sentence of the table means what its section says, however
// many languages have words in common.
func TestLibcTable(t *testing.T) {
	t.Parallel()
	if n := len(libc.Get().wordings); n < 200 {
		t.Fatalf("%d sentences", n)
	}
	for _, w := range libc.Get().wordings {
		if got := Spoken(w.text); got != w.symptom {
			t.Errorf("%q: got %s, want %s", w.text, got, w.symptom)
		}
	}
	for _, f := range libc.Get().files {
		if got := FileError(f.sentence); got != f.english {
			t.Errorf("%q: got %q, want %q", f.sentence, got, f.english)
		}
	}
}

// TestLibcOfThisSystem reads the translations of the C library that are installed
// here, of whatever release: what it says of connections is understood.
func TestLibcOfThisSystem(t *testing.T) {
	t.Parallel()
	files, _ := filepath.Glob("/usr/share/locale*/*/LC_MESSAGES/libc.mo")
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		texts := catalogue(data)
		for english, want := range map[string]symptom.Symptom{
			"Connection refused": symptom.TCPRefused, "Connection reset by peer": symptom.TCPReset, "Connection timed out": symptom.TCPTimeout,
			"No route to host": symptom.TCPUnreachable, "Network is unreachable": symptom.TCPUnreachable,
			"Name or service not known": symptom.DNSNXDomain, "Temporary failure in name resolution": symptom.DNSTimeout,
		} {
			if said := texts[english]; said != "" && Spoken(said) != want {
				t.Errorf("%s: %q: got %q, want %s", file, said, Spoken(said), want)
			}
		}
	}
	t.Logf("%d languages", len(files))
}

// catalogue reads a file of gettext, in the byte order of most machines.
func catalogue(data []byte) map[string]string {
	out := map[string]string{}
	if len(data) < 20 || binary.LittleEndian.Uint32(data) != 0x950412de {
		return out
	}
	at := func(offset uint32) uint32 { return binary.LittleEndian.Uint32(data[offset:]) }
	text := func(entry uint32) string { return string(data[at(entry+4):][:at(entry)]) }
	n, originals, translations := at(8), at(12), at(16)
	for i := range n {
		out[text(originals+8*i)] = text(translations + 8*i)
	}
	return out
}
