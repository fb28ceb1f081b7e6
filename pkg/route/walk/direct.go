package walk

import (
	"errors"
	"fmt"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// errNoGit is the go command's text where it cannot start git (Go 1.26).
var errNoGit = errors.New(`unable to resolve git version: failed to execute git version: exec: "git": executable file not found in $PATH`)

// direct fetches from the origin: discovery where the path does not tell the
// repository, then the version control system (modfetch.lookupDirect). What
// goes wrong up to the choice of the repository counts as "does not exist";
// what goes wrong with the repository does not.
func (w *walker) direct(e route.Entry, op Op) result {
	o, ok := w.opened[e.Kind]
	if ok && o.VCS == vcsMod {
		return w.modProtocol(e, o, op)
	}
	if ok {
		return result{verdict: served, hop: -1}
	}
	o = route.OriginOf(w.q.Path)
	if o.Err != nil {
		return w.refuse(e, OpGit, "", o.Err, true)
	}
	if !o.Static {
		found, r := w.discover(e)
		if r.verdict != served {
			return r
		}
		o = found
	}
	if err := w.c.CheckGOVCS(o.VCS, o.Root); err != nil {
		if !o.Static {
			err = fmt.Errorf("unrecognized import path %q: %w", w.q.Path, err)
		}
		refused := w.refuse(e, OpGit, o.URL, err, true)
		w.path.Hops[refused.hop].Setting = SettingGOVCS
		return refused
	}
	r := w.openRepository(e, o, op)
	if r.verdict == served {
		w.opened[e.Kind] = o
	}
	return r
}

// vcsMod is the pseudo-system of a go-import tag that names a module proxy.
const vcsMod = "mod"

// openRepository opens the repository. The version control systems are asked about in
// one request: `git ls-remote` represents all that follow.
func (w *walker) openRepository(e route.Entry, o route.Origin, op Op) result {
	if o.VCS == vcsMod {
		return w.modProtocol(e, o, op)
	}
	target := o.URL
	if o.VCS == "git" {
		if w.c.Settings.Git.Path == "" {
			return w.refuse(e, OpGit, target, errNoGit, o.Ping)
		}
		rewritten, _ := w.c.RewriteGit(target.Reveal())
		target = settings.Value(rewritten)
	}
	hop := w.request(Request{Op: OpGit, Entry: e, Query: w.q, URL: target, Unrewritten: o.URL, Root: o.Root, Private: w.private()})
	if o.Ping {
		w.perhapsInsecure(hop)
	}
	r := w.settle(e, hop)
	w.resolved(r)
	if o.Ping && r.verdict == failed && !r.final {
		// No scheme answered, so that there is no repository.
		r.notExist, w.path.Hops[r.hop].Next = true, after(e, true)
	}
	return r
}

// discover asks for https://PATH?go-get=1. Any failure means that the
// repository is not known.
func (w *walker) discover(e route.Entry) (route.Origin, result) {
	hop := w.request(Request{
		Op: OpGoGet, Entry: e, Query: w.q, Private: w.private(),
		URL: settings.Value(discoveryURL(w.q.Path)),
	})
	w.perhapsInsecure(hop)
	r := w.settle(e, hop)
	if r.verdict == failed {
		if !r.final {
			r.notExist, w.path.Hops[hop].Next = true, after(e, true)
		}
		return route.Origin{}, r
	}
	o := route.Origin{VCS: "git", Root: w.q.Path}
	if tag := w.path.Hops[hop].Import; tag != nil {
		if tag.Root != "" && tag.Root != w.q.Path {
			if r := w.confirm(e, *tag); r.verdict != served {
				return route.Origin{}, r
			}
		}
		o = route.Origin{VCS: tag.VCS, Root: firstText(tag.Root, w.q.Path), URL: tag.URL}
	}
	return o, r
}

// perhapsInsecure takes a failure back where GOINSECURE has the go command go on to
// http:// and git://: no probe covers those.
func (w *walker) perhapsInsecure(hop int) {
	h := &w.path.Hops[hop]
	if (h.State == Bad || h.State == NotFound) && w.c.IsInsecure(w.q.Path) {
		h.Answer = Answer{State: Unknown}
	}
}

// confirm asks the page of the path that a tag is for.
func (w *walker) confirm(e route.Entry, tag Import) result {
	ask := w.ask
	w.ask = func(Request) Answer { return tag.Check }
	hop := w.request(Request{
		Op: OpGoGet, Entry: e, Query: w.q, Private: w.private(), URL: settings.Value(discoveryURL(tag.Root)),
	})
	w.ask = ask
	r := w.settle(e, hop)
	if r.verdict == failed && !r.final {
		r.notExist, w.path.Hops[hop].Next = true, after(e, true)
	}
	return r
}

// discoveryURL is the page of a path (vcs.urlForImportPath).
func discoveryURL(path string) string {
	if !strings.Contains(path, "/") {
		path += "/"
	}
	return "https://" + path + "?go-get=1"
}

// modProtocol asks a module proxy that a page named, in place of a repository.
func (w *walker) modProtocol(e route.Entry, o route.Origin, op Op) result {
	if op == OpInfo {
		e.URL = o.URL
		return w.statAt(e)
	}
	return w.settle(e, w.request(Request{
		Op: op, Entry: e, Query: w.q, Private: w.private(), URL: protocolURL(o.URL, w.q.Path, w.version, op),
	}))
}

// SettingGOVCS is the setting of a request that GOVCS forbids.
const SettingGOVCS = "GOVCS"

// refuse is a failure caused by settings or by the path: nothing is asked.
func (w *walker) refuse(e route.Entry, op Op, u settings.Value, err error, notExist bool) result {
	hop := w.add(Hop{
		Request: Request{Op: op, Entry: e, Query: w.q, URL: u, Private: w.private()},
		Answer:  Answer{State: Bad, Detail: err.Error()},
		Next:    after(e, notExist),
	})
	return result{verdict: failed, hop: hop, notExist: notExist}
}

func (w *walker) private() bool { return w.c.BypassesProxy(w.q.Path) }
