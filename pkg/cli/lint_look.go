package cli

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/lint"
	"github.com/gofix-net/gofix-net/pkg/order"
	files "github.com/gofix-net/gofix-net/pkg/place"
	filekinds "github.com/gofix-net/gofix-net/pkg/place/kinds"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/report"
	"github.com/gofix-net/gofix-net/pkg/tell"
)

// maxLintFile bounds one file: who writes settings by hand writes less.
const maxLintFile = 8 << 20

// linting is one run of lint.
type linting struct {
	*Program
	texts    *i18n.Texts
	flags    lintFlags
	wanted   *profile.Profile // nil: not asked for
	baseline *lint.Baseline   // nil: none
	files    []linted
	read     int
	fixed    int
	journal  string
	// published knows which folders belong to published projects.
	published published
	telling   sync.Mutex // of what is said while files are read
}

// linted is what was found in a file. Its text is not kept: there may be
// thousands.
type linted struct {
	path   string
	kind   *files.Kind
	rows   []row
	unread []report.LintUnread
}

// row is a finding in words, and how a baseline knows it.
type row struct {
	report.LintFinding
	mark lint.Known
}

// candidate is a file to look at. A named one was given by the user, so that its
// kind must be known.
type candidate struct {
	path  string
	named bool
}

// look reads all files, several at a time, and keeps what was found in their order.
func (l *linting) look(ctx context.Context, args []string) error {
	list, err := l.candidates(ctx, args)
	if err != nil {
		return err
	}
	results := make([]linted, len(list))
	read := make([]bool, len(list))
	var wg sync.WaitGroup
	next := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range next {
				results[i], read[i] = l.one(ctx, list[i])
			}
		})
	}
	for i := range list {
		if ctx.Err() != nil {
			break
		}
		next <- i
	}
	close(next)
	wg.Wait()
	for i, r := range results {
		if read[i] {
			l.read++
		}
		if len(r.unread) > 0 || len(r.rows) > 0 {
			l.files = append(l.files, r)
		}
	}
	return ctx.Err()
}

// candidates are the files that the arguments name or have below them.
func (l *linting) candidates(ctx context.Context, args []string) ([]candidate, error) {
	var out []candidate
	seen := map[string]bool{}
	add := func(path string, named bool) {
		if path = filepath.Clean(path); !seen[path] {
			seen[path] = true
			out = append(out, candidate{path, named})
		}
	}
	for _, arg := range args {
		info, err := os.Stat(arg)
		if err != nil || !info.IsDir() {
			add(arg, true)
			continue
		}
		err = filepath.WalkDir(arg, func(path string, d fs.DirEntry, err error) error {
			switch {
			case ctx.Err() != nil:
				return ctx.Err()
			case err != nil:
				add(path, true) // reading it says what is wrong
				if d != nil && d.IsDir() {
					return fs.SkipDir
				}
			case d.IsDir() && path != arg && filekinds.Skip(d.Name()):
				return fs.SkipDir
			case d.Type().IsRegular() && filekinds.Worth(filepath.ToSlash(path)):
				add(path, false)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

var errTooLarge = tell.New("larger than 8 MB")

// one reads and judges one file.
func (l *linting) one(ctx context.Context, c candidate) (out linted, read bool) {
	path := filepath.ToSlash(c.path)
	data, err := readBounded(ctx, c.path, c.named, func() {
		l.telling.Lock()
		defer l.telling.Unlock()
		l.waits(l.texts, c.path)()
	})
	if err != nil {
		if errors.Is(err, errTooLarge) && !c.named && filekinds.Detect(l.absolute(c.path), "") == nil {
			return linted{}, false // its name says no kind, and of that size it is data
		}
		if errors.Is(err, errTooLarge) {
			return l.failed(path, l.texts.T("lint.toolarge", nil)), false
		}
		return l.failed(path, l.reason(err)), false
	}
	kind := filekinds.Detect(l.absolute(c.path), data)
	if l.flags.as != "" && c.named {
		kind = filekinds.Lookup(files.ID(l.flags.as))
	}
	switch {
	case kind == nil && c.named:
		return l.failed(path, l.texts.T("lint.unknown", nil)), false
	case kind == nil:
		return linted{}, false
	case !c.named && kind.ID != "profile" && !filekinds.Hint(data):
		return linted{}, true
	}
	return l.words(kind, filekinds.Read(kind, path, data)), true
}

func (l *linting) failed(path, why string) linted {
	return linted{path: path, unread: []report.LintUnread{{File: path, Reason: why}}}
}

// absolute is a path by which a kind is recognised: .github/workflows may be the
// directory at hand.
func (l *linting) absolute(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return path
}

// judge returns what is found in a file, without what its comments take back.
func (l *linting) judge(f *files.File) []lint.Finding {
	f.Public = l.published.file(f)
	found := lint.Check(f)
	if l.wanted != nil {
		found = append(found, lint.Against(f, l.wanted)...)
	}
	found = lint.Ignore(f, found)
	order.Stable(found, func(a, b lint.Finding) int { return a.Span.Start - b.Span.Start })
	return found
}

// readBounded reads a file of at most [maxLintFile] bytes. One that the user names may
// be a pipe, whose writer it waits for, and no longer than ctx, see [open]; a device is
// refused.
func readBounded(ctx context.Context, path string, named bool, waits func()) (string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", err
	}
	switch {
	case info.Mode().IsRegular() && info.Size() > maxLintFile:
		return "", errTooLarge
	case !info.Mode().IsRegular() && !named:
		return "", host.ErrNotRegular // it has taken the place of a file meanwhile
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	file, err := open(ctx, path, waits)
	if err != nil {
		return "", err
	}
	defer func() { _ = file.Close() }()
	var b strings.Builder
	if info.Mode().IsRegular() {
		b.Grow(int(info.Size()) + 1)
	}
	n, err := io.Copy(&b, io.LimitReader(file, maxLintFile+1))
	switch {
	case ctx.Err() != nil:
		return "", ctx.Err()
	case err != nil:
		return "", err
	case n > maxLintFile:
		return "", errTooLarge
	}
	return b.String(), nil
}

func kindNames() []string {
	var out []string
	for _, k := range filekinds.All {
		out = append(out, string(k.ID))
	}
	return out
}
