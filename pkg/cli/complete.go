package cli

import (
	"context"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/gofix-net/gofix-net/pkg/journal"
	"github.com/gofix-net/gofix-net/pkg/mirror"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// completionTime bounds what a completion may look up: a person waits at a prompt.
const completionTime = 2 * time.Second

// values offers the values of a flag or of an argument.
type values func(*Program) []string

// complete registers what the shells complete besides the names of commands and
// flags.
func complete(p *Program, root *cobra.Command) {
	byFlag := map[string]values{
		"only": func(*Program) []string { return kinds() }, "skip": func(*Program) []string { return kinds() },
		"lang":    fixed("en", "zh"),
		"profile": plansAndProfiles, "module": requiredModules, "use": mirrorURLs,
	}
	byCommand := map[string]values{"undo": journalIDs, "emit": fixed(emitTargets()...), "trace": requiredModules, "fetch": requiredModules, "profile show": profileNames, "profile diff": profileNames}
	everyCommand(root, func(c *cobra.Command) {
		for name, list := range byFlag {
			if name == "profile" && c.Name() == "lint" {
				list = profileNames // a file cannot be compared with a plan
			}
			if c.Flags().Lookup(name) != nil {
				_ = c.RegisterFlagCompletionFunc(name, offer(p, list))
			}
		}
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if taken, ok := f.Value.(*choice); ok {
				_ = c.RegisterFlagCompletionFunc(f.Name, offer(p, fixed(taken.list...)))
			}
		})
		if c.Name() == "lint" {
			_ = c.RegisterFlagCompletionFunc("as", offer(p, fixed(kindNames()...)))
		}
		if list := byCommand[strings.TrimPrefix(c.CommandPath(), root.Name()+" ")]; list != nil {
			c.ValidArgsFunction = offer(p, list)
		}
	})
	_ = root.RegisterFlagCompletionFunc("lang", offer(p, byFlag["lang"]))
}

func fixed(list ...string) values { return func(*Program) []string { return list } }

func offer(p *Program, list values) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		before, last := "", typed
		if at := strings.LastIndex(typed, ","); at >= 0 { // of a list such as dns,tcp
			before, last = typed[:at+1], typed[at+1:]
		}
		var out []string
		for _, v := range list(p) {
			if strings.HasPrefix(v, last) {
				out = append(out, before+v)
			}
		}
		return out, cobra.ShellCompDirectiveNoFileComp
	}
}

// plansAndProfiles are the profiles, and before them the plan that doctor makes.
func plansAndProfiles(p *Program) []string { return append([]string{"auto"}, profileNames(p)...) }

func profileNames(p *Program) []string {
	var names []string
	all, _ := profile.List(p.Machine) // those that can be read
	for _, x := range all {
		names = append(names, x.Name)
	}
	return names
}

func mirrorURLs(*Program) []string {
	var out []string
	for _, m := range mirror.Candidates() {
		out = append(out, m.URL)
	}
	return out
}

func journalIDs(p *Program) []string {
	j, err := journal.Open(p.Machine)
	if err != nil {
		return nil
	}
	entries, _ := j.List()
	var ids []string
	for _, e := range entries {
		ids = append(ids, e.ID)
	}
	return ids
}

// requiredModules are the modules that the go.mod or go.work at hand requires.
func requiredModules(p *Program) []string {
	ctx, cancel := context.WithTimeout(context.Background(), completionTime)
	defer cancel()
	s, err := settings.Read(ctx, p.Machine, "")
	if err != nil {
		return nil
	}
	var out []string
	for _, r := range s.Module.Requires {
		out = append(out, r.Path+"@"+r.Version)
	}
	return out
}
