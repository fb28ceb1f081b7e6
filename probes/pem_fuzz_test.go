package probes

import (
	"encoding/pem"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/nettest"
	"github.com/gofix-net/gofix-net/pkg/probe"
)

// FuzzBundle: a file of authorities may hold anything; reading it ends, and never finds
// more certificates than it has blocks.
func FuzzBundle(f *testing.F) {
	good := nettest.NewCA("fuzz").PEM()
	f.Add(good)
	f.Add(append(append([]byte("# a comment\n"), good...), good[:len(good)/2]...))
	f.Add([]byte("-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		env := &probe.Env{ReadFile: func(string, int64) ([]byte, bool, error) { return data, false, nil }}
		got, ok := rootsIn(env, "bundle.pem")
		blocks := 0
		for rest := data; ; blocks++ {
			var block *pem.Block
			if block, rest = pem.Decode(rest); block == nil {
				break
			}
		}
		if !ok || got.Found > blocks {
			t.Errorf("%d certificates in %d blocks", got.Found, blocks)
		}
	})
}
