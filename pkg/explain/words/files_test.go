package words

import (
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// TestWindowsFileErrorInItsLanguages: each sentence is understood in UTF-8, in the code page of
// its consoles, and where PowerShell read the one in the other.
func TestWindowsFileErrorInItsLanguages(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		page       encoding.Encoding
		said, want string
	}{
		{simplifiedchinese.GBK, "拒绝访问。", AccessDenied},
		{simplifiedchinese.GBK, "磁盘空间不足。", DiskFull},
		{simplifiedchinese.GBK, "另一个程序正在使用此文件，进程无法访问。", FileInUse},
		{japanese.ShiftJIS, "アクセスが拒否されました。", AccessDenied},
		{charmap.CodePage866, "Отказано в доступе.", AccessDenied},
		{charmap.CodePage866, "Процесс не может получить доступ к файлу, так как этот файл занят другим процессом.", FileInUse},
		{charmap.CodePage850, "Es steht nicht genug Speicherplatz auf dem Datenträger zur Verfügung.", DiskFull},
		{charmap.CodePage850, "Accès refusé.", AccessDenied},
	} {
		text := `open C:\Users\王 小明\go\pkg\mod\cache\lock: ` + c.said
		if got := WindowsFileError(text); got != c.want {
			t.Errorf("%s: %q", text, got)
		}
		raw, err := c.page.NewEncoder().Bytes([]byte(`open C:\go\pkg\mod\cache\lock: ` + c.said))
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := FromCodePage(raw); WindowsFileError(got) != c.want {
			t.Errorf("%s in its code page: %q, %v", c.said, got, ok)
		}
	}
	for _, text := range []string{"open C:\\go: Access is denied.", "由于目标计算机积极拒绝，无法连接。", ""} {
		if got := WindowsFileError(text); got != "" {
			t.Errorf("%s: %q", text, got)
		}
	}
}
