package formats

import "testing"

func TestUseColor(t *testing.T) {
	for _, c := range []struct {
		what     string
		env      map[string]string
		terminal bool
		want     bool
	}{
		{"a terminal", map[string]string{"TERM": "xterm"}, true, true},
		{"a pipe", map[string]string{"TERM": "xterm"}, false, false},
		{"a dumb terminal", map[string]string{"TERM": "dumb"}, true, false},
		{"NO_COLOR", map[string]string{"NO_COLOR": "1"}, true, false},
		{"an empty NO_COLOR is none", map[string]string{"NO_COLOR": "", "TERM": "xterm"}, true, true},
		{"TERM is not set", nil, true, false},
		{"CLICOLOR_FORCE in a pipe", map[string]string{"CLICOLOR_FORCE": "1"}, false, true},
		{"CLICOLOR_FORCE=0 forces nothing", map[string]string{"CLICOLOR_FORCE": "0"}, false, false},
		{"NO_COLOR wins over CLICOLOR_FORCE", map[string]string{"NO_COLOR": "1", "CLICOLOR_FORCE": "1"}, true, false},
		{"CLICOLOR=0", map[string]string{"CLICOLOR": "0"}, true, false},
	} {
		if got := UseColor("linux", func(k string) string { return c.env[k] }, c.terminal); got != c.want {
			t.Errorf("%s: got %v, want %v", c.what, got, c.want)
		}
	}
	if !UseColor("windows", func(string) string { return "" }, true) {
		t.Error("Windows has no TERM, and colours")
	}
}

func TestUseUnicode(t *testing.T) {
	for _, c := range []struct {
		what, os string
		env      map[string]string
		want     bool
	}{
		{"a UTF-8 locale", "linux", map[string]string{"LANG": "zh_CN.UTF-8"}, true},
		{"spelt without a hyphen", "linux", map[string]string{"LANG": "en_US.utf8"}, true},
		{"LC_ALL decides", "linux", map[string]string{"LANG": "en_US.UTF-8", "LC_ALL": "C"}, false},
		{"another encoding", "linux", map[string]string{"LANG": "zh_CN.GB18030"}, false},
		{"no locale", "linux", nil, false},
		{"no locale on Windows", "windows", nil, true},
	} {
		if got := UseUnicode(c.os, func(k string) string { return c.env[k] }); got != c.want {
			t.Errorf("%s: got %v, want %v", c.what, got, c.want)
		}
	}
}
