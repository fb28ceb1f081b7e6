package netlab

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/nettest/need"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

var updateTable = flag.Bool("update-table", false, "write the table of symptoms into docs/symptoms.md")

// produced says how the lab makes a symptom, and where doctor has to report it.
type produced struct {
	symptom symptom.Symptom
	how     string            // for the table
	faults  []string          // of the lab
	env     []string          // of the operating system
	files   map[string]string // as in a scenario
	at      string            // the id of the result that has to have the symptom
	fine    []string          // the results that have to be in order before it
}

const (
	viaMirror   = "GOPROXY=https://goproxy.cn"
	uuidProject = "module example.com/app\n\ngo 1.20\n\nrequire github.com/google/uuid v1.6.0\n"
)

// transport are the stages before the protocol of a host.
func transport(host string) []string {
	return []string{"dns/" + host, "tcp/" + host + ":443", "tls/" + host + ":443"}
}

// atGo is a fault of proxy.golang.org that shows in a stage of its transport.
func atGo(s symptom.Symptom, fault, stage string) produced {
	p := produced{symptom: s, how: fault, faults: []string{"proxy.golang.org " + fault}}
	all := transport("proxy.golang.org")
	i := slices.IndexFunc(all, func(id string) bool { return strings.HasPrefix(id, stage+"/") })
	p.at, p.fine = all[i], all[:i]
	return p
}

// atMirror is a fault of goproxy.cn that shows in the GOPROXY protocol.
func atMirror(s symptom.Symptom, fault string) produced {
	return produced{
		symptom: s, how: fault, faults: []string{"goproxy.cn " + fault}, env: []string{viaMirror},
		at: "goproxy/https://goproxy.cn/rsc.io/quote@v1.5.2", fine: transport("goproxy.cn"),
	}
}

// atGit is a failure of git at github.com.
func atGit(s symptom.Symptom, how, gitconfig, module string, env ...string) produced {
	p := produced{
		symptom: s, how: how, env: append([]string{"GOPROXY=direct"}, env...),
		files: map[string]string{"home/.gitconfig": gitconfig, "work/go.mod": strings.Replace(uuidProject, "github.com/google/uuid v1.6.0", module, 1)},
		at:    "git/https://" + strings.Fields(module)[0], fine: []string{"dns/github.com"},
	}
	return p
}

// productions is one row for each symptom of the vocabulary, in its order.
func productions() []produced {
	outbound := produced{env: []string{"HTTPS_PROXY=http://proxy.corp.example:3128"}, fine: []string{"dns/proxy.corp.example", "tcp/proxy.corp.example:3128"}}
	refusing, asking := outbound, outbound
	refusing.symptom, refusing.how, refusing.faults = symptom.OutboundProxyFailed, "an outbound proxy that answers 403", []string{"proxy.corp.example:3128 status 403"}
	refusing.at = "outboundproxy/proxy.corp.example:3128 of HTTPS_PROXY"
	asking.symptom, asking.how = symptom.HTTP407, "an outbound proxy that wants credentials"
	asking.env, asking.fine = []string{"HTTPS_PROXY=http://proxy.corp.example:3129"}, []string{"dns/proxy.corp.example", "tcp/proxy.corp.example:3129"}
	asking.at = "outboundproxy/proxy.corp.example:3129 of HTTPS_PROXY"
	altered := atMirror(symptom.ChecksumMismatch, "altered")
	altered.how = "altered, and a go.sum"
	altered.files = map[string]string{"work/go.sum": "rsc.io/quote v1.5.2 h1:0gLvImvrNj7dKEInqN56sUcdoC7vHqARcJC54h10JS0=\n"}
	redirect := produced{
		symptom: symptom.HTTPRedirectFailed, how: "storage.googleapis.com refuse", faults: []string{"storage.googleapis.com refuse"},
		at: "goproxy/https://proxy.golang.org/rsc.io/quote@v1.5.2", fine: transport("proxy.golang.org"),
	}
	return []produced{
		atGo(symptom.DNSNXDomain, "dns-nxdomain", "dns"),
		atGo(symptom.DNSNoAddress, "dns-empty", "dns"),
		atGo(symptom.DNSTimeout, "dns-silent", "dns"),
		atGo(symptom.DNSServFail, "dns-servfail", "dns"),
		atGo(symptom.DNSRefused, "dns-refused", "dns"),
		atGo(symptom.DNSBogusAddress, "dns-address 127.0.0.1", "dns"),
		atGo(symptom.TCPRefused, "refuse", "tcp"),
		atGo(symptom.TCPReset, "reset-at-once", "tcp"),
		atGo(symptom.TCPTimeout, "drop", "tcp"),
		atGo(symptom.TCPUnreachable, "unreachable", "tcp"),
		atGo(symptom.TCPDenied, "deny", "tcp"),
		atGo(symptom.TLSReset, "tls-reset", "tls"),
		atGo(symptom.TLSTimeout, "tls-stall", "tls"),
		atGo(symptom.TLSUnknownAuthority, "cert-unknown", "tls"),
		atGo(symptom.TLSNameMismatch, "cert-name", "tls"),
		atGo(symptom.TLSExpired, "cert-expired", "tls"),
		atGo(symptom.TLSNotYetValid, "cert-early", "tls"),
		atGo(symptom.TLSProtocol, "not-tls", "tls"),
		atMirror(symptom.HTTPTimeout, "http-stall"),
		atMirror(symptom.HTTPTruncated, "truncate"),
		atMirror(symptom.HTTPReset, "empty-reply"),
		redirect,
		atMirror(symptom.HTTP401, "status 401"),
		atMirror(symptom.HTTP403, "status 403"),
		atMirror(symptom.HTTP404, "status 404"),
		asking,
		atMirror(symptom.HTTP410, "status 410"),
		atMirror(symptom.HTTP429, "status 429"),
		atMirror(symptom.HTTP451, "status 451"),
		atMirror(symptom.HTTP4xx, "status 418"),
		atMirror(symptom.HTTP5xx, "status 502"),
		atMirror(symptom.HTTPNotProxy, "html"),
		refusing,
		atGit(symptom.VCSAuth, "a private repository, no credentials", "", "github.com/corp-example/secret v1.0.0", "GOPRIVATE=github.com/corp-example"),
		atGit(symptom.VCSHostKey, "a rule to ssh, an unknown host key", "[url \"ssh://git@github.com/\"]\n\tinsteadOf = https://github.com/\n", "github.com/google/uuid v1.6.0"),
		atGit(symptom.VCSProtocol, "protocol.https.allow=never", "[protocol \"https\"]\n\tallow = never\n", "github.com/google/uuid v1.6.0"),
		altered,
		atGit(symptom.Unknown, "a transport helper that is not installed", "[url \"example::\"]\n\tinsteadOf = https://\n", "github.com/google/uuid v1.6.0"),
	}
}

// TestSymptomTable makes each symptom of the vocabulary and wants it reported by
// the right probe, with the hops before it in order. With -v it prints the
// table, which is in docs/symptoms.md too.
func TestSymptomTable(t *testing.T) {
	need.Long(t)
	rows := productions()
	for i, s := range symptom.All {
		if i >= len(rows) || rows[i].symptom != s {
			t.Fatalf("row %d of the table is not about %s", i, s)
		}
	}
	if Inside() {
		for _, row := range rows {
			t.Run(string(row.symptom), func(t *testing.T) {
				test(t, nil, nil, func(t *testing.T, l *Lab) { fmt.Println(tableMark + row.report(t, l)) })
			})
		}
		return
	}
	var mu sync.Mutex
	lines := map[symptom.Symptom]string{}
	binary := Build(t)
	t.Run("rows", func(t *testing.T) {
		for _, row := range rows {
			t.Run(string(row.symptom), func(t *testing.T) {
				t.Parallel()
				line := row.inLab(t, binary)
				mu.Lock()
				defer mu.Unlock()
				lines[row.symptom] = line
			})
		}
	})
	if t.Failed() {
		return
	}
	table := "| symptom | produced by | reported as | fine before it |\n| --- | --- | --- | --- |\n"
	for _, s := range symptom.All {
		table += lines[s] + "\n"
	}
	t.Log("\n" + table)
	wantInDocs(t, table)
}

// tableMark begins the line of a row in the output of the process inside.
const tableMark = "TABLE "

// inLab has the row made and reported in a lab of its own.
func (p produced) inLab(t *testing.T, binary string) string {
	var out strings.Builder
	pattern := pattern("TestSymptomTable/" + string(p.symptom))
	err := enter(t.Context(), t.TempDir(), []string{"-test.run=" + pattern, "-test.v=true"}, []string{binaryVariable + "=" + binary}, nil, &out, &out)
	if err != nil {
		t.Fatalf("in the lab: %v\n%s", err, out.String())
	}
	_, line, ok := strings.Cut(out.String(), tableMark)
	if !ok {
		t.Fatalf("no row came from the lab\n%s", out.String())
	}
	line, _, _ = strings.Cut(line, "\n")
	return line
}

// report runs doctor and returns the row of the table.
func (p produced) report(t *testing.T, l *Lab) string {
	s := EmptyScenario()
	s.Faults, s.OSEnv = p.faults, p.env
	for name, text := range p.files {
		s.Files[name] = text
	}
	if err := l.Prepare(s); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), toolLimit)
	defer cancel()
	out, err := l.Run(ctx, Command{Args: []string{os.Getenv(binaryVariable), "doctor", "--format", "json"}})
	if err != nil {
		t.Fatal(err)
	}
	var r reportJSON
	if err := json.Unmarshal([]byte(out.Stdout), &r); err != nil {
		t.Fatal(err)
	}
	status := map[string]string{}
	for _, x := range r.Probes {
		status[x.ID] = x.Status
		if x.ID == p.at && x.Symptom != string(p.symptom) {
			t.Errorf("%s reports %q (%s), want %s", x.ID, x.Symptom, x.Detail, p.symptom)
		}
	}
	if status[p.at] != "fail" {
		t.Errorf("%s is %q, want fail\n%s", p.at, status[p.at], summary(r))
	}
	for _, id := range p.fine {
		if status[id] != "ok" {
			t.Errorf("%s before it is %q, want ok\n%s", id, status[id], summary(r))
		}
	}
	before := "–"
	if len(p.fine) > 0 {
		before = "`" + strings.Join(p.fine, "`, `") + "`"
	}
	return fmt.Sprintf("| `%s` | %s | `%s` | %s |", p.symptom, p.how, p.at, before)
}

// wantInDocs compares the table with the one between the marks in docs/symptoms.md.
func wantInDocs(t *testing.T, table string) {
	const file, begin, end = "../../docs/symptoms.md", "<!-- symptoms: begin -->\n", "<!-- symptoms: end -->"
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(data), begin)
	have, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatalf("docs/symptoms.md has no place for the table between %q and %q", begin, end)
	}
	if have == table {
		return
	}
	if !*updateTable {
		t.Error("the table in docs/symptoms.md is another one; run: go test ./pkg/netlab -run TestSymptomTable -update-table")
		return
	}
	if err := os.WriteFile(file, []byte(before+begin+table+end+after), 0o644); err != nil {
		t.Fatal(err)
	}
}
