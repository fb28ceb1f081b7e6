package host

import (
	"os"
	"os/exec"
	"runtime"
)

// null implements [Machine.Null]. A container or a chroot may lack the file, and others
// have a regular one that only root can open, left by a program that replaced it.
func null() error {
	if runtime.GOOS == "windows" {
		return nil
	}
	f, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return f.Close()
}

// NoDirectory is a name below which no directory can be made, for what shall not be
// written: /dev/null, and where that is missing, and a directory could be made in its
// place, the go command that is told the name.
func NoDirectory() string {
	if _, err := os.Lstat(os.DevNull); err == nil || runtime.GOOS == "windows" {
		return os.DevNull
	}
	if name, err := exec.LookPath("go"); err == nil {
		return name
	}
	return os.DevNull
}
