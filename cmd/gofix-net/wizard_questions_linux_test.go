package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/netlab"
)

// inScenario runs a test in the lab of a scenario, and gives it what the GOENV file
// holds.
func inScenario(t *testing.T, name string, do func(t *testing.T, lab *netlab.Lab, goenv func() string)) {
	netlab.Test(t, func(t *testing.T, lab *netlab.Lab) {
		data, err := os.ReadFile(filepath.Join("../../testdata/scenario", name+".txtar"))
		if err != nil {
			t.Fatal(err)
		}
		s, err := netlab.ParseScenario(data)
		if err != nil {
			t.Fatal(err)
		}
		if err := lab.Prepare(s); err != nil {
			t.Fatal(err)
		}
		do(t, lab, func() string {
			data, _ := os.ReadFile(filepath.Join(lab.Home(), ".config/go/env"))
			return string(data)
		})
	})
}

// TestWizardAsksWhoseProxy gives up a company's proxy only after the person said that
// it is no longer theirs, and then yes to the change.
func TestWizardAsksWhoseProxy(t *testing.T) {
	inScenario(t, "goproxy_denied", func(t *testing.T, lab *netlab.Lab, goenv func() string) {
		before := goenv()
		for _, keys := range [][]string{{enter, enter}, {"y" + enter, enter, enter}} {
			p := atTerminalWith(t, lab, drawn)
			p.sees("Is it ")
			p.types(keys[0])
			if len(keys) == 3 {
				p.sees("+ https://proxy.golang.org,direct")
				p.sees("Apply this change?")
				p.types(keys[1])
			}
			p.sees("What now?")
			p.types(keys[len(keys)-1])
			p.leaves(1)
			if goenv() != before {
				t.Fatalf("%q: written: %s", keys, goenv())
			}
		}
		p := atTerminalWith(t, lab, drawn)
		p.sees("Is it ")
		p.types("y" + enter)
		p.sees("Apply this change?")
		p.types("y" + enter)
		p.sees("erified")
		p.leaves(0)
		if !strings.Contains(goenv(), "GOPROXY=https://proxy.golang.org,direct") {
			t.Errorf("written: %s", goenv())
		}
	})
}

// TestWizardAsksWhetherPrivate writes GOPRIVATE for a module that only the person
// knows to be private.
func TestWizardAsksWhetherPrivate(t *testing.T) {
	inScenario(t, "module_not_found", func(t *testing.T, lab *netlab.Lab, goenv func() string) {
		p := atTerminalIn(t, lab, lab.Work(), append([]string{"LC_ALL=zh_CN.UTF-8"}, drawn...))
		p.sees("它是私有模块吗")
		p.types("y" + enter)
		p.sees("+ github.com/google/nothing")
		p.types("y" + enter)
		p.leaves(1) // its repository still has to be reached
		if !strings.Contains(goenv(), "GOPRIVATE=github.com/google/nothing\n") {
			t.Errorf("written: %s", goenv())
		}
	})
}

// TestWizardLetters chooses from the menu by one key: details, the cause, and another
// look after the person repaired the machine.
func TestWizardLetters(t *testing.T) {
	inScenario(t, "clock_behind", func(t *testing.T, lab *netlab.Lab, _ func() string) {
		p := atTerminalWith(t, lab, drawn)
		p.sees("clock is wrong")
		p.sees("What now?")
		p.types("?")
		p.sees("clock-skew")
		p.sees("What now?")
		p.types("r")
		p.sees("clock is wrong")
		p.sees("What now?")
		p.types("q")
		p.leaves(1)
	})
}

// TestApplyAsksForTheCompanysProxy asks for the address that the profile needs, and
// refuses a public one.
func TestApplyAsksForTheCompanysProxy(t *testing.T) {
	inScenario(t, "healthy", func(t *testing.T, lab *netlab.Lab, goenv func() string) {
		p := atTerminalWith(t, lab, drawn, "apply", "--profile", "corporate")
		p.sees("address of your company's module proxy")
		p.types(esc)
		p.leaves(1)
		p = atTerminalWith(t, lab, drawn, "apply", "--profile", "corporate")
		p.sees("address of your company's module proxy")
		p.types(ctrlC)
		p.sees("Interrupted. Nothing was changed.")
		p.leaves(130)
		p = atTerminalWith(t, lab, drawn, "apply", "--profile", "corporate")
		p.sees("address of your company's module proxy")
		p.types("https://goproxy.cn" + enter)
		p.sees("must not be a public proxy")
		p.types(strings.Repeat("\x7f", 20) + "https://user:secret@goproxy.corp.example" + enter)
		p.sees("Which module paths are private?")
		p.types("https://x.example/team" + enter)
		p.sees("it matches nothing. Write x.example/team")
		p.types(strings.Repeat("\x7f", 22) + "x.example" + enter)
		p.sees("Apply this change?")
		p.types("y" + enter)
		p.sees("erified")
		p.leaves(0)
		if !strings.Contains(goenv(), "GOPROXY=https://user:secret@goproxy.corp.example\n") {
			t.Errorf("written: %s", goenv())
		}
	})
}
