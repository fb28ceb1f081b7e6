package cause

import (
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// TestDoubtfulAddress: another GOPROXY, and public resolvers, are named only where they
// can help.
func TestDoubtfulAddress(t *testing.T) {
	t.Parallel()
	const another, resolvers = "Another GOPROXY entry", "--cross-check-dns"
	private := wrongAnswers{Hosts: hostNames{"git.corp.example"}, Addresses: "192.0.2.1", Symptom: symptom.TLSNameMismatch}
	public := private
	public.Hosts, public.Avoidable, public.Public = hostNames{"goproxy.io"}, true, true
	for _, c := range []struct {
		d    wrongAnswers
		says bool
	}{{private, false}, {public, true}} {
		for _, lang := range []string{"en", "zh"} {
			r, err := dnsTampered.Render(lang, Finding{Data: c.d})
			if err != nil {
				t.Fatal(err)
			}
			text := strings.Join(append(r.Manual, r.Detail), "\n")
			if got := strings.Contains(text, resolvers); got != c.says {
				t.Errorf("%s, %v: names public resolvers: %v\n%s", lang, c.d.Hosts, got, text)
			}
			if got := strings.Contains(text, another) || strings.Contains(text, "换用其他 GOPROXY"); got != c.says {
				t.Errorf("%s, %v: names another GOPROXY: %v\n%s", lang, c.d.Hosts, got, text)
			}
		}
	}
}
