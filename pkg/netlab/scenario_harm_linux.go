package netlab

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// config reads everything below HOME and the working directory, but for
// caches, the toolchain's own records and gofix-net's journal.
func (r *scenarioRun) config() tree {
	r.t.Helper()
	home, err := readTree(r.lab.Home(), "go", ".cache", ".config/go/telemetry", ".local/state/gofix-net")
	if err != nil {
		r.t.Fatal(err)
	}
	work, err := readTree(r.lab.Work())
	if err != nil {
		r.t.Fatal(err)
	}
	for name, what := range work {
		home["work/"+name] = what
	}
	return home
}

func (r *scenarioRun) unchanged(original tree, step string) {
	r.t.Helper()
	if d := original.diff(r.config()); d != "" {
		r.t.Errorf("after %s, against before: %s\n%s", step, d, r.written())
	}
}

// settingsFiles are the files that gofix-net may write.
func settingsFiles() []string { return []string{".config/go/env", ".gitconfig", ".config/git/config"} }

// written is the content of the settings files, for messages.
func (r *scenarioRun) written() string {
	var b strings.Builder
	for _, name := range settingsFiles() {
		if data, err := os.ReadFile(filepath.Join(r.lab.Home(), name)); err == nil {
			fmt.Fprintf(&b, "-- %s --\n%s", name, data)
		}
	}
	return b.String()
}

// harmless proves that no protection is switched off that was on before.
func (r *scenarioRun) harmless() {
	for _, name := range settingsFiles() {
		data, _ := os.ReadFile(filepath.Join(r.lab.Home(), name))
		before := strings.ToLower(r.s.Files["home/"+name])
		for _, line := range lines(strings.ToLower(string(data))) {
			line = strings.Join(strings.Fields(line), "")
			for _, bad := range []string{"gosumdb=off", "goinsecure=", "-insecure", "sslverify=false", "gonosumdb=*"} {
				if strings.Contains(line, bad) && !strings.Contains(strings.Join(strings.Fields(before), ""), bad) {
					r.t.Errorf("a protection was switched off: %s in %s", line, name)
				}
			}
		}
	}
}

// private proves that gofix-net told a private path to no public host that the
// command had not told it before.
func (r *scenarioRun) private(since int) {
	requests := r.lab.Requests()
	for _, secret := range r.s.Expect.Private {
		told := map[string]bool{}
		for _, q := range requests[:since] {
			told[q.Host] = told[q.Host] || leaks(q, secret)
		}
		for _, q := range requests[since:] {
			if leaks(q, secret) && !told[q.Host] {
				r.t.Errorf("leaked: %s was asked for %s", q.Host, q.Path)
				told[q.Host] = true // once is enough to say
			}
		}
	}
}

// leaks reports whether a request tells a private path to a host of the public.
func leaks(q Request, secret string) bool {
	own := strings.HasSuffix(q.Host, ".corp.example") || q.Method == "DNS"
	return !own && strings.Contains(q.Path, secret)
}
