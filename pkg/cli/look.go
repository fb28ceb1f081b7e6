package cli

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"

	"github.com/gofix-net/gofix-net/pkg/doctor"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/probes"
)

// lookFlags are the flags of every command that examines the machine.
type lookFlags struct {
	modules    []string
	timeout    time.Duration
	only, skip []string
	crossCheck bool
}

func (l *lookFlags) register(c *cobra.Command) {
	f := c.Flags()
	f.StringArrayVar(&l.modules, "module", nil, "module to ask about, PATH[@VERSION]; can be given several times (default: those of the go.mod or go.work at hand)")
	f.DurationVar(&l.timeout, "timeout", 0, "bound for the whole run, such as 10s (default: the probes' own bounds, some 10 s)")
	f.BoolVar(&l.crossCheck, "cross-check-dns", false, "ask public resolvers (1.1.1.1, 8.8.8.8, 223.5.5.5; over TLS, about public hosts alone) whether this machine's own tells the truth")
	f.StringSliceVar(&l.only, "only", nil, "run these probes alone: "+strings.Join(kinds(), ", "))
	f.StringSliceVar(&l.skip, "skip", nil, "leave these probes out")
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
	o := doctor.Options{Timeout: l.timeout, CrossCheckDNS: l.crossCheck}
	if c.Flags().Changed("timeout") && l.timeout <= 0 {
		return o, usage("--timeout %s leaves no time to look; give some seconds, such as --timeout 10s", l.timeout)
	}
	for _, name := range slices.Concat(l.only, l.skip) {
		if !slices.Contains(kinds(), name) {
			return o, usage("there is no probe %q; there are %s", name, strings.Join(kinds(), ", "))
		}
	}
	if len(l.only)+len(l.skip) > 0 {
		o.Wanted = func(k probe.Kind) bool {
			return (len(l.only) == 0 || slices.Contains(l.only, string(k))) && !slices.Contains(l.skip, string(k))
		}
	}
	for _, text := range l.modules {
		q, err := parseModule(text)
		if err != nil {
			return o, usage("--module %s: %w", text, err)
		}
		o.Queries = append(o.Queries, q)
	}
	return o, nil
}

// parseModule reads PATH[@VERSION].
func parseModule(text string) (probe.Query, error) {
	path, version, ok := strings.Cut(text, "@")
	if ok && version == "" {
		return probe.Query{}, fmt.Errorf("a version has to follow the @, such as v1.2.3 or latest")
	}
	if err := module.CheckPath(path); err != nil {
		return probe.Query{}, err
	}
	if semver.IsValid(version) && strings.Count(version, ".") == 2 {
		if err := module.Check(path, version); err != nil {
			return probe.Query{}, err
		}
	}
	if version == "latest" {
		version = ""
	}
	return probe.Query{Path: path, Version: version}, nil
}

// parsePackage reads PATH[@VERSION], where PATH is a package or a module.
func parsePackage(text string) (probe.Query, error) {
	path, version, ok := strings.Cut(text, "@")
	if ok && version == "" {
		return probe.Query{}, fmt.Errorf("a version has to follow the @, such as v1.2.3 or latest")
	}
	if err := module.CheckImportPath(path); err != nil {
		return probe.Query{}, err
	}
	return probe.Query{Path: path, Version: version}, nil
}
