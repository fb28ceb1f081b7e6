package walk_test

import (
	"fmt"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// Where a proxy times out, a comma does not lead to the next entry: the command fails,
// and the second proxy is never asked.
func ExampleDownload() {
	s := &settings.Snapshot{OS: "linux", Layers: []settings.Setting{
		{Key: settings.Go("GOPROXY"), Value: "https://a.example,https://b.example", Origin: settings.GoenvFile},
	}}
	module := probe.Query{Path: "example.com/m", Version: "v1.0.0"}
	path := walk.Download(route.Read(s), module, func(r walk.Request) walk.Answer {
		if r.Entry.Name() == "https://a.example" {
			return walk.Answer{State: walk.Bad, Symptom: symptom.TCPTimeout}
		}
		return walk.Answer{State: walk.Good}
	})
	for _, h := range path.Hops {
		fmt.Println(h.Op, h.URL, h.State, h.Next)
	}
	fmt.Println(path.Outcome)
	// Output:
	// info https://a.example/example.com/m/@v/v1.0.0.info failed stops-comma
	// fails
}
