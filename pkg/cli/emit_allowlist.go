package cli

import (
	"context"
	"errors"
	"io"
	"sync"

	"github.com/spf13/cobra"

	"github.com/gofix-net/gofix-net/pkg/emit"
	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/trace"
)

// allowlist is the target that is made of ways and not of settings.
const allowlist = "allowlist"

// emitTargets are the names of everything that can be written.
func emitTargets() []string { return append(emit.Names(), allowlist) }

// emitAllowlist traces every module of the project, under the settings in force, and
// writes the hosts that were asked.
func (p *Program) emitAllowlist(ctx context.Context, c *cobra.Command, f emitFlags, texts *i18n.Texts) error {
	if c.Flags().Changed("profile") {
		return usage("usage.flag.exclude", "flag", "--profile", "other", allowlist)
	}
	o, err := f.options(c)
	if err != nil {
		return err
	}
	var mu sync.Mutex
	var results []probe.Result
	live := newProgress(p, texts)
	t, err := trace.Run(ctx, p.Machine, trace.Options{All: true, Timeout: o.Timeout, Progress: live.modules, Observe: func(r probe.Result) {
		mu.Lock()
		results = append(results, r)
		mu.Unlock()
		live.observe(r)
	}})
	live.stop()
	if err != nil {
		return err
	}
	hosts := emit.Hosts(ways(t), results, route.Read(t.Settings).SumDB)
	if len(t.Walks) == 0 && t.Toolchain == nil {
		return told("emit.nohosts")
	}
	if t.Outcome() == walk.Fails {
		p.note(texts.T("emit.allowlist.fails", nil))
	}
	err = p.emit(f.output, guardOf(emit.HostsAreJSON(f.format)), func(w io.Writer) error { return emit.WriteHosts(w, f.format, hosts) })
	if errors.Is(err, emit.ErrNoHosts) {
		return told("emit.nohosts")
	}
	return err
}

func ways(t *trace.Trace) []walk.Path {
	var out []walk.Path
	for _, w := range t.Walks {
		out = append(out, w.Path)
	}
	if t.Toolchain != nil {
		out = append(out, t.Toolchain.Path)
	}
	return out
}
