package host

import (
	"context"
	"net"
	"os"
	"os/exec"
	"runtime"
	"time"
)

// System returns the machine that this process runs on. Programs get the
// environment of the returned machine's Environ, also if a caller replaces it.
func System() *Machine {
	m := &Machine{
		OS:          runtime.GOOS,
		Arch:        runtime.GOARCH,
		UILanguages: uiLanguages,
		ConsolePage: consolePage,
		NameServers: nameServers,
		ScriptProxy: scriptProxy,
		Environ:     os.Environ,
		Getwd:       os.Getwd,
		HomeDir:     os.UserHomeDir,
		Foreign:     foreign,
		ReadFile:    readFile,
		Stat:        os.Stat,
		Lstat:       os.Lstat,
		ReadDir:     os.ReadDir,
		Writable:    writable,
		Null:        null,
		FreeBytes:   freeBytes,
		LookPath:    exec.LookPath,
		Dial:        new(net.Dialer).DialContext,
		Now:         time.Now,
		TempDir:     tempDir,
		Sweep:       sweep,
	}
	m.Run = func(ctx context.Context, c Command) (Output, error) {
		if len(c.Args) > 0 {
			if err := m.refuseEndless(c); err != nil {
				return Output{Code: -1}, err
			}
		}
		return run(ctx, m.Environ(), c, usage{MaxProgram, MaxHelper})
	}
	new(lacking).watch(m)
	m.Attach = func(a Attachment) (Ended, error) { return attach(m.Environ(), a) }
	return m
}
