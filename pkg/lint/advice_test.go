package lint

import (
	"slices"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/place/kinds"
)

// advice are lines that articles tell people to write, in the files in which they
// are written, with what is to be found there.
var advice = []struct {
	name, path, data string
	want             []ID
}{
	{"a database that nobody runs", "setup.sh", "export GOSUMDB=gosum.io+default\ngo mod tidy\n", []ID{cause.SumdbMalformed}},
	{"no verification, in a shell", "setup.sh", "go env -w GOSUMDB=off\n", []ID{cause.SumdbOff}},
	{"no verification, in an image", "Dockerfile", "FROM golang:1.26\nENV GOSUMDB=off\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\n", []ID{cause.SumdbOff}},
	{"no verification for the clients of Athens", "compose.yml", "services:\n  dev:\n    image: golang:1.26\n    environment:\n      GOSUMDB: \"off\"\n", []ID{cause.SumdbOff}},
	{"two words without quotes", ".bashrc", "export GOSUMDB=sum.golang.org https://goproxy.cn/sumdb/sum.golang.org\n", []ID{"unquoted-value"}},
	{"two words in quotes", ".bashrc", "export GOSUMDB=\"sum.golang.org https://goproxy.cn/sumdb/sum.golang.org\"\n", nil},
	{"a comma meant as failover", "setup.sh", "export GOPROXY=https://proxy.golang.org,https://goproxy.cn,direct\n", []ID{cause.GoproxyNoFallback, "region-hard-coded"}},
	{"another way, unverified, as a first test", "try.sh", "GOPROXY=direct GOSUMDB=off go mod tidy\n", []ID{cause.SumdbOff}},
	{"a variable that no Go reads", "setup.sh", "export GOCACHEPROXY=https://goproxy.cn\n", []ID{cause.UnknownSetting}},
	{"a star that ends an element", "setup.sh", "go env -w GOPRIVATE=*.example.com,github.com/org-*\n", []ID{cause.PrivateModuleExposed}},
	{"past the proxy, and still asked of the database", "setup.sh", "export GOPROXY=http://athens:3000\nexport GONOPROXY=private.company.com\n", []ID{cause.InsecureSetting, cause.PrivateModuleExposed}},
	{"a proxy alone, in place of one's own", "setup.sh", "export GOPROXY=https://your-private-proxy.com\n", []ID{cause.GoproxyNoFallback}},
	{"a public mirror alone", "setup.sh", "export GOPROXY=https://goproxy.cn\n", []ID{cause.GoproxyNoFallback, "region-hard-coded"}},
	{"an invented mirror of Tencent", "setup.sh", "export GOPROXY=https://goproxy.tencent.com,direct\n", []ID{cause.GoproxyMisbehaving}},
	{"an invented mirror of Qiniu", "Dockerfile", "FROM golang:1.26\nARG GOPROXY=https://goproxy.qiniu.com,direct\nRUN go install a.test/b@latest\n", []ID{cause.GoproxyMisbehaving}},
	{"an invented mirror of Aliyun", ".github/workflows/ci.yml", "on: push\nenv:\n  GOPROXY: https://goproxy.aliyun.com,direct\njobs: {}\n", []ID{cause.GoproxyMisbehaving}},
	{"an invented mirror of Huawei", "Makefile", "export GOPROXY=https://goproxy.huaweicloud.com,direct\nbuild:\n\tgo build ./...\n", []ID{cause.GoproxyMisbehaving}},
	{"an invented mirror of Tsinghua", ".gitlab-ci.yml", "variables:\n  GOPROXY: https://mirrors.tuna.tsinghua.edu.cn/goproxy,direct\nbuild:\n  script: [go build ./...]\n", []ID{cause.GoproxyMisbehaving}},
	{"a rule that go never needs", "setup.sh", "git config --global url.\"https://github.com/\".insteadOf \"git://github.com/\"\ngo mod download\n", []ID{"git-rewrite-no-effect"}},
	{"everything again over the same network", "retry.sh", "go clean -modcache\ngo mod download\n", []ID{"modcache-cleaned"}},
	{"a country in an image", "Dockerfile", "FROM golang:1.26\nENV GOPROXY=https://goproxy.cn,direct\nENV GOSUMDB=off\nRUN make\n", []ID{"region-hard-coded", cause.SumdbOff}},
	{"an argument before FROM", "Dockerfile", "ARG GOPROXY=https://proxy.golang.org,direct\nFROM golang:1.26\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\n", []ID{"arg-before-from"}},
	{"an outbound proxy for http alone", "Jenkinsfile", "pipeline {\n  agent any\n  environment {\n    HTTP_PROXY = 'http://proxy.example.com:3128'\n    NO_PROXY = '*.example.com,localhost'\n  }\n  stages { stage('b') { steps { sh 'go build ./...' } } }\n}\n", []ID{"system-proxy-ignored", "no-proxy-pattern"}},
	{"an Athens of any release, over plain http", "compose.yml", "services:\n  athens:\n    image: gomods/athens:latest\n    environment: {ATHENS_STORAGE_TYPE: disk}\n  dev:\n    image: golang:1.26\n    environment:\n      GOPROXY: http://athens:3000\n      GOSUMDB: \"off\"\n", []ID{"proxy-image-not-pinned", cause.InsecureSetting, cause.SumdbOff}},
	{"an Athens of a release", "compose.yml", "services:\n  athens:\n    image: gomods/athens:v0.16.0\n", nil},
	{"direct behind a proxy, without git", "Dockerfile", "FROM golang:1.26-alpine\nENV GOPROXY=https://athens.corp.example,direct\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\n", []ID{cause.GitMissing}},
	{"a reverse proxy without the host's name", "nginx.conf", "server {\n  location / {\n    proxy_pass https://proxy.golang.org;\n    proxy_cache go;\n  }\n}\n", []ID{"nginx-module-proxy"}},
	{"nginx as an outbound proxy", "nginx.conf", "server {\n  listen 3128;\n  resolver 8.8.8.8;\n  location / { proxy_pass http://$http_host$request_uri; }\n}\n", []ID{"nginx-forward-proxy"}},
	{"a registry of another ecosystem", ".npmrc", "registry=https://registry.npmmirror.com\n", nil},
	{"a passphrase", "Dockerfile", "FROM golang:1.26\nENV GOPROXY_PASSPHRASE=hunter2hunter2\n", []ID{"credential-in-file"}},
	{"where a token is", "Dockerfile", "FROM golang:1.26\nENV GIT_TOKEN_FILE=/run/secrets/token\n", nil},
	{"retries with growing waits", "fetch.sh", "for i in 1 2 4; do go mod download && break; sleep $i; done\n", nil},
}

// TestAdvice looks for what articles tell people to write, row by row.
func TestAdvice(t *testing.T) {
	t.Parallel()
	for _, tt := range advice {
		k := kinds.Detect(tt.path, tt.data)
		if k == nil {
			if len(tt.want) > 0 {
				t.Errorf("%s: %s is of no kind", tt.name, tt.path)
			}
			continue
		}
		if len(tt.want) > 0 && !kinds.Hint(tt.data) {
			t.Errorf("%s: would not be read", tt.name)
		}
		f := kinds.Read(k, tt.path, tt.data)
		var got []string
		for _, x := range Check(f) {
			got = append(got, string(x.Rule))
		}
		var want []string
		for _, id := range tt.want {
			want = append(want, string(id))
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(slices.Compact(got), want) {
			t.Errorf("%s: got %s, want %s", tt.name, strings.Join(got, " "), strings.Join(want, " "))
		}
	}
}
