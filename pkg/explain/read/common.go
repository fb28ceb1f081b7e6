package read

import "github.com/gofix-net/gofix-net/pkg/lazy"

// sample is what stands in logs all the time: words that end with such letters would
// be compared at every other line.
const sample = `go: downloading github.com/spf13/cobra v1.8.0
go: downloading golang.org/x/tools v0.20.0
ok  	github.com/acme/widget/internal/server	0.412s	coverage: 71.3% of statements
?   	example.com/acme/widget/pkg/version	[no test files]
=== RUN   TestRequestIsAnswered
--- PASS: TestRequestIsAnswered (0.01s)
2024-05-01T10:00:12.345678Z {"level":"info","ts":1714550412.5,"caller":"http/server.go:112","msg":"request","method":"GET","url":"https://api.example.com/v1/users/12","status":200,"duration":"1.2ms"}
time="2024-05-01T10:00:12Z" level=info msg="starting the container for the service" error=nil
May 01 10:00:12 host systemd[1]: Started the session of the user root. Connection from 10.0.0.1 port 22: Reading package lists... Building dependency tree
#12 3.456 Step 8/15 : RUN make build && npm install --production
added 1203 packages, and audited 1204 packages in the directory /home/runner/work/project/node_modules
remote: Enumerating objects: 164, done. Receiving objects: 100% (164/164), 118.43 KiB | 1.54 MiB/s, done.
[INFO] Downloading from central: https://repo.maven.apache.org/maven2/org/apache/commons/commons-lang3/3.12.0/commons-lang3-3.12.0.jar
Successfully installed certificates and configuration for version 1.2.3 in module application/testing
Cloning into 'widget'... fatal: unable to access 'https://github.com/acme/widget/': Could not resolve host: github.com
error: RPC failed; curl 56 Recv failure: Connection reset by peer fatal: the remote end hung up unexpectedly error: failed
go: golang.org/x/net@v0.1.0: Get "https://proxy.golang.org/golang.org/x/net/@v/v0.1.0.mod": dial tcp 142.250.73.1:443: i/o timeout: connect: permission denied
export PATH=/usr/local/go/bin:/usr/local/sbin GOFLAGS= GOPROXY=https://proxy.golang.org,direct`

// commonBlocks are the blocks of the sample by hash, and how often each stands there.
var commonBlocks = lazy.Value[map[uint32]int]{Make: func() map[uint32]int {
	common := make(map[uint32]int, 1024)
	for end := 3; end <= len(sample); end++ {
		common[hashOf(sample, end)]++
	}
	return common
}}
