package route_test

import (
	"fmt"

	"github.com/gofix-net/gofix-net/pkg/route"
)

// A comma leads to the next entry only after 404 or 410, a bar after any error. What
// stands behind direct is never asked.
func ExampleParseGOPROXY() {
	list := route.ParseGOPROXY("https://goproxy.cn|https://proxy.golang.org,direct,https://late.example")
	for _, e := range list.Entries {
		fmt.Println(e.Name(), "| after any error:", e.Bar, "| the last one:", e.Last)
	}
	// Output:
	// https://goproxy.cn | after any error: true | the last one: false
	// https://proxy.golang.org | after any error: false | the last one: false
	// direct | after any error: false | the last one: true
}
