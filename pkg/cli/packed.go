package cli

import (
	"bytes"
	"io"
	"strings"
)

// packings are the formats in which logs are kept and handed out (the archives of CI
// jobs, rotated logs), by how they begin, with the program that unpacks them to
// standard output.
var packings = []struct{ magic, program string }{
	{"PK\x03\x04", "unzip -p"},
	{"\x1f\x8b", "gzip -dc"},
	{"BZh", "bzip2 -dc"},
	{"\xfd7zXZ", "xz -dc"},
	{"\x28\xb5\x2f\xfd", "zstd -dc"},
}

// plainText reads from r, and refuses what is packed: a packed log has no lines, and
// "nothing was found" would be wrong. Name is that of the file, "" for standard input.
type plainText struct {
	io.Reader
	name string
	read bool
}

func (t *plainText) Read(b []byte) (int, error) {
	n, err := t.Reader.Read(b)
	if t.read || n == 0 {
		return n, err
	}
	t.read = true
	for _, p := range packings {
		if !bytes.HasPrefix(b[:n], []byte(p.magic)) {
			continue
		}
		if t.name == "" {
			return 0, usage("usage.packed.input", "command", p.program+" FILE")
		}
		file := t.name
		if strings.ContainsAny(file, " \t'\"$`\\&|;<>()*?!#~") {
			file = "FILE" // no word of every shell
		}
		return 0, usage("usage.packed", "file", t.name, "command", p.program+" "+file)
	}
	return n, err
}
