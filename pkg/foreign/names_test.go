package foreign_test

import (
	"testing"

	"github.com/gofix-net/gofix-net/pkg/foreign"
)

func TestSecretNames(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][2]bool{ // surely, maybe
		"GIT_TOKEN": {true, true}, "GOPROXY_PASSPHRASE": {true, true}, "GH_PAT": {true, true}, "apiKey": {true, true}, "NPM_API_KEY": {true, true},
		"GIT_TOKEN_FILE": {false, true}, "GOPROXYPASS": {false, true}, "GOKEY": {false, true}, "GOCREDENTIALHOST": {false, true},
		"GOPROXY": {false, false}, "GONOSUMDB": {false, false}, "GOFLAGS": {false, false}, "PATH": {false, false}, "": {false, false},
	} {
		if got := [2]bool{foreign.SecretName(name), foreign.MaybeSecretName(name)}; got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}
