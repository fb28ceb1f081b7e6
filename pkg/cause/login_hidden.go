package cause

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// GitLab's import page tells a client without a login that the first two parts of a path
// are the repository, so that nothing tells which projects of a subgroup exist
// (lib/gitlab/middleware/go.rb). git finds no such repository then, whatever login it has.

// shortened is the import page of a module whose repository may have been named in that
// way: the walk stops at git, with a repository of two parts above the module's path. ""
// is where it does not look like that, or the host is known to be no GitLab.
func shortened(s facts.Stop) settings.Value {
	if s.Hop == nil || s.Hop.Op != walk.OpGit {
		return ""
	}
	host, path, _ := strings.Cut(s.Path.Query.Path, "/")
	repo, kind := strings.TrimSuffix(urlPath(s.Hop.URL), ".git"), known.KindOf(host)
	if facts.OriginHost(s.Hop.URL) != host || kind != "" && kind != known.KindGitLab || strings.Count(repo, "/") != 1 || !strings.HasPrefix(path, repo+"/") {
		return ""
	}
	return settings.Value("https://" + s.Path.Query.Path)
}

// hiddenSubgroup is what the go command has for the host of a module that GitLab does not
// show; false where the host is not known to be GitLab, or go has a login for it.
func hiddenSubgroup(f *facts.Facts, s facts.Stop) (Login, bool) {
	page := shortened(s)
	if page == "" {
		return Login{}, false
	}
	l := loginOfGo(f, page)
	l.Hidden = l.Kind == known.KindGitLab && !(l.Named && l.Auth.Netrc)
	return l, l.Hidden
}
