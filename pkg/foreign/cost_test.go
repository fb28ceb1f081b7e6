package foreign

import (
	"math/rand"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/nettest/cost"
)

// pieces is a secret that is sent back again and again, to size bytes of text, in pieces
// of n bytes with something between them.
func pieces(secret, between string, n, size int) string {
	var b strings.Builder
	for b.Len() < size {
		for at := 0; at < len(secret) && b.Len() < size; at += n {
			b.WriteString(secret[at:min(at+n, len(secret))])
			b.WriteString(between)
		}
	}
	return b.String()
}

// TestMaskOfPieces: to mask a secret in pieces costs what the text costs, whatever the
// secret's length and however often it repeats itself.
func TestMaskOfPieces(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewSource(1)) //nolint:gosec // not for secrets
	mixed := func(n int) string {
		out := make([]byte, n)
		for i := range out {
			out[i] = base64URL[random.Intn(len(base64URL))]
		}
		return string(out)
	}
	for name, of := range map[string]func(size int) string{
		"periodic":      func(size int) string { return strings.Repeat("aB3dE6gH9j", size/10) },
		"of one letter": func(size int) string { return strings.Repeat("a", size) },
		"random":        mixed,
	} {
		for _, n := range []int{8, 10, 70} {
			for _, between := range []string{" | ", "-", strings.Repeat(".", gap-1)} {
				cost.Growth(t, 400, func(size int) func() {
					var s Secrets
					s.Add(of(size))
					text := pieces(of(size), between, n, 10*size)
					return func() { s.Mask(text) }
				})
				if t.Failed() {
					t.Fatalf("%s, in pieces of %d bytes, parted by %q", name, n, between)
				}
			}
		}
	}
}

// TestMaskBetweenPieces: a secret that stands between two parts of another one is masked.
func TestMaskBetweenPieces(t *testing.T) {
	t.Parallel()
	const one, two = "aB3dE6gH9jK2wXyZmN5pQ8sT1vW4aBcD", "0f1e2d3c4b5a6978"
	var s Secrets
	s.Add(one)
	s.Add(two)
	got := s.Mask(one[:10] + " " + two + " " + one[10:20] + " " + two + " " + one[20:])
	if leftOf(got, one) >= least || leftOf(got, two) >= least {
		t.Error(got)
	}
}
