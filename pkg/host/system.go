package host

import (
	"net"
	"os"
	"os/exec"
	"runtime"
	"time"
)

// System returns the machine that this process runs on.
func System() *Machine {
	return &Machine{
		OS:        runtime.GOOS,
		Arch:      runtime.GOARCH,
		Environ:   os.Environ,
		Getwd:     os.Getwd,
		HomeDir:   os.UserHomeDir,
		ReadFile:  readFile,
		Stat:      os.Stat,
		Lstat:     os.Lstat,
		ReadDir:   os.ReadDir,
		Writable:  writable,
		FreeBytes: freeBytes,
		LookPath:  exec.LookPath,
		Run:       run,
		Dial:      new(net.Dialer).DialContext,
		Now:       time.Now,
		TempDir:   tempDir,
	}
}
