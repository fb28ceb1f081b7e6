package host

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/windows"
)

// TestWritableByAccessLists: what Windows would refuse is said to be refused, whether an
// access list or the read-only attribute does it; a file that another program holds open
// is not refused by a rule.
func TestWritableByAccessLists(t *testing.T) {
	const (
		everyone = "D:P(A;;FA;;;WD)"
		readers  = "D:P(D;;0x6;;;WD)(A;;FA;;;WD)" // neither FILE_WRITE_DATA nor FILE_APPEND_DATA
	)
	for _, c := range []struct {
		name   string
		set    func(t *testing.T, file string)
		refuse bool
	}{
		{"an ordinary file", func(*testing.T, string) {}, false},
		{"everyone may write", func(t *testing.T, file string) { allow(t, file, everyone) }, false},
		{"everyone may only read", func(t *testing.T, file string) { allow(t, file, readers) }, true},
		{"the read-only attribute", readOnly, true},
		{"held open by another program", hold, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "env")
			if err := os.WriteFile(file, []byte("GOPROXY=direct\r\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			c.set(t, file)
			if err := System().Writable(file); errors.Is(err, fs.ErrPermission) != c.refuse {
				t.Errorf("got %v, want a refusal: %v", err, c.refuse)
			}
		})
	}
}

func allow(t *testing.T, name, list string) {
	t.Helper()
	sd, err := windows.SecurityDescriptorFromString(list)
	if err != nil {
		t.Fatal(err)
	}
	dacl, _, err := sd.DACL()
	if err != nil {
		t.Fatal(err)
	}
	set := func(dacl *windows.ACL) error {
		return windows.SetNamedSecurityInfo(name, windows.SE_FILE_OBJECT, windows.DACL_SECURITY_INFORMATION|windows.PROTECTED_DACL_SECURITY_INFORMATION, nil, nil, dacl, nil)
	}
	if err := set(dacl); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = set(nil) }) // no list: everyone may, who removes it may too
}

func readOnly(t *testing.T, name string) {
	t.Helper()
	if err := os.Chmod(name, 0o400); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(name, 0o600) })
}

// hold opens a file so that no other program may open it.
func hold(t *testing.T, name string) {
	t.Helper()
	path, err := windows.UTF16PtrFromString(name)
	if err != nil {
		t.Fatal(err)
	}
	file, err := windows.CreateFile(path, windows.GENERIC_READ|windows.GENERIC_WRITE, 0, nil, windows.OPEN_EXISTING, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = windows.CloseHandle(file) })
	if _, err := os.ReadFile(name); !errors.Is(err, windows.ERROR_SHARING_VIOLATION) {
		t.Fatalf("another program may open it: %v", err)
	}
}
