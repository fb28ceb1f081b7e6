package walk_test

import (
	"crypto/rand"
	"encoding/pem"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/nettest"
	"github.com/gofix-net/gofix-net/pkg/route/walk"

	"golang.org/x/mod/sumdb"
	"golang.org/x/mod/sumdb/dirhash"
	"golang.org/x/mod/sumdb/note"
)

// lab is a set of loopback servers: module proxies with a fault per request, a
// checksum database reached through a CONNECT proxy, and a git repository.
type lab struct {
	dir        string
	base       string // of the module proxies
	closed     string // host:port where no server listens
	outbound   string // host:port of the outbound proxy
	roots      string // file of the authority that the database's certificate comes from
	key        string // verifier key of the database
	sums       *sumdb.Server
	zip        []byte
	good, dead string // HOME directories: the repository there, and not there

	mu       sync.Mutex
	machines map[string]machine
	logs     map[string][]string
	runs     int
	byRemote map[string]string // CASE-WORKS by the address from which the database is asked
}

func newLab(t *testing.T) *lab {
	t.Helper()
	l := &lab{dir: t.TempDir(), zip: moduleZip(), machines: map[string]machine{}, logs: map[string][]string{}, byRemote: map[string]string{}}
	server := httptest.NewServer(http.HandlerFunc(l.serve))
	t.Cleanup(server.Close)
	l.base = server.URL
	l.closed = nettest.ClosedPort(t)
	l.startDatabase(t)
	l.good = l.home(t, "good", l.repository(t))
	l.dead = l.home(t, "dead", filepath.Join(l.dir, "nowhere"))
	return l
}

func (l *lab) add(id string, m machine) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.machines[id] = m
}

func (l *lab) next() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.runs++
	return l.runs
}

func (l *lab) log(id string) []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.logs[id])
}

func (l *lab) note(id, what string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.logs[id] = append(l.logs[id], what)
}

// entry is the URL of the case's i-th module proxy.
func (l *lab) entry(id string, i int, m machine) string {
	if m.faults[i][walk.OpInfo] == refused {
		return fmt.Sprintf("http://%s/%s/%d", l.closed, id, i)
	}
	return fmt.Sprintf("%s/%s/%d", l.base, id, i)
}

// serve answers /CASE/ENTRY/... as the case's table says.
func (l *lab) serve(w http.ResponseWriter, r *http.Request) {
	parts := strings.SplitN(strings.TrimPrefix(r.URL.Path, "/"), "/", 3)
	l.mu.Lock()
	m := l.machines[parts[0]]
	l.mu.Unlock()
	rest := "/" + parts[2]
	op := map[string]walk.Op{
		"info": walk.OpInfo, "mod": walk.OpMod, "zip": walk.OpZip, "supported": walk.OpSumSupported, "lookup": walk.OpSumLookup,
		"list": walk.OpList, "latest": walk.OpLatest,
	}[opOfURL(rest)]
	if op == "" { // a tile
		http.StripPrefix("/"+parts[0]+"/"+parts[1]+"/sumdb/"+database, l.sums).ServeHTTP(w, r)
		return
	}
	l.note(parts[0], parts[1]+" "+opOfURL(rest))
	switch f := m.faults[parts[1][0]-'0'][op]; f {
	case good:
		l.answer(w, r, op, "/"+parts[0]+"/"+parts[1])
	case empty:
	case page:
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, "<!DOCTYPE html>\n<title>sign in</title>\n")
	default:
		code := 0
		_, _ = fmt.Sscan(string(f), &code)
		w.WriteHeader(code)
	}
}

func (l *lab) answer(w http.ResponseWriter, r *http.Request, op walk.Op, prefix string) {
	switch op {
	case walk.OpList:
		_, _ = io.WriteString(w, testVersion+"\n")
	case walk.OpInfo, walk.OpLatest:
		_, _ = io.WriteString(w, `{"Version":"`+testVersion+`","Time":"2024-01-01T00:00:00Z"}`)
	case walk.OpMod:
		_, _ = io.WriteString(w, goModText)
	case walk.OpZip:
		_, _ = w.Write(l.zip)
	case walk.OpSumLookup:
		http.StripPrefix(prefix+"/sumdb/"+database, l.sums).ServeHTTP(w, r)
	}
}

func (l *lab) gosum(path, version string) ([]byte, error) {
	open := func(string) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(goModText)), nil }
	name := filepath.Join(l.dir, "m.zip")
	if err := os.WriteFile(name, l.zip, 0o600); err != nil {
		return nil, err
	}
	zip, err := dirhash.HashZip(name, dirhash.Hash1)
	if err != nil {
		return nil, err
	}
	mod, err := dirhash.Hash1([]string{"go.mod"}, open)
	if err != nil {
		return nil, err
	}
	return fmt.Appendf(nil, "%s %s %s\n%s %s/go.mod %s\n", path, version, zip, path, version, mod), nil
}

// database is the name of the checksum database: one that the certificate of
// package httptest is good for.
const database = "sumdb.example.com"

// startDatabase starts the checksum database, and an outbound proxy through
// which the go command reaches it. The proxy is told the case, and whether
// the database works there, by its user name.
func (l *lab) startDatabase(t *testing.T) {
	t.Helper()
	signer, key, err := note.GenerateKey(rand.Reader, database)
	if err != nil {
		t.Fatal(err)
	}
	l.key = key
	l.sums = sumdb.NewServer(sumdb.NewTestServer(signer, l.gosum))
	server := httptest.NewTLSServer(http.HandlerFunc(l.serveDatabase))
	t.Cleanup(server.Close)
	l.roots = filepath.Join(l.dir, "roots.pem")
	certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	if err := os.WriteFile(l.roots, certificate, 0o600); err != nil {
		t.Fatal(err)
	}
	tunnel := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		l.tunnel(w, r, server.Listener.Addr().String())
	}))
	t.Cleanup(tunnel.Close)
	l.outbound = tunnel.Listener.Addr().String()
}

func (l *lab) serveDatabase(w http.ResponseWriter, r *http.Request) {
	l.mu.Lock()
	id, works, _ := strings.Cut(l.byRemote[r.RemoteAddr], "-")
	l.mu.Unlock()
	if strings.HasPrefix(r.URL.Path, "/lookup/") {
		l.note(id, "db lookup")
	}
	if works != "true" {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	l.sums.ServeHTTP(w, r)
}

// tunnel answers CONNECT and copies both ways.
func (l *lab) tunnel(w http.ResponseWriter, r *http.Request, target string) {
	r.Header.Set("Authorization", r.Header.Get("Proxy-Authorization"))
	user, _, _ := r.BasicAuth()
	up, err := net.Dial("tcp", target)
	if err != nil {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	defer up.Close()
	l.mu.Lock()
	l.byRemote[up.LocalAddr().String()] = user
	l.mu.Unlock()
	down, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	defer down.Close()
	_, _ = io.WriteString(down, "HTTP/1.1 200 OK\r\n\r\n")
	done := make(chan bool)
	go func() {
		_, _ = io.Copy(up, buffered)
		_ = up.(*net.TCPConn).CloseWrite()
		close(done)
	}()
	_, _ = io.Copy(down, up)
	_ = down.Close()
	<-done
}

// env is the environment of one run: nothing of the machine's own but PATH.
func (l *lab) env(id string, m machine) []string {
	home := l.dead
	if m.gitOK {
		home = l.good
	}
	return []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + home, "GOENV=off", "GOTOOLCHAIN=local", "GOFLAGS=-modcacherw",
		"GO111MODULE=", "GIT_CONFIG_NOSYSTEM=1", "XDG_CONFIG_HOME=" + home, "SSL_CERT_FILE=" + l.roots,
		fmt.Sprintf("HTTPS_PROXY=http://%s-%v:x@%s", id, m.sumOK, l.outbound),
	}
}

func (l *lab) home(t *testing.T, name, repository string) string {
	t.Helper()
	dir := filepath.Join(l.dir, name)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	noTelemetry(t, dir)
	text := "[url \"file://" + repository + "\"]\n\tinsteadOf = https://" + testModule + "\n"
	if err := os.WriteFile(filepath.Join(dir, ".gitconfig"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// noTelemetry keeps the go command from starting a process of its own that
// outlives it and writes below its home.
func noTelemetry(t *testing.T, config string) {
	t.Helper()
	dir := filepath.Join(config, "go", "telemetry")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "mode"), []byte("off\n"), 0o600); err != nil {
		t.Fatal(err)
	}
}

func (l *lab) repository(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(l.dir, "repository")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte(goModText), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"init", "-q"}, {"add", "go.mod"},
		{"-c", "user.name=n", "-c", "user.email=n@example.com", "commit", "-q", "-m", "m"}, {"tag", testVersion},
	} {
		cmd := exec.Command("git", args...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "HOME="+l.dir, "GIT_CONFIG_NOSYSTEM=1", "XDG_CONFIG_HOME="+l.dir)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	return dir
}
