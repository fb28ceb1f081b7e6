package codepage

import (
	"bytes"
	"compress/flate"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

var update = flag.Bool("update", false, "write table.flate")

// standard are the pages as golang.org/x/text has them.
var standard = map[string]encoding.Encoding{
	"936": simplifiedchinese.GBK, "866": charmap.CodePage866, "1251": charmap.Windows1251, "932": japanese.ShiftJIS, "949": korean.EUCKR, "950": traditionalchinese.Big5,
	"850": charmap.CodePage850, "437": charmap.CodePage437, "1252": charmap.Windows1252, "852": charmap.CodePage852, "1254": charmap.Windows1254,
}

// character is what a page has for one or two bytes, 0 if that is not one character.
func character(t *testing.T, page encoding.Encoding, raw ...byte) uint16 {
	t.Helper()
	text, err := page.NewDecoder().Bytes(raw)
	if err != nil {
		t.Fatal(err)
	}
	r, size := utf8.DecodeRune(text)
	if size != len(text) || r == utf8.RuneError || r > 0xffff {
		return 0
	}
	return uint16(r) //nolint:gosec // checked above
}

// TestTables: each byte and each pair is read as golang.org/x/text reads it.
func TestTables(t *testing.T) {
	var raw bytes.Buffer
	for _, p := range layout() {
		var values []uint16
		for c := 0x80; c <= 0xff; c++ {
			values = append(values, character(t, standard[p.name], byte(c)))
		}
		for i := range p.rows() * trails {
			first, last := byte(int(p.lead)+i/trails), byte(second+i%trails)
			values = append(values, character(t, standard[p.name], first, last))
		}
		raw.Write(differences(values))
	}
	if *update {
		var file bytes.Buffer
		w, err := flate.NewWriter(&file, flate.BestCompression)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(raw.Bytes()); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile("table.flate", file.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		packed = file.Bytes()
	}
	var stored bytes.Buffer
	for _, page := range unpack().pages {
		stored.Write(differences(slices.Concat(page.single[:], page.pairs)))
	}
	if !bytes.Equal(stored.Bytes(), raw.Bytes()) {
		t.Error("table.flate is not what golang.org/x/text has: go test ./pkg/codepage -update")
	}
}

// differences are values as the table holds them.
func differences(values []uint16) []byte {
	low, high := make([]byte, len(values)), make([]byte, len(values))
	var last uint16
	for i, v := range values {
		low[i], high[i] = byte(v-last), byte((v-last)>>8)
		last = v
	}
	return append(low, high...)
}

// TestReadsWhatItWrites: sentences in their pages, against golang.org/x/text.
func TestReadsWhatItWrites(t *testing.T) {
	for name, text := range map[string]string{
		"936": "由于目标计算机积极拒绝，无法连接。dial tcp €", "866": "Подключение не установлено", "1251": "Удаленный хост", "932": "対象のコンピューター ﾊﾟｰ",
		"949": "대상 컴퓨터에서 연결을 거부했으므로 똠방각하", "950": "無法連線，因為目標電腦拒絕連線。", "850": "établie für mañana", "437": "café ½", "1252": "l’hôte “x” €", "852": "Nie można nawiązać", "1254": "bağlantı",
	} {
		i := slices.IndexFunc(All(), func(p *Page) bool { return p.name == name })
		page := All()[i]
		want, err := standard[name].NewEncoder().Bytes([]byte(text))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		written := page.Encode(text)
		if !bytes.Equal(written, want) {
			t.Errorf("%s: %q is written as %x, want %x", name, text, written, want)
		}
		if got := page.Decode(written); got != text {
			t.Errorf("%s: %q is read as %q", name, text, got)
		}
	}
}

func TestWhatAPageHasNot(t *testing.T) {
	for _, page := range All() {
		if got := string(page.Encode("a😀b")); got != "a\x1ab" {
			t.Errorf("%s: %q", page.name, got)
		}
		for _, raw := range []string{"\xff", "\x81", "a\x81\x20b", "\xfe\xfe", "\xa1"} {
			if got := page.Decode([]byte(raw)); !utf8.ValidString(got) || strings.HasPrefix(raw, "a") && !(strings.HasPrefix(got, "a") && strings.HasSuffix(got, "b")) {
				t.Errorf("%s: %q is read as %q", page.name, raw, got)
			}
		}
	}
}

// FuzzDecode: any bytes become valid UTF-8, at most three bytes for each.
func FuzzDecode(f *testing.F) {
	f.Add([]byte("\xd3\xc9\xd3\xda dial tcp \x81"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		for _, page := range All() {
			if got := page.Decode(raw); !utf8.ValidString(got) || len(got) > 3*len(raw) {
				t.Errorf("%s: %q is read as %q", page.name, raw, got)
			}
			page.Encode(string(raw))
		}
	})
}
