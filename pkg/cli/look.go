package cli

import (
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/gofix-net/gofix-net/pkg/doctor"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/probes"
)

// lookFlags are the flags of every command that examines the machine.
type lookFlags struct {
	command    []string // behind --
	modules    []string
	timeout    time.Duration
	only, skip []string
	crossCheck bool
}

func (l *lookFlags) register(c *cobra.Command) {
	f := c.Flags()
	f.StringArrayVar(&l.modules, "module", nil, "")
	f.DurationVar(&l.timeout, "timeout", 0, "")
	f.BoolVar(&l.crossCheck, "cross-check-dns", false, "")
	f.StringSliceVar(&l.only, "only", nil, strings.Join(kinds(), ", "))
	f.StringSliceVar(&l.skip, "skip", nil, "")
}

func kinds() []string {
	var out []string
	for _, p := range probes.All() {
		out = append(out, string(p.Kind))
	}
	return out
}

// options checks the flags.
func (l *lookFlags) options(c *cobra.Command) (doctor.Options, error) {
	o := doctor.Options{Timeout: l.timeout, CrossCheckDNS: l.crossCheck, Command: l.command}
	if c.Flags().Changed("timeout") && l.timeout <= 0 {
		return o, usage("usage.timeout", "value", l.timeout.String())
	}
	for _, name := range slices.Concat(l.only, l.skip) {
		if !slices.Contains(kinds(), name) {
			return o, usage("usage.probe", "name", name, "meant", meant(name, kinds()), "values", strings.Join(kinds(), ", "))
		}
	}
	if len(l.only)+len(l.skip) > 0 {
		o.Wanted = func(k probe.Kind) bool {
			return (len(l.only) == 0 || slices.Contains(l.only, string(k))) && !slices.Contains(l.skip, string(k))
		}
	}
	for _, text := range l.modules {
		q, err := probe.ParseQuery(text)
		if err != nil {
			return o, usageOf("--module "+text, err)
		}
		o.Queries = append(o.Queries, q)
	}
	return o, nil
}
