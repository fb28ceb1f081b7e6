// Package host is the machine as a struct of functions: its environment, its
// files, its programs and its network. It is the only package that reads the
// environment or starts a program, so that everything else can be run against
// a machine that a test made up.
package host

import (
	"context"
	"io"
	"io/fs"
	"net"
	"net/netip"
	"time"

	"github.com/gofix-net/gofix-net/pkg/tell"
)

// Machine is what the rest of the program may ask of the system. Every field
// is set; [System] returns the real one. Its functions are safe for
// concurrent use.
type Machine struct {
	OS, Arch string // as runtime.GOOS and runtime.GOARCH

	// UILanguages returns the languages of the user's interface where the system has
	// them apart from the environment, as Windows has; nil: there are none.
	UILanguages func() []string
	// ConsolePage returns the code page in which what reads this program's redirected
	// output takes it to be, 0 where nothing says so: PowerShell 5.1 reads by that of
	// the console. nil: the system has UTF-8 everywhere.
	ConsolePage func() uint32
	// NameServers returns the name servers that the system asks where no file and no
	// program names them, as on Windows; nil: there are none.
	NameServers func() []netip.Addr
	// ScriptProxy has the system run the script (PAC) at an address, which it fetches, and
	// returns the first proxy that the script names for a URL, as HOST:PORT; "" where it
	// names none, or does not answer in a few seconds or before ctx ends. nil: the system runs no scripts.
	ScriptProxy func(ctx context.Context, script, url string) string
	// Lack says what this process was found to lack, so that failures at the same time
	// say nothing of others, and MaxFiles how many files it may have open, 0 where that
	// is not known. nil: nothing, and not known.
	Lack     func() Lack
	MaxFiles func() int
	// Null says why /dev/null cannot be opened, without which git does not run and go
	// compiles nothing; nil: it can be, or the system has no such file.
	Null func() error
	// Environ returns the environment as KEY=value, like os.Environ.
	Environ func() []string
	// Getwd returns the working directory.
	Getwd func() (string, error)
	// HomeDir returns the user's home, or an error where none is defined.
	HomeDir func() (string, error)
	// Foreign reports whether this runs as root and the directory is another
	// user's: new files there will be root's.
	Foreign func(dir string) bool
	// ReadFile reads at most limit bytes of a file; a longer file is cut and
	// reported by the second result. A limit has to be
	// given: [Whole] is for files that are of use only as a whole. It reads
	// nothing but regular files, so that a FIFO or a device cannot block it:
	// errors.Is finds [ErrNotRegular] then.
	ReadFile func(name string, limit int64) (data []byte, cut bool, err error)
	// Stat and Lstat are those of package os.
	Stat, Lstat func(name string) (fs.FileInfo, error)
	// ReadDir is that of package os.
	ReadDir func(name string) ([]fs.DirEntry, error)
	// Writable reports whether this user may write the file, or create it
	// where it does not exist, as far as permissions tell. It writes nothing.
	Writable func(name string) error
	// FreeBytes returns the room left to this user in the file system of the
	// nearest existing parent of name.
	FreeBytes func(name string) (uint64, error)
	// LookPath finds a program as a shell would.
	LookPath func(name string) (string, error)
	// Run starts a program and waits for it. See [Command]. A program that ran
	// and ended is no error, whatever its exit code. An error means that it
	// could not be started, or that its context ended it together with
	// everything it had started: errors.Is finds the context's error then, or
	// [ErrGrown] where it took more than [MaxProgram], or what it had started more than
	// [MaxHelper].
	Run func(ctx context.Context, c Command) (Output, error)
	// Attach starts a program that takes over this process's streams, and waits
	// for it. See [Attachment]. errors.As finds a [StartError] where it did not start.
	Attach func(a Attachment) (Ended, error)
	// Dial connects as net.Dialer does.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	// Now returns the local time.
	Now func() time.Time
	// TempDir makes a fresh directory of mode 0700 and returns its path and a
	// function that removes it with all its content, read-only trees included.
	TempDir func(pattern string) (dir string, remove func(), err error)
	// Sweep removes what TempDir made for processes of this user that were killed:
	// copies of settings with their credentials. It touches nothing that belongs to a
	// running process; nil: there is nothing to sweep.
	Sweep func()
}

// Command is one run of a program: an argument vector, never a shell line.
type Command struct {
	Args []string
	// Dir is the working directory; "" is this process's.
	Dir string
	// Stdin is what the program reads, nil for nothing. A program whose Stdin
	// is an *os.File may be talking to a terminal: it stays in this process's
	// group, so that it can read, and Ctrl-C reaches it by itself.
	Stdin io.Reader
	// Env entries (KEY=value) are added to the machine's environment and win
	// over it; an entry "KEY" without = removes that variable.
	Env []string
	// Stdout and Stderr receive the output in addition to Output, if not nil.
	Stdout, Stderr io.Writer
	// JSON says that the program prints JSON on its standard output: of each string in
	// it, [MaxJSONString] bytes are kept in Output.
	JSON bool
}

// Output is what a program printed and its exit code: the first [MaxOutput] bytes of
// standard output, the beginning and the end of standard error, [MaxErrors] bytes in
// all. The code is -1 where the program was ended by a signal or by its context.
type Output struct {
	Stdout, Stderr []byte
	Code           int
}

// ErrNotRegular says that a path names something else than a regular file.
var ErrNotRegular = tell.New("not a regular file")

// Bounds of what is kept of a program, in bytes. Standard output has data; standard
// error, and a string of JSON, have words for people, of which several copies are made
// on the way to them.
const (
	MaxOutput     = 16 << 20
	MaxErrors     = 1 << 20
	MaxJSONString = 64 << 10
)
