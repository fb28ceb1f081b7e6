package settings

import (
	"context"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/lazyre"
)

// SharedWhy says why a file is not only this user's on this machine.
type SharedWhy string

// The reasons.
const (
	Elsewhere SharedWhy = "elsewhere" // outside the user's home
	Linked    SharedWhy = "linked"    // behind a symbolic link, so that the file is kept somewhere else
	Tracked   SharedWhy = "tracked"   // a git work tree has it: dotfiles
	Managed   SharedWhy = "managed"   // chezmoi writes it from a directory of its own
)

// Shared is a settings file that others may read, or that is kept for other machines
// too. It is changed only if the user agrees to that file by name.
type Shared struct {
	Path string    `json:"path"`
	Why  SharedWhy `json:"why"`
	// Name is the path as a shell takes it, short where that is possible: ~/.gitconfig.
	Name string `json:"name"`
}

// SharedFile returns why a file is not only this user's; false where it is.
func (s *Snapshot) SharedFile(path string) (Shared, bool) {
	i := slices.IndexFunc(s.Shared, func(x Shared) bool { return x.Path == filepath.Clean(path) })
	if i < 0 {
		return Shared{}, false
	}
	return s.Shared[i], true
}

// readShared reads the files that go env -w and git config --global would write, and
// those that they include.
func (r *reader) readShared(ctx context.Context, s *Snapshot) []Shared {
	home, err := r.m.HomeDir()
	if err != nil || home == "" {
		return nil // nothing can be written without a home
	}
	files := []string{s.Goenv.Path, s.Git.GlobalFile}
	for _, l := range s.Layers {
		if l.Origin == GitGlobal {
			files = append(files, l.File)
		}
	}
	var out []Shared
	seen := map[string]bool{}
	for _, file := range files {
		if file == "" || file == "/dev/null" {
			continue
		}
		if file = filepath.Clean(file); seen[file] {
			continue
		}
		if seen[file] = true; ctx.Err() != nil {
			break
		}
		if why := r.sharedWhy(ctx, filepath.Clean(home), file, s.Git.Path); why != "" {
			out = append(out, Shared{file, why, r.shellName(filepath.Clean(home), file)})
		}
	}
	return out
}

func (r *reader) sharedWhy(ctx context.Context, home, file, git string) SharedWhy {
	inside, err := filepath.Rel(home, file)
	if err != nil || inside == ".." || strings.HasPrefix(inside, ".."+string(filepath.Separator)) {
		return Elsewhere
	}
	for at := file; len(at) > len(home); at = filepath.Dir(at) {
		if info, err := r.m.Lstat(at); err == nil && info.Mode()&fs.ModeSymlink != 0 {
			return Linked
		}
	}
	switch {
	case git == "":
	case r.insideWorkTree(file) && r.lists(ctx, filepath.Dir(file), git, "ls-files", "--error-unmatch", "--", filepath.Base(file)):
		return Tracked
	case r.trackedFromHome(ctx, git, home, file):
		return Tracked
	}
	if r.chezmoiWrites(home, file) {
		return Managed
	}
	return ""
}

// insideWorkTree reports whether a directory above the file has a repository: without
// one git need not be asked.
func (r *reader) insideWorkTree(file string) bool {
	for dir := filepath.Dir(file); ; dir = filepath.Dir(dir) {
		if _, err := r.m.Lstat(filepath.Join(dir, ".git")); err == nil {
			return true
		}
		if dir == filepath.Dir(dir) {
			return false
		}
	}
}

// plainName is what a shell takes as it is.
var plainName = lazyre.New(`^[A-Za-z0-9_./-]+$`)

// shellName is a file as a word of a command line.
func (r *reader) shellName(home, file string) string {
	inside, ok := strings.CutPrefix(file, home+string(filepath.Separator))
	if ok && r.m.OS != "windows" && plainName.MatchString(inside) {
		return "~/" + inside
	}
	if plainName.MatchString(file) {
		return file
	}
	return `"` + file + `"`
}
