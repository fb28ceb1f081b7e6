package cli

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/gofix-net/gofix-net/pkg/errtype"
	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/report/formats"
	"github.com/gofix-net/gofix-net/pkg/tell"
)

// emit writes to a file that everybody may read, or to standard output where no
// file is named: a report is not secret, and CI jobs of other users collect it. The
// caller knows the syntax of what it writes, and with it how that is guarded.
func (p *Program) emit(file string, guard foreign.Kind, write func(io.Writer) error) error {
	return p.emitAs(file, 0o644, guard, write)
}

// forUser is the mode of what no other user may read.
const forUser = 0o600

// document writes a whole document to a stream.
func (p *Program) document(stream io.Writer, guard foreign.Kind, write func(io.Writer) error) error {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	_, err := rawWriter(stream).Write(p.guardDocument(screenOf(stream, guard), b.Bytes()))
	return err
}

// emitSecret writes to a file that is only for this user, or to standard output.
func (p *Program) emitSecret(file string, guard foreign.Kind, write func(io.Writer) error) error {
	return p.emitAs(file, forUser, guard, write)
}

// emitInto is emitAs with the folders of a file that a person named.
func (p *Program) emitInto(file string, mode fs.FileMode, guard foreign.Kind, write func(io.Writer) error) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return outputError(file, err)
	}
	return p.emitAs(file, mode, guard, write)
}

// emitAs makes the text first, so that a failure leaves no half of it.
func (p *Program) emitAs(file string, mode fs.FileMode, guard foreign.Kind, write func(io.Writer) error) error {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	if file == "" {
		guard = screenOf(p.Out, guard)
	} else if guard == foreign.Screen {
		guard = foreign.Plain
	}
	data := p.guardDocument(guard, b.Bytes())
	if mode == forUser {
		// The user has asked for the credentials, and not for what a terminal obeys.
		var none foreign.Secrets
		data = []byte(none.Guard(guard, b.String()))
	}
	if file == "" {
		if _, err := rawWriter(p.Out).Write(data); err != nil {
			return tell.Errorf("standard output: %w", err)
		}
		return nil
	}
	if err := p.writeWhole(file, data, mode); err != nil {
		return outputError("--output", err)
	}
	return nil
}

// writeWhole replaces a regular file at once, so that who reads it meanwhile, as
// node_exporter does, sees the old text or the new one and never a part. What is
// no regular file, such as a pipe or /dev/stdout, is written to as it is; so is a
// symbolic link, which stays one. A pipe waits for a reader until an interrupt.
func (p *Program) writeWhole(file string, data []byte, mode fs.FileMode) error {
	if info, err := os.Lstat(file); err == nil && !info.Mode().IsRegular() {
		return p.waiting(func() error { return os.WriteFile(file, data, mode) })
	}
	f, err := os.CreateTemp(filepath.Dir(file), "."+filepath.Base(file)+".*")
	if pe, ok := errtype.As[*fs.PathError](err); ok {
		pe.Path = file // the name of the temporary file says nothing
	}
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(f.Name()) }() // of no effect once it is renamed
	_, err = f.Write(data)
	if err == nil {
		err = f.Chmod(mode)
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), file)
}

// emitForm writes a document in one of its forms to a file or to standard output.
func emitForm[D any](p *Program, file string, forms formats.Forms[D], format string, d D, o formats.Options) error {
	return p.emit(file, formats.GuardOf(format), func(w io.Writer) error { return forms.Write(w, format, d, o) })
}

// appendLine adds a line of JSON to a file, or to standard output where it has no
// name: for measurements that go on, of which the earlier ones are to stay.
func (p *Program) appendLine(file string, write func(io.Writer) error) error {
	if file == "" {
		return p.emit("", foreign.JSON, write)
	}
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	err := p.waiting(func() error {
		f, err := os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
		if err != nil {
			return err
		}
		_, err = f.Write(p.guardDocument(foreign.JSON, b.Bytes()))
		return cmp.Or(err, f.Close())
	})
	if err != nil {
		return outputError("--output", err)
	}
	return nil
}

// waiting writes to what may be a pipe, which waits for a reader: until an interrupt.
func (p *Program) waiting(write func() error) error {
	written := make(chan error, 1)
	go func() { written <- write() }()
	select {
	case err := <-written:
		return err
	case <-p.over:
		return context.Canceled
	}
}
