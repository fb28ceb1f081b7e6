package place

import "strings"

// hints are parts of words. A text about module downloads has at least one of them.
var hints = []string{
	"GOPROXY", "GOSUMDB", "GOPRIVATE", "GONOPROXY", "GONOSUM", "GOINSECURE", "GOFLAGS", "GOTOOLCHAIN", "GOVCS", "GOAUTH", "GO111MODULE", "GOENV", "GOCACHEPROXY",
	"PROXY", "_proxy", "goproxy", "go mod", "go get", "go build", "go install", "go test", "go env", "go run", "go list", "go vet", "go generate", "golang", "insteadOf", "insteadof", "sslVerify", "sslverify",
	"SSL_", "proxy_pass", "http.proxy", "toolsEnvVars", "gomod", "athens",
}

// Hint reports whether a text may have to do with module downloads at all. It
// saves the parsing of almost every file.
func Hint(text string) bool {
	for _, h := range hints {
		if strings.Contains(text, h) {
			return true
		}
	}
	return false
}
