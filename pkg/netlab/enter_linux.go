package netlab

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// insideVariable holds, inside a lab, the lab's directory.
const insideVariable = "GOFIX_NETLAB_DIR"

// Inside reports whether this process runs in the namespaces of a lab.
func Inside() bool { return os.Getenv(insideVariable) != "" }

// enter runs this program again with args in namespaces of its own, and waits
// for it. dir becomes the lab's directory: a file system in memory is mounted
// there that no process outside sees and that ends with the process. env is added
// to an environment that is otherwise the lab's.
func enter(ctx context.Context, dir string, args, env []string, stdin io.Reader, stdout, stderr io.Writer) error {
	// The kernel ends the child with the thread that started it.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	base, err := baseEnvironment(ctx, dir)
	if err != nil {
		return err
	}
	var first error
	for _, flags := range namespaceFlags() {
		cmd := exec.CommandContext(ctx, "/proc/self/exe", args...)
		cmd.Args[0] = os.Args[0]
		cmd.Env = append(base, env...)
		cmd.Stdin, cmd.Stdout, cmd.Stderr = stdin, stdout, stderr
		cmd.SysProcAttr = namespaces(flags)
		err := cmd.Start()
		if err != nil {
			first = errors.Join(first, err)
			continue
		}
		return cmd.Wait()
	}
	return fmt.Errorf("%w: %w", errNoNamespaces, first)
}

// errNoNamespaces says that this machine allows no lab, and how to allow it.
var errNoNamespaces = errors.New("no network, mount and process namespace can be made here; allow user namespaces " +
	"(sysctl user.max_user_namespaces, kernel.apparmor_restrict_unprivileged_userns=0), or in a container add CAP_SYS_ADMIN")

// notPermitted is what a lab prints inside its namespaces where the system made them
// and then forbids what a lab is: mounts and addresses.
const notPermitted = "the lab is not permitted: "

// namespaceFlags returns what to try in turn. Root in a container that forbids
// user namespaces may still hold the capability that the others need.
func namespaceFlags() []uintptr {
	const without = syscall.CLONE_NEWNET | syscall.CLONE_NEWNS | syscall.CLONE_NEWPID | syscall.CLONE_NEWIPC
	if os.Getuid() == 0 {
		return []uintptr{syscall.CLONE_NEWUSER | without, without}
	}
	return []uintptr{syscall.CLONE_NEWUSER | without}
}

func namespaces(flags uintptr) *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{Cloneflags: flags, Pdeathsig: syscall.SIGKILL}
	if flags&syscall.CLONE_NEWUSER != 0 {
		attr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}}
		attr.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}}
	}
	return attr
}

// baseEnvironment is the whole environment inside: what this machine sets for
// go, git, certificates and proxies stays outside. The build cache is shared,
// for speed.
func baseEnvironment(ctx context.Context, dir string) ([]string, error) {
	cache, err := goEnv(ctx, "GOCACHE")
	if err != nil {
		return nil, err
	}
	home := filepath.Join(dir, "home")
	env := []string{
		insideVariable + "=" + dir, "HOME=" + home, "TMPDIR=" + filepath.Join(dir, "tmp"),
		"PATH=" + os.Getenv("PATH"), "GOCACHE=" + cache, "LANG=C.UTF-8", "TERM=dumb",
	}
	for _, keep := range []string{"CI", "GOFIX_NET_DAY", "GOCOVERDIR", "GORACE", "GOTRACEBACK"} {
		if v, ok := os.LookupEnv(keep); ok {
			env = append(env, keep+"="+v)
		}
	}
	return env, nil
}

// goEnv asks the go command for one of its variables, without letting it
// download anything.
func goEnv(ctx context.Context, name string) (string, error) {
	cmd := exec.CommandContext(ctx, "go", "env", name)
	cmd.Env = append(os.Environ(), "GOTOOLCHAIN=local")
	cmd.Dir = os.TempDir()
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("go env %s: %w", name, err)
	}
	return strings.TrimSpace(string(out)), nil
}

// mountDirectories covers dir with a file system of its own and makes the
// directories of the lab in it.
func mountDirectories(dir string) error {
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("make the mounts private: %w", err)
	}
	if err := unix.Mount("netlab", dir, "tmpfs", unix.MS_NOSUID|unix.MS_NODEV, "mode=0755"); err != nil {
		return fmt.Errorf("mount a file system at %s: %w", dir, err)
	}
	for _, d := range []string{"home", "tmp", "work", "etc", "git"} {
		if err := os.Mkdir(filepath.Join(dir, d), 0o755); err != nil {
			return err
		}
	}
	return noTelemetry(filepath.Join(dir, "home"))
}

// noTelemetry keeps the go command from leaving a process behind.
func noTelemetry(home string) error {
	dir := filepath.Join(home, ".config", "go", "telemetry")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "mode"), []byte("off\n"), 0o644)
}
