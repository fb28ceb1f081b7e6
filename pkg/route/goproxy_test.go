package route

import (
	"slices"
	"strings"
	"testing"
)

func TestParseGOPROXY(t *testing.T) {
	const cn = "https://goproxy.cn"
	for _, row := range []struct {
		value  string
		want   []string // URL or keyword, then the separator that follows
		doubts []string
		err    string
	}{
		{cn + ",direct", []string{cn, ",", "direct", ""}, nil, ""},
		{cn + "|direct", []string{cn, "|", "direct", ""}, nil, ""},
		{" " + cn + " , direct\r", []string{cn, ",", "direct", ""}, nil, ""},
		{cn + ",,|direct", []string{cn, ",", "direct", ""}, nil, ""},
		{cn + ",", []string{cn, ""}, nil, ""},
		{cn + "/", []string{cn, ""}, nil, ""},
		{cn + "//", []string{cn, ""}, nil, ""},
		{"goproxy.cn", []string{cn, ""}, nil, ""},
		{"host:8080", []string{"https://host:8080", ""}, nil, ""},
		{"host/path/", []string{"https://host/path", ""}, nil, ""},
		{"http://own.example.com:3000", []string{"http://own.example.com:3000", ""}, nil, ""},
		{"file:///dir", []string{"file:///dir", ""}, nil, ""},
		{"off", []string{"off", ""}, nil, ""},
		{"off," + cn, []string{"off", ""}, []string{"after-keyword"}, ""},
		{"direct,foo", []string{"direct", ""}, []string{"after-keyword"}, ""},
		{cn + ",direct,off|x", []string{cn, ",", "direct", ""}, []string{"after-keyword", "after-keyword"}, ""},
		{cn + ";direct", []string{cn + ";direct", ""}, []string{"semicolon"}, ""},
		{cn + " direct", nil, []string{"blank"}, `parse "https://goproxy.cn direct": invalid character " " in host name`},
		{cn + "/x direct", []string{cn + "/x direct", ""}, []string{"blank"}, ""},
		{cn + "\uff0cdirect", []string{cn + "\uff0cdirect", ""}, []string{"fullwidth-comma"}, ""},
		{"https\uff1a//goproxy.cn", []string{"https://https\uff1a//goproxy.cn", ""}, []string{"fullwidth-comma"}, ""},
		{"direct/", []string{"https://direct", ""}, []string{"keyword-slash"}, ""},
		{"http//host", []string{"https://http//host", ""}, []string{"scheme"}, ""},
		{"http:/host", []string{"http:/host", ""}, []string{"scheme"}, ""},
		{"https://", []string{"https://", ""}, []string{"scheme"}, ""},
		{"'goproxy.cn'", []string{"https://'goproxy.cn'", ""}, []string{"quote"}, ""},
		{"", nil, nil, "GOPROXY list is not the empty string, but contains no entries"},
		{",", nil, nil, "GOPROXY list is not the empty string, but contains no entries"},
		{" | ", nil, nil, "GOPROXY list is not the empty string, but contains no entries"},
		{"foo", nil, nil, "invalid proxy URL missing scheme: foo"},
		{"DIRECT", nil, nil, "invalid proxy URL missing scheme: DIRECT"},
		{cn + ",on", []string{cn, ","}, nil, "invalid proxy URL missing scheme: on"},
		{"/dir", nil, nil, "invalid proxy URL missing scheme: /dir"},
		{"ftp://x", nil, nil, "invalid proxy URL scheme (must be https, http, file): ftp://x"},
		{"file://localhost/dir", nil, nil, "invalid file:// proxy URL with non-path elements: file://localhost/dir"},
		{"'" + cn + "'", nil, []string{"quote"}, `parse "'https://goproxy.cn'": first path segment in URL cannot contain colon`},
		{"https://x:80a1", nil, nil, `parse "https://x:80a1": invalid port ":80a1" after host`},
		{"https://[x", nil, nil, `parse "https://[x": missing ']' in host`},
	} {
		list := ParseGOPROXY(row.value)
		var got, doubts []string
		for _, e := range list.Entries {
			name, sep := e.URL.Reveal(), ","
			if e.Kind != Proxy {
				name = string(e.Kind)
			}
			if e.Bar {
				sep = "|"
			}
			if e.Last {
				sep = ""
			}
			got = append(got, name, sep)
		}
		for _, d := range list.Doubts {
			doubts = append(doubts, d.Why)
		}
		message := ""
		if list.Err != nil {
			message = list.Err.Error()
		}
		if !slices.Equal(got, row.want) || !slices.Equal(doubts, row.doubts) || message != row.err {
			t.Errorf("%q:\n got  %q %q %q\n want %q %q %q", row.value, got, doubts, message, row.want, row.doubts, row.err)
		}
	}
}

func TestParseGOPROXYHidesCredentials(t *testing.T) {
	for _, value := range []string{"https://u:s3cret@proxy.example.com:x1", "ftp://u:s3cret@h", "file://u:s3cret@h/x", "https://u:s3cret@p.example.com"} {
		list := ParseGOPROXY(value)
		shown := ""
		if list.Err != nil {
			shown = list.Err.Error()
		}
		for _, e := range list.Entries {
			shown += e.Name() + e.Text.String()
		}
		if shown == "" || strings.Contains(shown, "s3cret") {
			t.Errorf("%q shows %q", value, shown)
		}
	}
}

func FuzzParseGOPROXY(f *testing.F) {
	for _, s := range []string{"https://goproxy.cn,direct", "a|b,off,c", "'x'", "http//host", "\uff0c", "file:///x", "https://u:p@h?x#y"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, value string) {
		list := ParseGOPROXY(value)
		if list.Err == nil && len(list.Entries) == 0 {
			t.Fatalf("%q: neither error nor entries", value)
		}
		if list.Err != nil {
			return
		}
		// What was read, written down again, is read the same.
		var b strings.Builder
		for _, e := range list.Entries {
			b.WriteString(e.Text.Reveal())
			b.WriteString(map[bool]string{true: "|", false: ","}[e.Bar])
		}
		again := ParseGOPROXY(b.String())
		if len(again.Entries) != len(list.Entries) || again.Err != nil {
			t.Fatalf("%q: written as %q, read as %d entries, not %d (%v)", value, b.String(), len(again.Entries), len(list.Entries), again.Err)
		}
		for i, e := range again.Entries {
			if e.URL != list.Entries[i].URL || e.Kind != list.Entries[i].Kind {
				t.Fatalf("%q: entry %d is %q, then %q", value, i, list.Entries[i].URL.Reveal(), e.URL.Reveal())
			}
		}
	})
}
