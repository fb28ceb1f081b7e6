package plan_test

import (
	"errors"
	"fmt"

	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// A plan is the difference to what is written. One that would switch a check off is
// refused.
func ExampleDiff() {
	machine := &settings.Snapshot{OS: "linux", Layers: []settings.Setting{
		{Key: settings.Go("GOPROXY"), Value: "off", Origin: settings.GoenvFile},
	}}
	want := func(name string, value settings.Value) *profile.Profile {
		return &profile.Profile{Wants: []profile.Want{{Key: settings.Go(name), Value: &value}}}
	}
	p, err := plan.Diff(machine, want("GOPROXY", "https://goproxy.cn,direct"))
	fmt.Println(p.Changes[0].Command(), err)

	_, err = plan.Diff(machine, want("GOSUMDB", "off"))
	var forbidden *plan.ForbiddenError
	fmt.Println(errors.As(err, &forbidden))
	// Output:
	// [go env -w GOPROXY=https://goproxy.cn,direct] <nil>
	// true
}
