package trace

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/nettest"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
)

// origin is how a path's own host answers ?go-get=1, and what else is set.
type origin struct {
	name string
	// tag is the content of the go-import tag behind the path; "" is a page
	// without one. HOST means the case's host, PROXY for its module proxy.
	tag    string
	status int // of the page, 200 where 0
	env    map[string]string
	list   string // GOPROXY over a proxy F without the module
	get    bool
	dead   bool // git finds no repository
	below  bool // the module is below the path that the tag is for
	denied bool // the page of that path has no tag
}

func origins() []origin {
	git, mod := "git "+bare, "mod PROXY"
	private := map[string]string{"GOPRIVATE": "*.example.com"}
	return []origin{
		{name: "a tag for git", tag: git, list: "F,direct"},
		{name: "a tag for git, direct alone", tag: git, list: "direct"},
		{name: "a tag for git with status 404", tag: git, status: 404, list: "direct"},
		{name: "a tag for git that is not there", tag: git, list: "direct", dead: true},
		{name: "a tag for git, private", tag: git, list: "F", env: private},
		{name: "a tag for git, private, with off", tag: git, list: "off", env: private},
		{name: "a tag for git, kept from the proxies alone", tag: git, list: "F", env: map[string]string{"GONOPROXY": "*.example.com", "GONOSUMDB": "*.example.com"}},
		{name: "a tag for git, which GOVCS forbids", tag: git, list: "direct", env: map[string]string{"GOVCS": "*:off"}},
		{name: "a tag for Subversion, which is forbidden for public paths", tag: "svn https://svn.example.com/m", list: "direct"},
		{name: "a tag for a module proxy", tag: mod, list: "direct"},
		{name: "a tag for a module proxy, behind a 404", tag: mod, list: "F,direct"},
		{name: "a tag for a module proxy, private", tag: mod, list: "F", env: private},
		{name: "a tag for a module proxy, GOVCS forbids all", tag: mod, list: "direct", env: map[string]string{"GOVCS": "*:off"}},
		{name: "a tag for a module proxy that has it not", tag: "mod https://HOST-none.example.com", list: "direct"},
		{name: "no tag", list: "direct"},
		{name: "no tag, behind a 404", list: "F,direct"},
		{name: "no tag, behind a bar", list: "F|direct"},
		{name: "404 without a tag", status: 404, list: "direct"},
		{name: "500 without a tag", status: 500, list: "direct"},
		{name: "403 without a tag, private", status: 403, list: "F", env: private},
		{name: "a tag for a shorter path", tag: mod, list: "direct", below: true},
		{name: "a tag for a shorter path, private", tag: mod, list: "F", env: private, below: true},
		{name: "a tag for a shorter path that denies it", tag: mod, list: "direct", below: true, denied: true},
		{name: "get with a tag for git", tag: git, list: "direct", get: true},
		{name: "get with a tag for a module proxy", tag: mod, list: "direct", get: true},
		{name: "get with a tag for git, private", tag: git, list: "F", env: private, get: true},
		{name: "get without a tag", list: "direct", get: true},
	}
}

// TestFidelityOfOrigins does the same for paths whose repository only their own
// host tells.
func TestFidelityOfOrigins(t *testing.T) {
	need.Program(t, "git")
	need.Long(t)
	t.Parallel()
	l := newLab(t)
	var sum tally
	var wg sync.WaitGroup
	limit := make(chan struct{}, 4)
	for i, o := range origins() {
		wg.Go(func() {
			limit <- struct{}{}
			defer func() { <-limit }()
			compareOrigin(t, l, fmt.Sprint("o", i), o, &sum)
		})
	}
	wg.Wait()
	t.Logf("%d combinations: requests agree in %d, outcomes in %d, words in %d", sum.cases.Load(), sum.requests.Load(), sum.outcomes.Load(), sum.words.Load())
}

func compareOrigin(t *testing.T, l *lab, id string, o origin, sum *tally) {
	prefix := id + "-host.example.com/m"
	path := prefix
	if o.below {
		path += "/sub"
	}
	l.put(id+"-host", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		page := "<html><head></head></html>"
		if o.tag != "" && strings.HasPrefix(r.URL.Path, "/m") && !(o.denied && r.URL.Path == "/m") {
			tag := strings.NewReplacer("HOST", id, "PROXY", "https://"+id+"-p.example.com").Replace(o.tag)
			page = fmt.Sprintf(`<html><head><meta name="go-import" content="%s %s"></head></html>`, prefix, tag)
		}
		w.WriteHeader(max(o.status, 200))
		_, _ = fmt.Fprint(w, page)
	}))
	proxy, err := nettest.NewModuleProxy(nettest.Module{Path: path, Version: "v1.0.0", Files: map[string]string{"a.go": "package a\n"}})
	if err != nil {
		t.Error(err)
		return
	}
	l.put(id+"-p", proxy)
	env := map[string]string{"GOPROXY": strings.ReplaceAll(o.list, "F", "https://"+id+"-f.example.com"), "GOSUMDB": "off"}
	for k, v := range o.env {
		env[k] = v
	}
	home, goMod := l.goodGit, ""
	if o.dead {
		home = l.deadGit
	}
	if o.get {
		goMod = bareModule
	}
	dir, err := l.fresh(id, goMod, "")
	if err != nil {
		t.Error(err)
		return
	}
	c := combination{form: form{name: o.name, get: o.get, query: query(path, "v1.0.0"), goMod: goMod}}
	m := l.machine(home, dir, env)
	x, err := Run(context.Background(), m, Options{Dir: dir + "/work", Query: c.query, Get: o.get})
	if err != nil {
		t.Errorf("%s: %v", o.name, err)
		return
	}
	if x.Outcome() == walk.CannotSay {
		t.Errorf("%s: cannot say", o.name)
	}
	l.judge(t, id, c, env, m, dir, x, sum)
}
