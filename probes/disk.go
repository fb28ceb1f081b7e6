package probes

import (
	"path/filepath"

	"github.com/gofix-net/gofix-net/pkg/probe"
)

// leastRoom is what a file system must have left for a download to begin: with
// less the smallest module does not fit beside its records.
const leastRoom = 64 << 10

// diskFailure is the outcome of a look at a place that fails the go command.
func diskFailure(e *probe.DiskEvidence, detail string) probe.Outcome {
	o := probe.Outcome{Status: probe.Fail, Detail: oneLine(detail)}
	if !e.Needed {
		o.Status = probe.Warn
	}
	o.Evidence.Disk = e
	return o
}

// unlooked is the outcome on a machine whose files are not to be looked at.
func unlooked() probe.Outcome {
	return probe.Outcome{Status: probe.Skip, Detail: "this machine's files are not looked at"}
}

// exists reports whether there is something of that name.
func exists(env *probe.Env, name string) bool {
	_, err := env.Stat(name)
	return err == nil
}

// creatableIn reports whether a new file can be made in dir, which need not
// exist yet. Nothing is written.
func creatableIn(env *probe.Env, dir string) error {
	return env.Writable(filepath.Join(dir, "gofix-net.new"))
}

// roomless reports whether the file system of name has no room left. A system
// that does not tell has room.
func roomless(env *probe.Env, name string) bool {
	free, err := env.FreeBytes(name)
	return err == nil && free < leastRoom
}
