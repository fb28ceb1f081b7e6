package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/netlab"
)

// inBrokenLab runs a test in a lab whose default module proxy is broken, and tells
// it where apply would write.
func inBrokenLab(t *testing.T, do func(t *testing.T, lab *netlab.Lab, written func() bool)) {
	netlab.Test(t, func(t *testing.T, lab *netlab.Lab) {
		if err := lab.Break("proxy.golang.org refuse"); err != nil {
			t.Fatal(err)
		}
		home := ""
		for _, v := range lab.Environ() {
			if name, value, _ := strings.Cut(v, "="); name == "HOME" {
				home = value
			}
		}
		do(t, lab, func() bool {
			_, err := os.Stat(filepath.Join(home, ".config/go/env"))
			return err == nil
		})
	})
}

// drawn is a terminal on which menus are drawn.
var drawn = []string{"LANG=C.UTF-8"}

const (
	down  = "\x1b[B"
	enter = "\r"
	esc   = "\x1b"
	ctrlC = "\x03"
)

// TestWizardLeavesWithoutAWord declines in every way that a person may try.
func TestWizardLeavesWithoutAWord(t *testing.T) {
	inBrokenLab(t, func(t *testing.T, lab *netlab.Lab, written func() bool) {
		for name, c := range map[string]struct {
			keys string
			code int
		}{"Enter": {enter, 1}, "Esc": {esc, 1}, "q": {"q", 1}, "Ctrl-C": {ctrlC, 130}} {
			p := atTerminalWith(t, lab, drawn)
			p.sees("Go cannot download modules")
			p.sees("tried with the real go")
			p.sees("What now?")
			p.types(c.keys)
			if c.code == 130 {
				p.sees("Interrupted. Nothing was changed.")
			}
			p.leaves(c.code)
			if written() {
				t.Fatalf("%s: written", name)
			}
		}
	})
}

// TestWizardShowsMoreAndFixes reads the details and the cause's page, and then
// applies the change; a second run has nothing to do.
func TestWizardShowsMoreAndFixes(t *testing.T) {
	inBrokenLab(t, func(t *testing.T, lab *netlab.Lab, written func() bool) {
		p := atTerminalWith(t, lab, drawn)
		p.sees("What now?")
		p.types(down + down + enter)
		p.sees("Settings that matter")
		p.sees("What now?")
		p.types(down + down + down + enter)
		p.sees("goproxy-unreachable")
		p.sees("What now?")
		p.types(down + enter)
		p.sees("erified")
		p.leaves(0)
		if !written() {
			t.Fatal("not written")
		}
		p = atTerminalWith(t, lab, drawn)
		p.sees("Go downloads modules")
		p.leaves(0)
	})
}

// TestWizardLooksAgain waits for a person who repairs the network elsewhere.
func TestWizardLooksAgain(t *testing.T) {
	inBrokenLab(t, func(t *testing.T, lab *netlab.Lab, written func() bool) {
		p := atTerminalWith(t, lab, []string{"LANG=C.UTF-8", "ACCESSIBLE=1"})
		p.sees("Go cannot download modules")
		p.sees("Look again")
		p.sees("> ")
		if err := lab.Heal(); err != nil {
			t.Fatal(err)
		}
		p.types("4" + enter)
		p.sees("Go downloads modules")
		p.leaves(0)
		if written() {
			t.Error("written")
		}
	})
}

// TestWizardInChinese has its menu and its hints in the language of the locale.
func TestWizardInChinese(t *testing.T) {
	inBrokenLab(t, func(t *testing.T, lab *netlab.Lab, _ func() bool) {
		p := atTerminalWith(t, lab, []string{"LANG=zh_CN.UTF-8", "LC_ALL=zh_CN.UTF-8"})
		p.sees("Go 无法下载模块")
		p.sees("接下来做什么")
		p.sees("应用上面的改动")
		p.sees("确认")
		p.types(esc)
		p.leaves(1)
	})
}

// TestWizardMeasuresMirrors measures from the menu, and hands the chosen mirror over
// to apply.
func TestWizardMeasuresMirrors(t *testing.T) {
	inBrokenLab(t, func(t *testing.T, lab *netlab.Lab, written func() bool) {
		p := atTerminalWith(t, lab, drawn)
		p.sees("What now?")
		p.types("m")
		p.sees("checksum database")
		p.sees("Which one should go ask first?")
		p.types(enter)
		p.sees("What now?")
		p.types("m")
		p.sees("Which one should go ask first?")
		p.types(down + enter)
		p.sees("Apply this change?")
		p.types("y")
		p.sees("erified")
		p.leaves(0)
		if !written() {
			t.Error("not written")
		}
	})
}
