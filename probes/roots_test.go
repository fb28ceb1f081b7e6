package probes

import (
	"encoding/pem"
	"path/filepath"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/nettest"
	"github.com/gofix-net/gofix-net/pkg/probe"
)

func TestRoots(t *testing.T) {
	bundle := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: nettest.NewCA("Test Root").Valid("a.test").Certificate[0]}))
	dir := put(t, map[string]string{
		"good.pem": bundle, "page.pem": "<html>", "certs/README": "none here", "certs/a.0": bundle, "empty/README": "none here",
	})
	in := func(name string) string { return filepath.Join(dir, name) }
	for _, c := range []struct {
		name, file, dirs string
		status           probe.Status
		usable           int
	}{
		{"a bundle", in("good.pem"), in("gone"), probe.OK, 1},
		{"no such file, and no such directory", in("gone.pem"), in("gone"), probe.Fail, 0},
		{"a web page in place of a bundle", in("page.pem"), in("empty"), probe.Fail, 0},
		{"no bundle, but a directory", in("gone.pem"), in("certs"), probe.OK, 1},
		{"the second of two directories", in("gone.pem"), in("empty") + ":" + in("certs"), probe.OK, 1},
	} {
		env := diskEnv(snapshotWith(variable("SSL_CERT_FILE", c.file), variable("SSL_CERT_DIR", c.dirs)))
		targets := rootsTargets(env.Settings, nil)
		if len(targets) != 1 {
			t.Fatalf("got the targets %+v", targets)
		}
		o := Roots.Run(t.Context(), env, targets[0])
		if o.Status != c.status || o.Evidence.Roots.Usable != c.usable {
			t.Errorf("%s: got %s with %d usable (%s), want %s with %d", c.name, o.Status, o.Evidence.Roots.Usable, o.Detail, c.status, c.usable)
		}
	}
	for _, goos := range []string{"darwin", "windows"} {
		s := snapshotWith()
		s.OS = goos
		if got := rootsTargets(s, nil); got != nil {
			t.Errorf("%s: got the targets %+v, want none: the system verifies", goos, got)
		}
	}
}
