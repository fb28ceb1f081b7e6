//go:build unix

package probes

import (
	"encoding/pem"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/nettest"
	"github.com/gofix-net/gofix-net/pkg/probe"
)

// TestRootsInAPipe: go waits for the pipe for ever, so that a directory behind it does not
// count.
func TestRootsInAPipe(t *testing.T) {
	bundle := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: nettest.NewCA("Test Root").Valid("a.test").Certificate[0]}))
	dir := put(t, map[string]string{"certs/a.0": bundle})
	pipe := filepath.Join(dir, "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	env := diskEnv(snapshotWith(variable("SSL_CERT_FILE", pipe), variable("SSL_CERT_DIR", filepath.Join(dir, "certs"))))
	if o := Roots.Run(t.Context(), env, probe.Target{Name: "system"}); o.Status != probe.Fail || o.Evidence.Roots.Usable != 0 {
		t.Errorf("got %s with %d usable", o.Status, o.Evidence.Roots.Usable)
	}
}
