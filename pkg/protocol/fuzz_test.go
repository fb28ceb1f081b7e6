package protocol

import (
	"encoding/base64"
	"testing"

	"golang.org/x/mod/module"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/gofix-net/gofix-net/pkg/nettest"
	"github.com/gofix-net/gofix-net/pkg/wire"
)

// FuzzZipDirectory: the check of a download returns an error for a bad zip, whole or cut,
// and never panics. A zip with a file outside its module never passes.
func FuzzZipDirectory(f *testing.F) {
	m := module.Version{Path: "example.test/m", Version: "v1.0.0"}
	good, err := nettest.Module{Path: m.Path, Version: m.Version}.Zip()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good, true)
	f.Add(good, false)
	f.Add(good[:len(good)/2], true)
	f.Add([]byte("PK\x05\x06\x00\x00\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x00\x00"), true)
	f.Fuzz(func(t *testing.T, data []byte, ended bool) {
		_, _ = CheckDownload(&wire.Answer{Body: data, Ended: ended, Length: int64(len(data))}, m)
		hasZipEnd(data)
	})
}

// FuzzTreeHead: an unsigned tree head is refused, and the parsers of its parts and of
// tiles do not panic at any text.
func FuzzTreeHead(f *testing.F) {
	f.Add("go.sum database tree\n1\n"+base64.StdEncoding.EncodeToString(make([]byte, 32))+"\n\n— sum AAAA\n", "tile/8/0/000")
	f.Add("", "tile/8/x001/x234/067.p/255")
	f.Fuzz(func(t *testing.T, head, tile string) {
		if CheckTreeHead([]byte(head), nobody{}) == nil {
			t.Error("an unsigned tree head passed")
		}
		if parsed, err := tlog.ParseTilePath(tile); err == nil && parsed.Path() != tile {
			t.Errorf("tile %q becomes %q", tile, parsed.Path())
		}
	})
}
