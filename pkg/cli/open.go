package cli

import (
	"context"
	"io/fs"
	"os"
	"time"

	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/tell"
)

// errEndless says that a file is a device, which never ends.
var errEndless = tell.New("is a device; name a file")

// waitInSilence is how long a pipe is waited for without a word.
const waitInSilence = time.Second

// open opens a file that the user names, which may be a pipe: then it waits for
// its writer, and no longer than ctx; waits is called where that takes long, nil for
// nothing. What is open is closed with ctx, so that reading ends with it.
func open(ctx context.Context, name string, waits func()) (*os.File, error) {
	if info, err := os.Stat(name); err == nil && info.Mode()&fs.ModeDevice != 0 && !isNull(info) && !isTerminal(name) {
		return nil, &fs.PathError{Op: "read", Path: name, Err: errEndless}
	}
	type opened struct {
		file *os.File
		err  error
	}
	done := make(chan opened, 1)
	go func() {
		f, err := os.Open(name) //nolint:gosec // the file that the user names
		done <- opened{f, err}
	}()
	late := time.NewTimer(waitInSilence)
	defer late.Stop()
	for {
		select {
		case o := <-done:
			if o.err == nil {
				context.AfterFunc(ctx, func() { _ = o.file.Close() })
			}
			return o.file, o.err
		case <-late.C:
			if waits != nil {
				waits()
			}
		case <-ctx.Done():
			// The goroutine waits for a writer until the program ends, which is now.
			return nil, ctx.Err()
		}
	}
}

// waits says that a pipe is waited for.
func (p *Program) waits(texts *i18n.Texts, name string) func() {
	return func() { p.say(texts, "open.waiting", map[string]string{"file": name}) }
}

func isNull(info fs.FileInfo) bool {
	null, err := os.Stat(os.DevNull)
	return err == nil && os.SameFile(info, null)
}

func isTerminal(name string) bool {
	info, err := os.Stat(name)
	if err != nil {
		return false
	}
	in, err := os.Stdin.Stat()
	if err != nil || !os.SameFile(info, in) {
		return false
	}
	_, ok := terminal(os.Stdin)
	return ok
}
