// Command netlab runs a program, by default a shell, in a broken network:
//
//	go run ./pkg/netlab/cmd/netlab -scenario testdata/scenario/NAME.txtar
//	go run ./pkg/netlab/cmd/netlab -fault 'proxy.golang.org drop' -- go mod download
//
// At its end it prints what the lab's servers were asked.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/netlab"
)

func main() {
	code, err := run()
	if err != nil {
		fmt.Fprintln(os.Stderr, "netlab:", err)
		code = 3
	}
	os.Exit(code)
}

func run() (int, error) {
	var faults []string
	file := flag.String("scenario", "", "the scenario's `file`")
	quiet := flag.Bool("quiet", false, "do not print what the servers were asked")
	flag.Func("fault", "a `line` such as \"proxy.golang.org drop\" (repeatable)", func(s string) error {
		faults = append(faults, s)
		return nil
	})
	flag.Parse()
	s := netlab.EmptyScenario()
	if *file != "" {
		data, err := os.ReadFile(*file)
		if err != nil {
			return 0, err
		}
		if s, err = netlab.ParseScenario(data); err != nil {
			return 0, fmt.Errorf("%s: %w", *file, err)
		}
	}
	s.Faults = append(s.Faults, faults...)
	args := flag.Args()
	if len(args) == 1 && args[0] == "command" {
		args = s.Command
	}
	log := &strings.Builder{}
	code, err := netlab.Play(context.Background(), s, args, log)
	if !*quiet {
		fmt.Fprint(os.Stderr, log.String())
	}
	return code, err
}
