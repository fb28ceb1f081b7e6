package explain

import (
	"math"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/explain/read"
	"github.com/gofix-net/gofix-net/pkg/lazyre"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// A module whose request has failed and whose zip go downloads further down was asked for
// again, and what go asks before the zip came: go itself repeats nothing within a command.
// Where the settings stayed as they were, the failure has passed by itself. That of a zip
// has not: the line says that its download begins. A command that runs side by side, in
// another stage or container, repeats nothing, and a server that refuses connections does
// not answer soon after by itself.

// downloading is what go prints when it begins with a zip: info and go.mod are there.
var downloading = lazyre.New(`^\s*go: downloading (\S+) (v\S+)$`)

// moment is what differs between two lines of one stream: times, and the seconds since a
// step began.
var moment = lazyre.New(`\d+(?::\d\d)+(?:[.,]\d+)?|(?:^|\s)\d+\.\d{2,3} |[\d.]+s\]`)

// asked is a module as one command asks for it: what stands in front of the line tells
// the stages of a build and the containers apart; of a quoted text, what stands within the
// quotation marks. It is "" where there is no module.
func asked(name string, t read.Line) string {
	if name == "" {
		return ""
	}
	text := strings.TrimSpace(t.Text)
	stream, _, whole := strings.Cut(t.Shown, text[:min(len(text), read.Narrowest)]) // a wrapped line goes on
	if !whole {
		stream = ""
	}
	stream = stream[strings.LastIndexByte(stream, '"')+1:]
	return name + " " + strings.TrimSpace(moment.ReplaceAllString(stream, ""))
}

// retried keeps, of each module that was asked for, the last failure and the last download.
type retried struct {
	failed map[string]attempt
	came   map[string]attempt
	seen   int
}

type attempt struct {
	order int
	setup setup
}

func newRetried() *retried {
	return &retried{failed: map[string]attempt{}, came: map[string]attempt{}}
}

// saw notes a line of go.
func (r *retried) saw(t read.Line, s setup) {
	if len(r.failed) == 0 {
		return
	}
	for _, m := range find(downloading, t.Text, "go: downloading ") {
		if name := asked(m[1]+"@"+m[2], t); r.failed[name].order > 0 {
			r.seen++
			r.came[name] = attempt{r.seen, s}
		}
	}
}

// never is the order of a failure behind which nothing shows that it has passed.
const never = math.MaxInt

// lost notes that a module did not come.
func (r *retried) lost(name string, m *message, s symptom.Symptom) {
	if len(r.failed) == maxRequests || r.failed[name].order == never {
		return
	}
	r.seen++
	r.failed[name] = attempt{r.seen, m.setup}
	if !beforeZip(m.chain.URL) || s == symptom.TCPRefused {
		r.failed[name] = attempt{never, m.setup}
	}
}

// beforeZip reports whether go makes a request before it downloads the zip.
func beforeZip(at string) bool {
	path, query, _ := strings.Cut(at, "?")
	for _, end := range []string{".info", ".mod", "/@v/list", "/@latest"} {
		if strings.HasSuffix(path, end) {
			return true
		}
	}
	return at == "" || strings.Contains(query, "go-get=1")
}

// passed reports whether each of the modules came after all.
func (r *retried) passed(modules map[string]bool) bool {
	for name := range modules {
		before, after := r.failed[name], r.came[name]
		if name == "" || after.order <= before.order || after.setup != before.setup {
			return false
		}
	}
	return len(modules) > 0
}

// pass makes f one of which every request went well when it was repeated.
func (f *Finding) pass() {
	if f.Cause != cause.NetworkFlaky {
		f.Cause, f.Or = cause.NetworkFlaky, append([]cause.ID{f.Cause}, f.Or...)
	}
}
