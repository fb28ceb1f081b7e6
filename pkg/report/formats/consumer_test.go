package formats

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

func TestPrometheusIsReadByPromtool(t *testing.T) {
	need.Long(t)
	promtool := need.Program(t, "promtool")
	for name, data := range recorded(t) {
		r, o := parsed(t, name, data)
		c := exec.Command(promtool, "check", "metrics")
		c.Stdin = bytes.NewReader(rendered(t, "prometheus", r, o))
		// It exits 0 for advice too, so silence is the proof.
		if said, err := c.CombinedOutput(); err != nil || len(said) > 0 {
			t.Errorf("%s: %v\n%s", name, err, said)
		}
	}
}

// TestPrometheusIsServedByNodeExporter reads a report's file back from a real
// node_exporter.
func TestPrometheusIsServedByNodeExporter(t *testing.T) {
	exporter := need.Program(t, "prometheus-node-exporter")
	r, o := parsed(t, "blocked.en", recorded(t)["blocked.en"])
	dir := t.TempDir()
	text := rendered(t, "prometheus", r, o)
	if err := os.WriteFile(filepath.Join(dir, "gofix.prom"), text, 0o644); err != nil {
		t.Fatal(err)
	}
	c := exec.CommandContext(t.Context(), exporter, "--web.listen-address=127.0.0.1:0",
		"--collector.disable-defaults", "--collector.textfile", "--collector.textfile.directory="+dir)
	said, err := c.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = c.Process.Kill()
		_ = c.Wait()
	}()
	served := string(metricsOf(t, said))
	for line := range strings.Lines(string(text)) {
		if !strings.HasPrefix(line, "#") && !strings.Contains(served, strings.Fields(line)[0]) {
			t.Errorf("node_exporter does not serve %s", line)
		}
	}
	if !strings.Contains(served, "node_textfile_scrape_error 0") {
		t.Error("node_exporter could not read the file")
	}
}

// metricsOf waits for the address that node_exporter listens on and asks it.
func metricsOf(t *testing.T, said io.Reader) []byte {
	t.Helper()
	address := regexp.MustCompile(`[Ll]istening on.*address=(127\.0\.0\.1:\d+)`)
	lines := bufio.NewScanner(said)
	for lines.Scan() {
		m := address.FindStringSubmatch(lines.Text())
		if m == nil {
			continue
		}
		go func() { _, _ = io.Copy(io.Discard, said) }()
		answer, err := http.Get("http://" + m[1] + "/metrics")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = answer.Body.Close() }()
		body, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		return body
	}
	t.Fatalf("node_exporter names no address: %v", lines.Err())
	return nil
}

// TestSARIFIsAcceptedByItsValidator asks Microsoft's validator, with the rules of
// GitHub's code scanning. An error is a fault; a warning is one too, but for what
// a report cannot know.
func TestSARIFIsAcceptedByItsValidator(t *testing.T) {
	need.Long(t)
	tool := need.Program(t, "sarif-multitool")
	args := []string{"validate", "--rule-kind", "Sarif;Ghas"} // it takes a second to start
	for name, data := range recorded(t) {
		r, o := parsed(t, name, data)
		file := filepath.Join(t.TempDir(), name+".sarif")
		if err := os.WriteFile(file, rendered(t, "sarif", r, o), 0o644); err != nil {
			t.Fatal(err)
		}
		args = append(args, file)
	}
	c := exec.Command(tool, args...)
	c.Env = append(os.Environ(), "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1")
	said, err := c.CombinedOutput()
	if err != nil || regexp.MustCompile(`: (error|warning) `).Match(said) {
		t.Errorf("%v\n%s", err, said)
	}
}
