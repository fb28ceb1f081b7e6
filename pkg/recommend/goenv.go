package recommend

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/correct"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// reasonGoenv is the reason of a value of a damaged GOENV file that is written anew.
const reasonGoenv = "recommend.goenv"

// reasonCorrected is the reason of one value that is written as it was meant.
const reasonCorrected = "recommend.corrected"

// chooseGoenv repairs a damaged GOENV file as a whole: one that an editor gave
// carriage returns or a byte order mark, or lines in the form of a shell, is wrong
// in more than the one value at which the go command stops first. The values
// that choosers of their own may replace stay out of the second option.
func chooseGoenv(c *Case) []Option {
	wants := c.repairs()
	stops := len(failing(c.Facts)) > 0
	if len(wants) == 0 || !stops && !slices.ContainsFunc(wants, func(w profile.Want) bool { return c.blames(w.Key.Name) }) {
		return nil
	}
	options := []Option{{Wants: wants}}
	rest := slices.DeleteFunc(slices.Clone(wants), func(w profile.Want) bool { return w.Key == goproxyKey || w.Key == gosumdbKey })
	if len(rest) > 0 && len(rest) < len(wants) {
		options = append(options, Option{Wants: rest})
	}
	return append(options, Option{})
}

// repairs returns wants that set every value of a damaged GOENV file as it was meant;
// none if the file itself is correct and at most one value is mistyped.
func (c *Case) repairs() []profile.Want {
	s := c.Facts.Settings
	damaged := len(s.Goenv.Ignored) > 0
	var out []profile.Want
	for _, l := range s.Layers {
		if l.Origin != settings.GoenvFile {
			continue
		}
		text := l.Value.Reveal()
		damaged = damaged || strings.ContainsAny(text, "\r\ufeff")
		if fixed, ok := meant(l.Key.Name, text); ok && fixed != text {
			out = append(out, repaired(l, fixed))
		}
	}
	damaged = damaged || len(out) > 1
	for _, l := range s.Goenv.Ignored {
		if fixed, ok := meant(l.Key.Name, l.Value.Reveal()); ok && !s.In(l.Key, settings.GoenvFile).Set() {
			out = append(out, repaired(l, fixed))
		}
	}
	if !damaged {
		return nil
	}
	return out
}

func repaired(l settings.Setting, fixed string) profile.Want {
	v := settings.Value(fixed)
	return profile.Want{Key: l.Key, Value: &v, Reason: profile.Reason{ID: reasonGoenv, Args: map[string]string{"name": l.Key.Name, "line": facts.Where(l)}}}
}

// meant returns what a value of the GOENV file was meant to be; a correct value is
// returned as it is. False where this program must not write it, because the
// corrected value would weaken a protection.
func meant(name, text string) (string, bool) {
	if profile.CheckKey(settings.Go(name), true) != nil {
		return "", false
	}
	fixed := correct.Value(name, text)
	if fixed != text {
		var ok bool
		if fixed, ok = route.Correct(name, text); !ok && name != "GOPROXY" {
			return "", false
		} else if !ok { // go reads it without what is around it
			fixed = strings.TrimSpace(text)
		}
	}
	switch {
	case slices.Contains(known.PrivateLists(), name):
		fixed = narrow(text, fixed)
	case name == goflagsName:
		fixed = correct.JoinFlags(slices.DeleteFunc(correct.Flags(fixed), func(f string) bool { return flagName(f) == "insecure" }))
	}
	return fixed, fixed != ""
}

// narrow returns the patterns of a corrected list without those that cover public
// modules only since they were corrected.
func narrow(text, fixed string) string {
	as := elements(text)
	return strings.Join(slices.DeleteFunc(elements(fixed), func(p string) bool { return known.TooBroad(p) && !slices.Contains(as, p) }), ",")
}
