package settings

import (
	"context"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/host"
)

// Programs that keep settings files for several machines without a .git directory above
// them: a repository whose work tree is the home (git --git-dir=~/.cfg --work-tree=~,
// yadm, vcsh), and chezmoi, which writes the files from a directory of its own.

// maxRepositories bounds how many repositories are asked about one file.
const maxRepositories = 8

// repositoriesFor are the repositories whose work tree may be the home.
func (r *reader) repositoriesFor(home string) []string {
	var out []string
	add := func(dir string) {
		if len(out) < maxRepositories && r.isRepository(dir) {
			out = append(out, dir)
		}
	}
	data := r.under("XDG_DATA_HOME", filepath.Join(home, ".local", "share"))
	config := r.under("XDG_CONFIG_HOME", filepath.Join(home, ".config"))
	add(filepath.Join(data, "yadm", "repo.git"))
	add(filepath.Join(home, ".yadm", "repo.git"))
	for _, parent := range []string{filepath.Join(config, "vcsh", "repo.d"), home} {
		entries, err := r.m.ReadDir(parent)
		if err != nil {
			continue
		}
		for _, e := range entries {
			if e.IsDir() && e.Name() != ".git" {
				add(filepath.Join(parent, e.Name()))
			}
		}
	}
	return out
}

// isRepository reports whether a directory is a git directory by what git looks for in
// one (is_git_directory of git's setup.c).
func (r *reader) isRepository(dir string) bool {
	for _, name := range []string{"HEAD", "objects", "refs"} {
		if _, err := r.m.Lstat(filepath.Join(dir, name)); err != nil {
			return false
		}
	}
	return true
}

// under is the directory that a variable names, or another one where it is not set.
func (r *reader) under(variable, fallback string) string {
	if dir := r.m.Getenv(variable); filepath.IsAbs(dir) {
		return dir
	}
	return fallback
}

// trackedFromHome reports whether a repository whose work tree is the home has the file.
func (r *reader) trackedFromHome(ctx context.Context, git, home, file string) bool {
	if !r.lookedForRepositories {
		r.lookedForRepositories, r.repositories = true, r.repositoriesFor(home)
	}
	for _, dir := range r.repositories {
		if r.lists(ctx, home, git, "--git-dir="+dir, "--work-tree="+home, "ls-files", "--error-unmatch", "--", file) {
			return true
		}
	}
	return false
}

// lists runs git ls-files in dir, without the variables that name another repository.
func (r *reader) lists(ctx context.Context, dir string, args ...string) bool {
	out, err := r.ask(ctx, host.Command{
		Args: args, Dir: dir,
		Env: append(slices.Clone(gitEnv), "GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_CONFIG"),
	})
	return err == nil && out.Code == 0
}

// chezmoiWrites reports whether chezmoi's source directory has the file.
func (r *reader) chezmoiWrites(home, file string) bool {
	inside, err := filepath.Rel(home, file)
	if err != nil {
		return false
	}
	source := filepath.Join(r.under("XDG_DATA_HOME", filepath.Join(home, ".local", "share")), "chezmoi")
	if root, cut, err := r.m.ReadFile(filepath.Join(source, ".chezmoiroot"), 4<<10); err == nil && !cut {
		source = filepath.Join(source, filepath.FromSlash(strings.TrimSpace(string(root))))
	}
	for _, element := range strings.Split(inside, string(filepath.Separator)) {
		entries, err := r.m.ReadDir(source)
		if err != nil {
			return false
		}
		i := slices.IndexFunc(entries, func(e fs.DirEntry) bool { return chezmoiTarget(e.Name()) == element })
		if i < 0 {
			return false
		}
		source = filepath.Join(source, entries[i].Name())
	}
	return true
}

// chezmoiTarget is the name of the file that chezmoi writes from a file of its source
// directory; "" for one that it does not write over what is there
// (https://www.chezmoi.io/reference/source-state-attributes/).
func chezmoiTarget(name string) string {
	for _, suffix := range []string{".tmpl", ".age", ".asc"} {
		name = strings.TrimSuffix(name, suffix)
	}
	for {
		attribute, rest, found := strings.Cut(name, "_")
		switch {
		case !found:
			return name
		case attribute == "create" || attribute == "remove":
			return ""
		case attribute == "dot":
			return "." + rest
		case attribute == "literal":
			return rest
		case !slices.Contains([]string{"after", "before", "empty", "encrypted", "exact", "executable", "external", "modify", "private", "readonly", "symlink"}, attribute):
			return name
		}
		name = rest
	}
}
