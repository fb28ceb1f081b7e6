package cli

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

// TestEveryEcho: each way of sending a credential back, for the commands that measure,
// run another program, ask a question or read files. What the other program prints is its
// own, and passes as it is.
func TestEveryEcho(t *testing.T) {
	need.Long(t)
	for i, way := range need.Today(slices.Concat(echoes, moreEchoes), 10) {
		t.Run(fmt.Sprintf("%.40q", way), func(t *testing.T) {
			t.Parallel()
			m, dir, proxy := echoing(t, func() string { return way })
			said := fmt.Sprintf("%.0s"+strings.ReplaceAll(way, "\r\n", " "), "", leakSecret, leakBasic, leakBasic, leakSecret[1:])
			file := put(t, dir, "Dockerfile", "FROM golang\n# "+said+"\nENV GOSUMDB=off GOPROXY=http://me:"+leakBasic+"@proxy.test,direct\nRUN curl -u me:"+leakBasic+" http://proxy.test\n")
			download := []string{"go", "-C", dir, "mod", "download"}
			child, _ := m.Run(t.Context(), host.Command{Args: download, Dir: dir})
			childs := strings.Split(string(child.Stdout)+string(child.Stderr), "\n")
			for _, args := range [][]string{
				append([]string{"run", "--"}, download...),
				{"mirrors", "--check", proxy, "--timeout", "2s", "--format", []string{"text", "json", "junit"}[i%3]},
				{"mirrors", proxy, "--timeout", "2s", "--format", []string{"html", "text", "json"}[i%3]},
				{"apply", "--timeout", "5s"},
				{"lint", "--format", []string{"text", "json", "sarif"}[i%3], file},
				{"lint", "--fix", "--dry-run", file},
			} {
				var out, errs bytes.Buffer
				p := &Program{Version: "test", Machine: m, In: strings.NewReader("n\n"), Out: &out, Err: &errs, Terminal: func(any) (int, bool) { return 0, false }}
				run(t.Context(), p, args)
				ours := slices.DeleteFunc(strings.Split(out.String()+"\n"+errs.String(), "\n"), func(line string) bool {
					return args[0] == "run" && slices.Contains(childs, line)
				})
				if len(ours) < 2 {
					t.Errorf("%q says nothing", args)
				}
				if found := leaked(strings.Join(ours, "\n"), leakBasic, false); found != "" {
					t.Errorf("%q: %s\n%s", args, found, strings.Join(ours, "\n"))
				}
			}
		})
	}
}
