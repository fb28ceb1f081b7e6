package recommend

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/correct"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

const (
	goflagsName = "GOFLAGS"
	// reasonFlag is the reason of a flag that is taken away.
	reasonFlag = "recommend.goflags.flag"
)

// chooseGoflags takes the flag away that the go command's own words blame, and
// those that no release reads any more. The other flags are the user's and stay.
func chooseGoflags(c *Case) []Option {
	in := c.Facts.Settings.In(settings.Go(goflagsName), settings.GoenvFile)
	if !in.Set() || c.Facts.BlamedLocally() != goflagsName && !c.has(cause.UnknownSetting) {
		return nil
	}
	text := in.Value.Reveal()
	gone := []string{"insecure"}
	if r := c.Facts.LocalFailure(); r != nil && c.Facts.BlamedLocally() == goflagsName {
		if fixed, ok := route.Correct(goflagsName, text); ok {
			return []Option{{Wants: []profile.Want{flagsWant(text, fixed, fixed)}}}
		}
		gone = append(gone, c.Facts.Stopped().Flags...)
	}
	if r, flag, _ := c.Facts.RefusedFlag(); r != nil && in.Value == c.Facts.Settings.Get(goflagsName) {
		gone = append(gone, flag)
	}
	flags := correct.Flags(text)
	kept := slices.DeleteFunc(slices.Clone(flags), func(f string) bool { return slices.Contains(gone, flagName(f)) })
	if len(kept) == len(flags) {
		return nil
	}
	taken := slices.DeleteFunc(flags, func(f string) bool { return slices.Contains(kept, f) })
	w := flagsWant(text, correct.JoinFlags(kept), strings.Join(taken, " "))
	w.Reason.ID = reasonFlag
	return []Option{{Wants: []profile.Want{w}}}
}

func flagsWant(text, value, flag string) profile.Want {
	w := profile.Want{Key: settings.Go(goflagsName), Reason: profile.Reason{ID: reasonLocal, Args: map[string]string{"name": goflagsName, "value": settings.Value(text).String(), "flag": flag}}}
	if value != "" {
		v := settings.Value(value)
		w.Value = &v
	}
	return w
}

// flagName is the name in -NAME, --NAME or -NAME=VALUE.
func flagName(flag string) string {
	name, _, _ := strings.Cut(strings.TrimLeft(flag, "-"), "=")
	return name
}
