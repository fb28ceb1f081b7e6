package doctor

import (
	"context"
	"slices"
	"time"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/prove"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// generatorTime bounds the listing of go generate, which reads files only.
const generatorTime = 3 * time.Second

// commandsOf are the command asked about and, for go generate, the go commands by which
// it would fetch its generators.
func commandsOf(ctx context.Context, m *host.Machine, s *settings.Snapshot, o Options) [][]string {
	if len(o.Command) == 0 {
		return nil
	}
	commands := [][]string{o.Command}
	ctx, cancel := context.WithTimeout(ctx, generatorTime)
	defer cancel()
	for _, g := range prove.Generators(ctx, m, s, o.Command, o.Dir) {
		if g[1] == "tool" && route.OlderGo(s.Go.Version, "1.24") {
			continue // it has only the tools of its own distribution
		}
		if dir := prove.Dir(o.Command, ""); dir != "" {
			g = slices.Insert(g, 1, "-C", dir)
		}
		commands = append(commands, g)
	}
	return commands
}
